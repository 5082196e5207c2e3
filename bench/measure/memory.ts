/** What a process needs, in bytes. */
export interface Memory {
  /** What JavaScript holds, after the garbage was collected: the heap and what lies outside of it. */
  held: number;
  /** What the system has given it. */
  resident: number;
}

/** An environment in which a program can be asked for its memory. */
export const observable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Asks a program by Node's inspector, so that it needs no part for it. @param said what the program has printed on standard error */
export async function memoryOf({ said }: { said(): string }): Promise<Memory> {
  const address = /Debugger listening on (ws:\S+)/.exec(said())?.[1];
  if (!address) throw new Error('The program cannot be asked for its memory.');
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  let id = 0;
  const call = (method: string, params = {}) =>
    new Promise<{ result?: { value: string } }>((resolve) => {
      id += 1;
      socket.onmessage = ({ data }) => resolve(JSON.parse(data).result);
      socket.send(JSON.stringify({ id, method, params }));
    });
  // Twice: what the first leaves to finalisers, the second finds.
  for (let i = 0; i < 2; i += 1) await call('HeapProfiler.collectGarbage');
  const { result } = await call('Runtime.evaluate', { expression: 'JSON.stringify(process.memoryUsage())' });
  socket.close();
  const { heapUsed, external, rss } = JSON.parse(result?.value ?? '{}') as NodeJS.MemoryUsage;
  return { held: heapUsed + external, resident: rss };
}
