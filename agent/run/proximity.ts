import { setTimeout as delay } from 'node:timers/promises';
import type { Radio, Sighting } from '../radio/radio.ts';
import type { Api } from '../server/api.ts';
import { insist } from '../server/backOff.ts';
import { Unreachable } from '../server/errors.ts';
import { newWitness } from '../server/token.ts';

/** How soon a radio that was missing is tried again while a request is open: somebody may be turning it on. */
const tryAgain = 2_000;

/** A sign-in at this PC for which a phone is to be listened for. */
export interface ProximityRequest {
  nonce: string;
  expiresAt: string;
}

/**
 * Listens for phones while a sign-in at this PC is under way, and bears witness of the first that is heard. It says nothing in
 * the log: a sign-in may be one that leaves no trace.
 */
export class ProximityRequests {
  readonly #api: Api;
  readonly #radio: Radio | null;
  readonly #open = new Map<string, AbortController>();
  readonly #served = new Set<Promise<void>>();

  constructor({ api, radio }: { api: Api; radio: Radio | null }) {
    this.#api = api;
    this.#radio = radio;
  }

  /** For how many sign-ins is listened now. */
  get size(): number {
    return this.#open.size;
  }

  /** Takes all the requests that are open now: what is missing has ended. */
  heard(requests: readonly ProximityRequest[]): void {
    const wanted = new Set(requests.map(({ nonce }) => nonce));
    for (const [nonce, over] of this.#open) if (!wanted.has(nonce)) over.abort();
    for (const request of requests) if (!this.#open.has(request.nonce)) this.#serve(request);
  }

  /** Ends all, and resolves once nothing runs any more. */
  async close(): Promise<void> {
    this.heard([]);
    await Promise.all(this.#served);
  }

  #serve({ nonce, expiresAt }: ProximityRequest): void {
    const radio = this.#radio;
    if (!radio) return;
    const over = new AbortController();
    this.#open.set(nonce, over);
    const left = Date.parse(expiresAt) - this.#api.clock.now().getTime();
    const late = setTimeout(() => over.abort(), Math.max(left, 0));
    const served = this.#listen(radio, nonce, over.signal)
      // What could not be told, or is no news to the server, ends with the sign-in.
      .catch(() => {})
      .finally(() => {
        clearTimeout(late);
        this.#open.delete(nonce);
        this.#served.delete(served);
      });
    this.#served.add(served);
  }

  async #listen(radio: Radio, nonce: string, signal: AbortSignal): Promise<void> {
    const sighting = await firstHeard(radio, signal);
    const heardAt = this.#api.clock.now();
    await insist(
      async () => {
        const witness = await newWitness(this.#api.pairing, { nonce, heardAt, ...sighting }, this.#api.clock.now());
        await this.#api.mutate('reportProximity', { witness }, 'counted');
      },
      (error) => error instanceof Unreachable,
      signal,
    );
  }
}

/** The first phone that is heard, however often the radio has to be tried. Ends with the signal. */
async function firstHeard(radio: Radio, signal: AbortSignal): Promise<Sighting> {
  for (;;) {
    try {
      for await (const sighting of radio.listen(signal)) return sighting;
    } catch {
      signal.throwIfAborted();
    }
    await delay(tryAgain, undefined, { signal });
  }
}
