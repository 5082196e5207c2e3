import type { ExecutionResult } from 'graphql';

/** What one event came to, for all of a group: executed once, and written as text and as bytes once. */
export class Frame {
  /** The event's number, or that of the bare place in the log. */
  readonly number: number;
  readonly result: ExecutionResult;
  #text: string | null = null;
  #bytes: Buffer | null = null;
  #fragment: Buffer | null = null;

  constructor(number: number, result: ExecutionResult) {
    this.number = number;
    this.result = result;
  }

  get text(): string {
    this.#text ??= JSON.stringify({ ...this.result, ...(this.result.errors ? { errors: this.result.errors.map(toPlain) } : {}) });
    return this.#text;
  }

  /** All of the WebSocket message but the id. */
  get #beginning(): Buffer {
    this.#bytes ??= Buffer.from(`{"payload":${this.text},"type":"next",`);
    return this.#bytes;
  }

  /**
   * The WebSocket message for a subscriber, in parts that are written one after the other. A small one is copied, as one
   * write costs less than two; of a large one all that is the same for everybody is shared, as a fragment of its own.
   */
  partsFor(ending: string): readonly Buffer[] {
    const beginning = this.#beginning;
    if (beginning.length > copiedUpTo) {
      this.#fragment ??= frameOf(opening.first, beginning);
      return [this.#fragment, frameOf(opening.last, noBytes, ending)];
    }
    return [frameOf(opening.whole, beginning, ending)];
  }
}

// Above it, the copy costs more than the second write.
const copiedUpTo = 3_000;

const noBytes = Buffer.alloc(0);

/** What ends a subscriber's messages: the operation's id. Kept as text: bytes that stay would keep a slab of Node's pool each. */
export const endingFor = (id: string): string => `"id":${JSON.stringify(id)}}`;

/** What is for the HTTP layer alone is left out. */
function toPlain(error: NonNullable<ExecutionResult['errors']>[number]) {
  const { extensions, ...plain } = error.toJSON();
  const { http: _, ...told } = extensions ?? {};
  return Object.keys(told).length > 0 ? { ...plain, extensions: told } : plain;
}

// RFC 6455 §5.4: a text message as a whole; or in two fragments, the first without FIN, the last a continuation with it.
const opening = { whole: 0x81, first: 0x01, last: 0x80 } as const;

/** A frame of a text message, as a server sends it: not masked (RFC 6455 §5.2). */
function frameOf(begin: (typeof opening)[keyof typeof opening], bytes: Buffer, text = ''): Buffer {
  const length = bytes.length + Buffer.byteLength(text);
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = begin;
  frame[1] = start === 2 ? length : start === 4 ? 126 : 127;
  if (start === 4) frame.writeUInt16BE(length, 2);
  if (start === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  bytes.copy(frame, start);
  frame.write(text, start + bytes.length);
  return frame;
}
