import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** RFC 6455 §5.2. */
const opcode = { text: 1, ping: 9, pong: 10 } as const;

/** A WebSocket that costs its process as little as it can, so that what is measured is the server. */
export interface WebSocketClient {
  socket: Socket;
  send(text: string): void;
}

/** Opens a WebSocket. `onMessage` is given each whole message's bytes, which are the network's: gone once it returns. */
export function openWebSocket(
  address: string,
  protocol: string | null,
  { onOpen, onMessage, onClose }: { onOpen: () => void; onMessage: (bytes: Buffer) => void; onClose: (why: string) => void },
): WebSocketClient {
  const { hostname, port, pathname } = new URL(address);
  const frames = new FrameReader(onMessage, (payload) => socket.write(frame(opcode.pong, payload)));
  let open = false;
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    if (open) return frames.read(bytes);
    const end = bytes.indexOf('\r\n\r\n');
    if (!bytes.toString('latin1', 0, 12).endsWith('101')) return void socket.destroy(new Error(bytes.toString('latin1', 0, 100)));
    open = true;
    onOpen();
    frames.read(bytes.subarray(end + 4));
  });
  let why = 'closed';
  socket.on('error', (error) => (why = error.message)).on('close', () => onClose(why));
  const head = [
    `GET ${pathname} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    'connection: Upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    `sec-websocket-key: ${randomBytes(16).toString('base64')}`,
    ...(protocol ? [`sec-websocket-protocol: ${protocol}`] : []),
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return { socket, send: (text) => socket.write(frame(opcode.text, Buffer.from(text))) };
}

/** Reads a server's frames, which are not masked, however they are cut by the network. */
class FrameReader {
  #onMessage: (bytes: Buffer) => void;
  #onPing: (payload: Buffer) => void;
  #waiting: Buffer | null = null;
  #parts: Buffer[] = [];

  constructor(onMessage: (bytes: Buffer) => void, onPing: (payload: Buffer) => void) {
    this.#onMessage = onMessage;
    this.#onPing = onPing;
  }

  read(bytes: Buffer): void {
    let rest = this.#waiting ? Buffer.concat([this.#waiting, bytes]) : bytes;
    this.#waiting = null;
    for (;;) {
      const [first = 0, second = 0] = rest;
      const start = second < 126 ? 2 : second === 126 ? 4 : 10;
      if (rest.length < start) break;
      const length = second < 126 ? second : second === 126 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
      if (rest.length < start + length) break;
      this.#take(first, rest.subarray(start, start + length));
      rest = rest.subarray(start + length);
    }
    // A copy: what came in one read with it is large.
    if (rest.length > 0) this.#waiting = Buffer.from(rest);
  }

  #take(first: number, payload: Buffer): void {
    const kind = first & 0x0f;
    if (kind === opcode.ping) return this.#onPing(payload);
    if (kind > opcode.text + 1) return;
    // §5.4: a message in fragments ends with the one that has FIN.
    if (!(first & 0x80)) return void this.#parts.push(payload);
    this.#onMessage(this.#parts.length > 0 ? Buffer.concat([...this.#parts.splice(0), payload]) : payload);
  }
}

/** A frame as a client sends it, masked by zeros. */
function frame(kind: number, payload: Buffer): Buffer {
  const size = payload.length < 126 ? Buffer.from([0x80 | payload.length]) : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([Buffer.from([0x80 | kind]), size, Buffer.alloc(4), payload]);
}
