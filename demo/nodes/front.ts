import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address before several nodes. */
export interface Front {
  port: number;
  stop(): Promise<void>;
}

/**
 * Passes each connection on to one of the ports, in turn, and to the next one where nobody answers. It knows no HTTP:
 * a balancer for use by others, with TLS, is an operator's own (docs/scaling.md).
 */
export async function startFront(port: number, ports: readonly number[]): Promise<Front> {
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (client) => {
    open.add(client);
    client.once('close', () => open.delete(client)).on('error', () => client.destroy());
    turn += 1;
    pass(client, [...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)]);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function pass(client: Socket, [first, ...others]: readonly number[]): void {
  if (first === undefined) return void client.destroy();
  let connected = false;
  const node = connect({ port: first, host: '127.0.0.1', allowHalfOpen: true });
  node.once('connect', () => {
    connected = true;
    client.pipe(node).pipe(client);
  });
  node.on('error', () => {
    if (connected) client.destroy();
    else pass(client, others);
  });
  client.once('close', () => node.destroy());
  node.once('close', () => connected && client.destroySoon());
}
