import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Pool } from 'undici';
import WebSocket from 'ws';
import type { TapAgent } from '../taps.ts';

/** Agents of peers/taps.ts. */
export async function queueAgents({ address, token }: { address: string; token: string }, count: number): Promise<TapAgent[]> {
  const pool = new Pool(address, { connections: count });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const agent = String(i);
      const socket = new WebSocket(`${address.replace('http:', 'ws:')}/${agent}`, { perMessageDeflate: false });
      await once(socket, 'open');
      let acknowledged = () => {};
      socket.on('message', (bytes) => {
        const message = JSON.parse(String(bytes)) as { tap?: string };
        if (message.tap) socket.send(JSON.stringify({ answered: message.tap }));
        else acknowledged();
      });
      return {
        tap: async () => {
          const done = new Promise<void>((resolve) => (acknowledged = resolve));
          const { body, statusCode } = await pool.request({ path: '/', method: 'POST', headers, body: JSON.stringify({ agent, id: randomUUID() }) });
          await body.dump();
          if (statusCode !== 200) throw new Error(`A tap was answered by ${statusCode}`);
          await done;
        },
      };
    }),
  );
}
