import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A WebSocket of bare bytes, initialised, which reads nothing from here on: what a library would not do. */
export async function rawSocket(address: string, connectionParams = {}): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
  // However it is ended: that is what is waited for.
  socket.on('error', () => {});
  socket.write(
    [
      'GET /graphql HTTP/1.1',
      `host: ${hostname}:${port}`,
      'connection: upgrade',
      'upgrade: websocket',
      'sec-websocket-version: 13',
      `sec-websocket-key: ${Buffer.alloc(16, 1).toString('base64')}`,
      'sec-websocket-protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n'),
  );
  const [head] = await once(socket, 'data');
  if (!String(head).startsWith('HTTP/1.1 101')) throw new Error(String(head));
  socket.write(frame(1, JSON.stringify({ type: 'connection_init', payload: connectionParams })));
  const [ack] = await once(socket, 'data');
  if (!String(ack).includes('connection_ack')) throw new Error(String(ack));
  socket.pause();
  return socket;
}

/** A frame as a client sends it (RFC 6455 §5.2), masked by zeros. @param opcode 1 is text, 9 a ping */
export function frame(opcode: number, payload: string): Buffer {
  const bytes = Buffer.from(payload);
  const size = bytes.length < 126 ? Buffer.from([0x80 | bytes.length]) : Buffer.from([0x80 | 126, bytes.length >> 8, bytes.length & 255]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), size, Buffer.alloc(4), bytes]);
}
