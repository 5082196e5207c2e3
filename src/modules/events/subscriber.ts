import { type DomainError, Refused } from '../errors.ts';
import type { LoggedEvent } from './catalogue.ts';

/** How many events may wait for one subscriber before it is closed. */
const bufferLimit = 1_000;
/** How many events that do not concern a subscriber go by before it is told where the log stands. */
const bareCursorEvery = 100;

/** What a subscriber lives by: when one of these ends, its streams end. */
export interface Principal {
  sessionId?: string;
  userId?: string;
  tokenId?: string;
  agentId?: string;
}

/** Why a stream ends when its principal does. */
export const accessEnded = () => new Refused('ACCESS_ENDED', 'The sign-in or token that this subscription lived by has ended.');

/** What a stream yields: an event that concerns it, or the bare place in the log. */
export type StreamItem = { number: number; event: LoggedEvent | null };

/** One local subscriber: a bounded buffer between the hub, which never waits, and a reader, which may be slow. */
export class Subscriber {
  readonly principal: Principal;
  /** The number of the last event that this subscriber was offered. */
  position: number;
  /** False while the subscriber still reads history: it is offered nothing yet, but its end is heard. */
  live = false;
  #concerns: (event: LoggedEvent) => boolean;
  #buffer: StreamItem[] = [];
  #passed = 0;
  #wake: (() => void) | null = null;
  #end: { error: DomainError | null } | null = null;

  constructor(principal: Principal, position: number, concerns: (event: LoggedEvent) => boolean) {
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
      this.close(new Refused('SLOW_CONSUMER', `More than ${bufferLimit} events waited. Subscribe again with after: the last cursor.`));
      return;
    }
    this.#buffer.push(item);
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
  close(error: DomainError | null = null): void {
    if (this.#end) return;
    this.#end = { error };
    if (error) this.#buffer = [];
    this.#wake?.();
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
