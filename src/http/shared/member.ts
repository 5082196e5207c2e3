import type { ExecutionResult } from 'graphql';
import type { Joined } from '../../modules/events/stream.ts';
import type { StreamItem, Subscriber } from '../../modules/events/subscriber.ts';
import type { Feed } from './feed.ts';
import type { Frame } from './frame.ts';
import type { Group } from './group.ts';

/** How many frames are held for a member that still reads history. */
const heldLimit = 1_000;

/** One of a group. While it reads history alone it holds what the group shares meanwhile, and sends that on when it is done. */
export class Member {
  /** It is never live, so that the hub gives it nothing but its end. */
  readonly subscriber: Subscriber;
  #group: Group;
  #leaveLog: () => void;
  #leaveGroup: () => void;
  #feed: Feed;
  /** Null once it takes part. */
  #history: (() => Promise<StreamItem | null>) | null;
  #held: Frame[] = [];
  #missed = false;
  /** Whether the reason for its end was told. */
  #told = false;

  /** @param history what the log has for it, up to where the node stands; null there, until there is more */
  constructor(group: Group, { subscriber, leave }: Joined, history: () => Promise<StreamItem | null>, feed: Feed) {
    this.subscriber = subscriber;
    this.#group = group;
    this.#leaveLog = leave;
    this.#leaveGroup = group.add(this);
    this.#history = history;
    this.#feed = feed;
    // Whether its transport asks for more or not.
    subscriber.onEnd = () => this.leave();
  }

  /** Takes a frame of the group's. What its history had already is dropped. */
  take(frame: Frame): void {
    if (this.subscriber.isOver || frame.number <= this.subscriber.position) return;
    if (!this.#history) return this.#send(frame);
    if (this.#held.length < heldLimit) this.#held.push(frame);
    else this.#missed = true;
  }

  /** The next result that its transport is to send by itself, at last why there are no more; undefined at the end. */
  async next(): Promise<ExecutionResult | undefined> {
    if (this.#told) return undefined;
    try {
      const result = (await this.#nextOfHistory()) ?? (await this.#feed.next());
      // Its right may have ended while that was executed.
      this.subscriber.throwIfRefused();
      return result;
    } catch (error) {
      this.#told = true;
      this.leave();
      return { errors: [this.#group.toClient(error)] };
    }
  }

  leave(): void {
    this.#leaveGroup();
    this.#leaveLog();
    this.#feed.stop();
    this.#held = [];
  }

  async #nextOfHistory(): Promise<ExecutionResult | null> {
    while (this.#history) {
      const item = await this.#history();
      if (item) return this.#group.execute(item);
      this.#takePart();
    }
    return null;
  }

  /** Takes part from here on; unless more came meanwhile than it could hold: that is history by now. */
  #takePart(): void {
    const held = this.#held.splice(0);
    if (this.#missed) {
      this.#missed = false;
      return;
    }
    this.#history = null;
    for (const frame of held) this.take(frame);
  }

  #send(frame: Frame): void {
    this.subscriber.position = frame.number;
    this.#feed.take(frame);
  }
}
