import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Db } from '../../db/handle.ts';
import { sessions } from '../../db/tables/identity.ts';
import { Refused } from '../errors.ts';
import type { Bus, BusMessage } from './bus.ts';
import type { LoggedEvent } from './catalogue.ts';
import { endedBy } from './endings.ts';
import { accessEnded } from './principal.ts';
import { logBounds, readAfter } from './read.ts';
import type { Subscriber } from './subscriber.ts';

const page = 500;
const pollEvery = 2_000;

/** A workspace's stream on this node. */
interface Channel {
  /** The last number that was delivered. */
  last: number;
  subscribers: Set<Subscriber>;
  /** Deliveries, one after the other. */
  work: Promise<void>;
  stopListening: () => void;
}

/**
 * Hands the log to this node's subscribers, in order and without a gap: a number that does not follow the last one
 * makes it read the missing rows, and a slow poll covers a bus that is down.
 */
export class Hub {
  #db: Db;
  #log: Logger;
  #bus: Bus;
  #channels = new Map<string, Channel>();
  #poll: NodeJS.Timeout;

  constructor({ db, bus, log }: { db: Db; bus: Bus; log: Logger }) {
    this.#db = db;
    this.#log = log;
    this.#bus = bus;
    this.#poll = setInterval(() => this.#pollAll(), pollEvery).unref();
  }

  /** Takes a subscriber in. `create` gets the last number that was delivered; nothing can come between. */
  async join(workspaceId: string, create: (last: number) => Subscriber): Promise<Subscriber> {
    let channel = this.#channels.get(workspaceId);
    if (!channel) {
      const { last } = await logBounds(this.#db, workspaceId);
      // Somebody else may have opened it while the log was asked.
      channel = this.#channels.get(workspaceId) ?? this.#open(workspaceId, last);
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
    if (subscriber.isTooSlow) this.counts.slow += 1;
    subscriber.close();
    const channel = this.#channels.get(workspaceId);
    channel?.subscribers.delete(subscriber);
    if (channel?.subscribers.size === 0) this.#close(workspaceId, channel);
  }

  /** Ends the streams of a session whose end the log must not tell, on every node. */
  endSession(workspaceId: string, sessionId: string): void {
    this.#bus.publish(workspaceId, { endedSession: sessionId });
  }

  /** Wakes an agent's streams on every node, for what the log must not tell: by an item without an event. */
  nudgeAgent(workspaceId: string, agentId: string): void {
    this.#bus.publish(workspaceId, { nudgedAgent: agentId });
  }

  /** What this node counted since it started: reads of what the bus did not bring, and subscribers that did not keep up. */
  readonly counts = { gapReads: 0, slow: 0 };

  /** How many subscribers this node serves. Those that read for others are not counted beside them. */
  get size(): number {
    let count = 0;
    for (const { subscribers } of this.#channels.values()) for (const { principal } of subscribers) if (principal) count += 1;
    return count;
  }

  /** Ends every stream with TRY_AGAIN; the clients come back by cursor. */
  stop(): void {
    clearInterval(this.#poll);
    const leaving = new Refused('TRY_AGAIN', 'The server is stopping. Subscribe again with after: the last cursor.');
    for (const [workspaceId, channel] of this.#channels) {
      for (const subscriber of channel.subscribers) subscriber.close(leaving);
      this.#close(workspaceId, channel);
    }
  }

  #open(workspaceId: string, last: number): Channel {
    const receive = (message: BusMessage) => {
      if ('events' in message) this.#inTurn(workspaceId, channel, () => this.#deliver(workspaceId, channel, message.events));
      else if ('endedSession' in message) endStreams(channel, new Set([message.endedSession]));
      else nudgeStreams(channel, message.nudgedAgent);
    };
    const channel: Channel = { last, subscribers: new Set(), work: Promise.resolve(), stopListening: this.#bus.listen(workspaceId, receive) };
    this.#channels.set(workspaceId, channel);
    return channel;
  }

  #close(workspaceId: string, channel: Channel): void {
    channel.stopListening();
    this.#channels.delete(workspaceId);
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
      if (rows.length > 0) this.counts.gapReads += 1;
      for (const event of rows) hand(channel, event);
      if (rows.length < page) return;
    }
  }

  #pollAll(): void {
    for (const [workspaceId, channel] of this.#channels) {
      this.#inTurn(workspaceId, channel, async () => {
        await this.#catchUp(workspaceId, channel);
        await this.#endGone(workspaceId, channel);
      });
    }
  }

  /** Ends the streams of sessions that are over: another node may have told so while the bus was away. */
  async #endGone(workspaceId: string, channel: Channel): Promise<void> {
    const ids = new Set([...channel.subscribers].flatMap(({ principal }) => principal?.sessionId ?? []));
    if (ids.size === 0) return;
    const open = await this.#db
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.workspaceId, workspaceId), inArray(sessions.id, [...ids]), isNull(sessions.endedAt)));
    for (const { id } of open) ids.delete(id);
    endStreams(channel, ids);
  }
}

/** Wakes the streams of an agent. */
function nudgeStreams({ subscribers }: Channel, agentId: string): void {
  for (const subscriber of subscribers) if (subscriber.principal?.agentId === agentId) subscriber.nudge();
}

/** Ends the streams of these sessions. */
function endStreams({ subscribers }: Channel, sessionIds: ReadonlySet<string>): void {
  for (const subscriber of subscribers) {
    const sessionId = subscriber.principal?.sessionId;
    if (sessionId !== undefined && sessionIds.has(sessionId)) subscriber.close(accessEnded());
  }
}

function hand(channel: Channel, event: LoggedEvent): void {
  channel.last = event.number;
  const isEnded = endedBy(event);
  // All of them before the event is offered to any: who lost the right to see it does not see it, nor shares in what is shown of it.
  if (isEnded) {
    for (const subscriber of channel.subscribers) if (subscriber.principal && isEnded(subscriber.principal)) subscriber.close(accessEnded());
  }
  for (const subscriber of channel.subscribers) subscriber.offer(event);
}
