import type { Logger } from 'pino';
import type { Db } from '../../db/handle.ts';
import { Refused } from '../errors.ts';
import type { Bus } from './bus.ts';
import type { LoggedEvent } from './catalogue.ts';
import { endsStreamOf } from './endings.ts';
import { logBounds, readAfter } from './read.ts';
import { accessEnded, type Subscriber } from './subscriber.ts';

const page = 500;
const pollEvery = 2_000;

/** A workspace's stream on this node. */
interface Channel {
  /** The last number that was delivered. */
  last: number;
  subscribers: Set<Subscriber>;
  /** Deliveries, one after the other. */
  work: Promise<void>;
}

/**
 * Hands the log to this node's subscribers, in order and without a gap: a number that does not follow the last one
 * makes it read the missing rows, and a slow poll covers a bus that is down.
 */
export class Hub {
  #db: Db;
  #log: Logger;
  #channels = new Map<string, Channel>();
  #stopListening: () => void;
  #poll: NodeJS.Timeout;

  constructor({ db, bus, log }: { db: Db; bus: Bus; log: Logger }) {
    this.#db = db;
    this.#log = log;
    this.#stopListening = bus.listen((workspaceId, batch) => this.#enqueue(workspaceId, batch));
    this.#poll = setInterval(() => this.#pollAll(), pollEvery).unref();
  }

  /** Takes a subscriber in. `create` gets the last number that was delivered; nothing can come between. */
  async join(workspaceId: string, create: (last: number) => Subscriber): Promise<Subscriber> {
    let channel = this.#channels.get(workspaceId);
    if (!channel) {
      const { last } = await logBounds(this.#db, workspaceId);
      // Somebody else may have opened it while the log was asked.
      channel = this.#channels.get(workspaceId) ?? { last, subscribers: new Set(), work: Promise.resolve() };
      this.#channels.set(workspaceId, channel);
    }
    const subscriber = create(channel.last);
    channel.subscribers.add(subscriber);
    return subscriber;
  }

  /** The last number that this node delivered in a workspace that has a subscriber. */
  lastDelivered(workspaceId: string): number {
    return this.#channels.get(workspaceId)?.last ?? 0;
  }

  /** Takes a subscriber out, and forgets a channel that nobody listens to. */
  leave(workspaceId: string, subscriber: Subscriber): void {
    subscriber.close();
    const channel = this.#channels.get(workspaceId);
    channel?.subscribers.delete(subscriber);
    if (channel?.subscribers.size === 0) this.#channels.delete(workspaceId);
  }

  /** Ends the streams of a session whose end the log must not tell. */
  endSession(workspaceId: string, sessionId: string): void {
    for (const subscriber of this.#channels.get(workspaceId)?.subscribers ?? []) {
      if (subscriber.principal.sessionId === sessionId) subscriber.close(accessEnded());
    }
  }

  /** How many subscribers this node serves. */
  get size(): number {
    let count = 0;
    for (const channel of this.#channels.values()) count += channel.subscribers.size;
    return count;
  }

  /** Ends every stream with TRY_AGAIN; the clients come back by cursor. */
  stop(): void {
    clearInterval(this.#poll);
    this.#stopListening();
    const leaving = new Refused('TRY_AGAIN', 'The server is stopping. Subscribe again with after: the last cursor.');
    for (const { subscribers } of this.#channels.values()) for (const subscriber of subscribers) subscriber.close(leaving);
    this.#channels.clear();
  }

  #enqueue(workspaceId: string, batch: readonly LoggedEvent[]): void {
    const channel = this.#channels.get(workspaceId);
    if (channel) this.#inTurn(workspaceId, channel, () => this.#deliver(workspaceId, channel, batch));
  }

  /** Does one piece of a channel's work after the other. */
  #inTurn(workspaceId: string, channel: Channel, work: () => Promise<void>): void {
    channel.work = channel.work
      .then(work)
      .catch((error) => this.#log.warn({ err: error, workspaceId }, 'the log could not be read; the next poll tries again'));
  }

  async #deliver(workspaceId: string, channel: Channel, batch: readonly LoggedEvent[]): Promise<void> {
    const first = batch[0];
    if (first && first.number > channel.last + 1) await this.#catchUp(workspaceId, channel);
    for (const event of batch) if (event.number === channel.last + 1) hand(channel, event);
  }

  async #catchUp(workspaceId: string, channel: Channel): Promise<void> {
    for (;;) {
      const rows = await readAfter(this.#db, workspaceId, channel.last, page);
      for (const event of rows) hand(channel, event);
      if (rows.length < page) return;
    }
  }

  #pollAll(): void {
    for (const [workspaceId, channel] of this.#channels) this.#inTurn(workspaceId, channel, () => this.#catchUp(workspaceId, channel));
  }
}

function hand(channel: Channel, event: LoggedEvent): void {
  channel.last = event.number;
  for (const subscriber of channel.subscribers) {
    // Before the event is offered: who lost the right to see it does not see it.
    if (endsStreamOf(event, subscriber.principal)) subscriber.close(accessEnded());
    subscriber.offer(event);
  }
}
