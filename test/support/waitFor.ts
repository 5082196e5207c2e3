import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';

/**
 * Looks until `look` neither throws nor gives something falsy, and gives what it gave. At first once a turn of the event
 * loop, then every 10 ms, 8 seconds in all.
 * @throws Error the last one that `look` threw, or that it never gave anything
 */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  { turns = 50, looks = 800 }: { turns?: number; looks?: number } = {},
): Promise<NonNullable<T>> {
  let last: unknown;
  for (let i = 0; i < turns + looks; i += 1) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = new Error(`What was waited for did not come; at last it was ${String(seen)}`);
    } catch (error) {
      last = error;
    }
    await (i < turns ? turn() : delay(10));
  }
  throw last;
}
