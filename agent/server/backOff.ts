import { setTimeout as delay } from 'node:timers/promises';

const first = 500;
const longest = 30_000;

/** Waits before another try: half a second at first, twice as long each time up to 30 seconds, and never quite the same. */
export class BackOff {
  #next = first;

  reset(): void {
    this.#next = first;
  }

  /** Waits. Resolves at once where the signal is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    // Many agents that lost the same server must not come back at the same moment.
    const ms = this.#next * (0.5 + Math.random() / 2);
    this.#next = Math.min(this.#next * 2, longest);
    await delay(ms, undefined, { signal }).catch(() => {});
  }
}

/** Tries until it works, with a wait in between, as long as `again` says so of what was thrown. @throws what was thrown last */
export async function insist<T>(work: () => Promise<T>, again: (error: unknown) => boolean, signal: AbortSignal): Promise<T> {
  const backOff = new BackOff();
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!again(error)) throw error;
    }
    await backOff.wait(signal);
  }
}
