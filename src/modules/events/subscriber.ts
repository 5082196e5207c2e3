import { Refused } from '../errors.ts';
import type { LoggedEvent } from './catalogue.ts';
import type { Principal } from './principal.ts';

/** How many events may wait for one subscriber before it is closed. */
export const bufferLimit = 1_000;
/** How many events that do not concern a subscriber go by before it is told where the log stands. */
const bareCursorEvery = 100;

/** Why a stream ends whose reader does not keep up. */
export const tooSlow = () => new Refused('SLOW_CONSUMER', `More than ${bufferLimit} events waited. Subscribe again with after: the last cursor.`);

/** What a stream yields: an event that concerns it, or the bare place in the log; `nudged` where there is something to look at that the log does not tell. */
export type StreamItem = { number: number; event: LoggedEvent | null; nudged?: true };

/** One local subscriber: a bounded buffer between the hub, which never waits, and a reader, which may be slow. */
export class Subscriber {
  /** Null where it reads for others, who each have a subscriber of their own. */
  readonly principal: Principal | null;
  /** The number of the last event that this subscriber was offered. */
  position: number;
  /** False while the subscriber still reads history: it is offered nothing yet, but its end is heard. */
  live = false;
  /** Called at once when it is closed, for a reader that does not wait at `next`. */
  onEnd: (() => void) | null = null;
  #concerns: (event: LoggedEvent) => boolean;
  #buffer: StreamItem[] = [];
  #passed = 0;
  #wake: (() => void) | null = null;
  #end: { error: Error | null } | null = null;

  constructor(principal: Principal | null, position: number, concerns: (event: LoggedEvent) => boolean) {
    this.principal = principal;
    this.position = position;
    this.#concerns = concerns;
  }

  /** Offers an event. One that came already is dropped, so history and the live stream may overlap. */
  offer(event: LoggedEvent): void {
    if (!this.live || this.#end || event.number <= this.position) return;
    this.position = event.number;
    const item = this.sift(event);
    if (!item) return;
    if (this.#buffer.length >= bufferLimit) {
      this.close(tooSlow());
      return;
    }
    this.#buffer.push(item);
    this.#wake?.();
  }

  /** Gives an item without an event, as where many went by: its reader looks at what it serves anew. */
  nudge(): void {
    if (this.#end || this.#buffer.length >= bufferLimit) return;
    this.#buffer.push({ number: this.position, event: null, nudged: true });
    this.#wake?.();
  }

  /** The item for an event: itself where it concerns, now and then the bare cursor, else nothing. */
  sift(event: LoggedEvent): StreamItem | null {
    if (this.#concerns(event)) {
      this.#passed = 0;
      return { number: event.number, event };
    }
    this.#passed += 1;
    if (this.#passed < bareCursorEvery) return null;
    this.#passed = 0;
    return { number: event.number, event: null };
  }

  /** Ends the stream, with an error where there is one. What waits undelivered is dropped when there is an error. */
  close(error: Error | null = null): void {
    if (this.#end) return;
    this.#end = { error };
    if (error) this.#buffer = [];
    this.#wake?.();
    this.onEnd?.();
  }

  /** Whether it was closed as its reader did not keep up. */
  get isTooSlow(): boolean {
    return (this.#end?.error as { code?: string } | null | undefined)?.code === 'SLOW_CONSUMER';
  }

  /** Whether the stream has ended. */
  get isOver(): boolean {
    return this.#end !== null;
  }

  /** The next item; null when the stream has ended. */
  async next(): Promise<StreamItem | null> {
    for (;;) {
      const item = this.#buffer.shift();
      if (item) return item;
      this.throwIfRefused();
      if (this.#end) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  /** Throws what closed the stream, where an error did. */
  throwIfRefused(): void {
    if (this.#end?.error) throw this.#end.error;
  }
}
