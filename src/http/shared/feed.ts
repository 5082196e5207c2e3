import type { ExecutionResult } from 'graphql';
import { bufferLimit, type Subscriber, tooSlow } from '../../modules/events/subscriber.ts';
import { endingFor, type Frame } from './frame.ts';
import type { Line } from './line.ts';

/** How a subscriber gets what its group shares. It never waits for its reader: what cannot leave is kept, up to a limit. */
export interface Feed {
  /** Hands over a frame. Closes the subscriber where too many wait. */
  take(frame: Frame): void;
  /** The next result that the transport is to send by itself; undefined once it was stopped. */
  next(): Promise<ExecutionResult | undefined>;
  /** Forgets what waits, and takes no more. */
  stop(): void;
}

/** Writes to a WebSocket by itself, so that its transport is given nothing. */
export class SocketFeed implements Feed {
  #subscriber: Subscriber;
  #line: Line;
  #ending: string;
  #waiting: Frame[] = [];
  #stopped = Promise.withResolvers<undefined>();

  constructor(subscriber: Subscriber, line: Line, id: string) {
    this.#subscriber = subscriber;
    this.#line = line;
    this.#ending = endingFor(id);
  }

  take(frame: Frame): void {
    if (this.#waiting.length === 0 && !this.#line.isFull) return this.#line.send(frame.partsFor(this.#ending));
    if (this.#waiting.length >= bufferLimit) return this.#subscriber.close(tooSlow());
    this.#waiting.push(frame);
    if (this.#waiting.length === 1) this.#line.onceFree(() => this.#sendOn());
  }

  next(): Promise<undefined> {
    return this.#stopped.promise;
  }

  stop(): void {
    this.#waiting = [];
    this.#stopped.resolve(undefined);
  }

  #sendOn(): void {
    while (!this.#line.isFull) {
      const frame = this.#waiting.shift();
      if (!frame) return;
      this.#line.send(frame.partsFor(this.#ending));
    }
    if (this.#waiting.length > 0) this.#line.onceFree(() => this.#sendOn());
  }
}

/** Waits until its transport asks, as Yoga does for Server-Sent Events. */
export class QueueFeed implements Feed {
  #subscriber: Subscriber;
  #waiting: Frame[] = [];
  #stopped = false;
  #wake: () => void = () => {};

  constructor(subscriber: Subscriber) {
    this.#subscriber = subscriber;
  }

  take(frame: Frame): void {
    if (this.#waiting.length >= bufferLimit) return this.#subscriber.close(tooSlow());
    this.#waiting.push(frame);
    this.#wake();
  }

  async next(): Promise<ExecutionResult | undefined> {
    for (;;) {
      const frame = this.#waiting.shift();
      // Yoga writes a result by its own `stringify`, where it has one.
      if (frame) return { ...frame.result, stringify: () => frame.text } as ExecutionResult;
      if (this.#stopped) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
    this.#wake();
  }
}
