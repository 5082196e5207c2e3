import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';

/**
 * A WebSocket's way past its library: whole messages in bytes that many sockets share. Nothing comes between their parts,
 * as both are written at once, and the library, which compresses nothing here, does the same with its own.
 */
export class Line {
  #webSocket: WebSocket;
  #socket: Socket;
  #waiting: (() => void)[] = [];

  constructor(webSocket: WebSocket, socket: Socket) {
    this.#webSocket = webSocket;
    this.#socket = socket;
  }

  /** Whether more than the socket takes at once waits to leave. */
  get isFull(): boolean {
    return this.#socket.writableNeedDrain;
  }

  /** Sends a message in its parts. */
  send(parts: readonly Buffer[]): void {
    // After a Close frame nothing may follow (RFC 6455 §5.5.1).
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    if (parts.length > 1) this.#socket.cork();
    for (const part of parts) this.#socket.write(part);
    if (parts.length > 1) this.#socket.uncork();
  }

  /** Calls once the socket takes more. */
  onceFree(call: () => void): void {
    if (this.#waiting.push(call) === 1) this.#socket.once('drain', () => this.#callAll());
  }

  #callAll(): void {
    for (const call of this.#waiting.splice(0)) call();
  }
}
