import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that can be cut: a TCP proxy on a port of its own. */
export interface BrokenLine {
  port: number;
  /** Breaks what is open, and lets nothing through until `mend`. */
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

/** @param target the server's port on this machine */
export async function brokenLine(target: number): Promise<BrokenLine> {
  const open = new Set<Socket>();
  let whole = true;
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  };
  const proxy = createServer((near) => {
    keep(near);
    if (!whole) return void near.destroy();
    const far = connect(target, '127.0.0.1');
    keep(far);
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    for (const socket of open) socket.destroy();
  };
  return {
    port: (proxy.address() as { port: number }).port,
    cut,
    mend: () => {
      whole = true;
    },
    stop: async () => {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
