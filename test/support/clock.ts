import type { Clock } from '../../src/lib/clock.ts';

/** A clock that stands still until it is moved. */
export interface StillClock extends Clock {
  /** Moves the clock on, or back where `ms` is below zero. */
  advance(ms: number): void;
}

/** A clock that stands still, at the machine's present moment unless `start` says another. */
export function stillClock(start: Date = new Date()): StillClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
  };
}
