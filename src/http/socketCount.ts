import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { networkOf } from '../modules/policy/limits.ts';
import { originOf } from './origin.ts';

const socketsPerAddress = 1_000;

/** How many WebSockets each address has. Whoever is on this machine has as many as it can carry. */
export class SocketCount {
  #hops: number;
  #open = new Map<string, number>();

  constructor(trustedProxyHops: number) {
    this.#hops = trustedProxyHops;
  }

  /** Whether the address that a request comes from may have no more. */
  isFull(request: IncomingMessage): boolean {
    const { address, local } = originOf(request, this.#hops);
    return !local && (this.#open.get(networkOf(address)) ?? 0) >= socketsPerAddress;
  }

  /** Counts a socket until it is closed. */
  add(request: IncomingMessage, socket: WebSocket): void {
    const network = networkOf(originOf(request, this.#hops).address);
    this.#open.set(network, (this.#open.get(network) ?? 0) + 1);
    socket.once('close', () => {
      const left = (this.#open.get(network) ?? 1) - 1;
      if (left > 0) this.#open.set(network, left);
      else this.#open.delete(network);
    });
  }
}
