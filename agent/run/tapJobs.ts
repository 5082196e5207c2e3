import { wordsOf } from '../failures.ts';
import { isTokenRefused } from '../server/errors.ts';
import type { TapJob } from '../server/stream.ts';
import { type Parts, serveTapJob } from './tapJob.ts';

/** The requests for taps of this agent that are open: each reader serves one after the other. */
export class TapJobs {
  readonly #parts: Parts;
  readonly #shutOut: () => void;
  readonly #open = new Map<string, AbortController>();
  /** The end of each reader's queue. */
  readonly #queues = new Map<string, Promise<void>>();

  /** @param shutOut told where the server does not take this agent any more */
  constructor(parts: Parts, shutOut: () => void) {
    this.#parts = parts;
    this.#shutOut = shutOut;
  }

  /** How many requests are waited for. */
  get size(): number {
    return this.#open.size;
  }

  /** Takes what the stream told. A request that ended by this agent's own result comes too, and is no news. */
  heard({ id, status, reader }: TapJob): void {
    if (status === 'CANCELLED' || status === 'EXPIRED') this.#end(id, status);
    else if ((status === 'QUEUED' || status === 'CLAIMED') && reader && !this.#open.has(id)) this.#serve(id, reader.name);
  }

  /** Ends all, and resolves once nothing runs any more. */
  async close(): Promise<void> {
    for (const over of this.#open.values()) over.abort();
    await Promise.all(this.#queues.values());
  }

  #end(id: string, status: keyof typeof words): void {
    const over = this.#open.get(id);
    if (!over) return;
    this.#open.delete(id);
    this.#parts.log('ended', `The request for a tap was ${words[status]}.`, { tapJobId: id });
    over.abort();
  }

  #serve(id: string, reader: string): void {
    const over = new AbortController();
    this.#open.set(id, over);
    const before = this.#queues.get(reader) ?? Promise.resolve();
    const served = before
      .then(() => serveTapJob(this.#parts, { id, reader }, over.signal))
      .catch((error) => {
        if (isTokenRefused(error)) return this.#shutOut();
        this.#parts.log('failed', `A request for a tap could not be served: ${wordsOf(error)}`, { tapJobId: id });
      })
      .finally(() => this.#open.delete(id));
    this.#queues.set(reader, served);
  }
}

const words = { CANCELLED: 'cancelled', EXPIRED: 'not answered in time' } as const;
