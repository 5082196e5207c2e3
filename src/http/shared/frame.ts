import type { ExecutionResult } from 'graphql';

/** What one event came to, for all of a group: executed once, and written as text and as bytes once. */
export class Frame {
  /** The event's number, or that of the bare place in the log. */
  readonly number: number;
  readonly result: ExecutionResult;
  #text: string | null = null;
  #bytes: Buffer | null = null;

  constructor(number: number, result: ExecutionResult) {
    this.number = number;
    this.result = result;
  }

  get text(): string {
    this.#text ??= JSON.stringify({ ...this.result, ...(this.result.errors ? { errors: this.result.errors.map(toPlain) } : {}) });
    return this.#text;
  }

  /** The first part of the WebSocket message: all of it but the id. */
  get bytes(): Buffer {
    this.#bytes ??= webSocketFrame('first', `{"payload":${this.text},"type":"next",`);
    return this.#bytes;
  }
}

/** The last part of the WebSocket message, which is the subscriber's own: the operation's id. */
export const lastPart = (id: string): Buffer => webSocketFrame('last', `"id":${JSON.stringify(id)}}`);

/** What is for the HTTP layer alone is left out. */
function toPlain(error: NonNullable<ExecutionResult['errors']>[number]) {
  const { extensions, ...plain } = error.toJSON();
  const { http: _, ...told } = extensions ?? {};
  return Object.keys(told).length > 0 ? { ...plain, extensions: told } : plain;
}

// RFC 6455 §5.4: a text message in two fragments, the first without FIN, the last a continuation with it.
const opening = { first: 0x01, last: 0x80 } as const;

/** A fragment of a text message, as a server sends it: not masked (RFC 6455 §5.2). */
function webSocketFrame(part: keyof typeof opening, text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  // Memory of its own: a few bytes that stay would keep a whole slab of Node's pool.
  const frame = Buffer.allocUnsafeSlow(start + length);
  frame[0] = opening[part];
  frame[1] = start === 2 ? length : start === 4 ? 126 : 127;
  if (start === 4) frame.writeUInt16BE(length, 2);
  if (start === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.write(text, start);
  return frame;
}
