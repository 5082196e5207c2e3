import type { Logger } from 'pino';
import type { Db } from '../../db/handle.ts';
import { eventCheckpoints, eventOutbox } from '../../db/tables/events.ts';
import type { Clock } from '../../lib/clock.ts';
import { span } from '../../lib/trace.ts';
import type { Vault } from '../vault.ts';
import type { Bus } from './bus.ts';
import type { EventType, LoggedEvent } from './catalogue.ts';
import { chainStart, checkpointSignature } from './chain.ts';
import { batchSize, chain, isCheckpointDue, type Link, lastLink, moveIntoLog, newestMark, takeTurn, waitingIn } from './numbering.ts';

/** For how long a node that stands still may keep the others from numbering, in milliseconds. */
const patience = 5_000;

interface Parts {
  db: Db;
  clock: Clock;
  vault: Vault;
  bus: Bus;
  log: Logger;
  patience: number;
}

/**
 * Moves committed events from the outbox into the log, in batches, giving each its number and its place in the
 * chain. One node at a time does so for a workspace; another one waits its turn and drains what is left.
 */
export class Sequencer {
  #parts: Parts;
  #running = new Map<string, Promise<void>>();
  #again = new Set<string>();
  #expected = new Set<Promise<unknown>>();

  constructor(parts: Omit<Parts, 'patience'> & { patience?: number }) {
    this.#parts = { patience, ...parts };
  }

  /** Says that a workspace's outbox has something. One run at a time: a wake during a run makes it look again. */
  wake(workspaceId: string): void {
    if (this.#running.has(workspaceId)) {
      this.#again.add(workspaceId);
      return;
    }
    const run = span('number the log', {}, () => this.#drain(workspaceId))
      .catch((error) => this.#parts.log.error({ err: error, workspaceId }, 'the log could not be written; it is tried again'))
      .finally(() => {
        this.#running.delete(workspaceId);
        if (this.#again.delete(workspaceId)) this.wake(workspaceId);
      });
    this.#running.set(workspaceId, run);
  }

  /** Wakes every workspace that has something waiting: at start, and after a database that was away. */
  async wakeAll(): Promise<void> {
    const rows = await this.#parts.db.selectDistinct({ id: eventOutbox.workspaceId }).from(eventOutbox);
    for (const { id } of rows) this.wake(id);
  }

  /** Says that something is being written aside, which nobody waits for but `idle`. */
  expect(work: Promise<unknown>): void {
    const written = work
      .catch((error) => this.#parts.log.warn({ err: error }, 'an event could not be written down'))
      .finally(() => this.#expected.delete(written));
    this.#expected.add(written);
  }

  /** Resolves when nothing is running or expected any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0 || this.#expected.size > 0) await Promise.all([...this.#running.values(), ...this.#expected]);
  }

  async #drain(workspaceId: string): Promise<void> {
    for (;;) {
      const batch = await this.#number(workspaceId);
      if (batch.length > 0) this.#parts.bus.publish(workspaceId, { events: batch });
      if (batch.length < batchSize) return;
    }
  }

  async #number(workspaceId: string): Promise<LoggedEvent[]> {
    const { db, clock, vault, patience } = this.#parts;
    const key = await vault.key(db, workspaceId, 'LOG');
    return db.transaction(async (tx) => {
      // Sent together, done one after the other: each sees what was committed when the turn had come.
      const [, waiting, [last], [mark]] = await Promise.all([
        takeTurn(tx, workspaceId, patience),
        waitingIn(tx, workspaceId),
        lastLink(tx, workspaceId),
        newestMark(tx, workspaceId),
      ]);
      if (waiting.length === 0) return [];
      const links = chain(key, last ?? { number: 0, mac: chainStart }, waiting);
      const { number, mac } = links.at(-1) as Link;
      await moveIntoLog(tx, workspaceId, links);
      if (isCheckpointDue(mark, links, clock.now())) {
        const signature = checkpointSignature(key, workspaceId, number, mac);
        await tx.insert(eventCheckpoints).values({ workspaceId, number, mac, signature, createdAt: clock.now() });
      }
      return waiting.map(({ position: _, type, ...event }, i) => ({ ...event, type: type as EventType, number: (links[i] as Link).number }));
    });
  }
}
