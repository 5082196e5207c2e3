import { asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { eventCheckpoints, eventOutbox, events } from '../../db/tables/events.ts';
import { canonicalText, chainMac } from './chain.ts';

/** How many events are numbered at a time. */
export const batchSize = 500;
const checkpointEvery = 1_000;
const checkpointAfter = 3_600_000;

/** An event's place in the chain. */
export interface Link {
  position: number;
  number: number;
  canonical: string;
  mac: Uint8Array;
}

/** Waits until nobody else numbers the workspace. It ends with the transaction, so a node that dies leaves nothing locked; one that stands still is cut off. */
export const takeTurn = (tx: Db, workspaceId: string, patience: number) =>
  tx.execute(sql`select set_config('idle_in_transaction_session_timeout', ${String(patience)}, true),
    pg_advisory_xact_lock(hashtextextended(${`sequencer:${workspaceId}`}, 0))`);

export const waitingIn = (tx: Db, workspaceId: string) =>
  tx.select().from(eventOutbox).where(eq(eventOutbox.workspaceId, workspaceId)).orderBy(asc(eventOutbox.position)).limit(batchSize);

export const lastLink = (tx: Db, workspaceId: string) =>
  tx.select({ number: events.number, mac: events.mac }).from(events).where(eq(events.workspaceId, workspaceId)).orderBy(desc(events.number)).limit(1);

export const newestMark = (tx: Db, workspaceId: string) =>
  tx
    .select({ createdAt: eventCheckpoints.createdAt })
    .from(eventCheckpoints)
    .where(eq(eventCheckpoints.workspaceId, workspaceId))
    .orderBy(desc(eventCheckpoints.number))
    .limit(1);

/** Gives each event the next number and its MAC, which covers the one before. */
export function chain(key: Uint8Array, last: Pick<Link, 'number' | 'mac'>, waiting: readonly (typeof eventOutbox.$inferSelect)[]): Link[] {
  let { number, mac } = last;
  return waiting.map((event) => {
    number += 1;
    const canonical = canonicalText(number, event);
    mac = chainMac(key, mac, canonical);
    return { position: event.position, number, canonical, mac };
  });
}

/** Moves events from the outbox into the log, in one statement whose text is the same for any number of them. */
export const moveIntoLog = (tx: Db, workspaceId: string, links: readonly Link[]) => {
  const column = (value: (link: Link) => string, type: 'bigint' | 'text') => sql`${sql.param(links.map(value))}::${sql.raw(type)}[]`;
  return tx.execute(sql`
    with link as (
      select * from unnest(
        ${column((link) => String(link.position), 'bigint')},
        ${column((link) => String(link.number), 'bigint')},
        ${column((link) => link.canonical, 'text')},
        ${column((link) => Buffer.from(link.mac).toString('hex'), 'text')}
      ) as link (position, number, canonical, mac)
    ),
    moved as (
      delete from event_outbox using link
      where event_outbox.workspace_id = ${workspaceId} and event_outbox.position = link.position
      returning event_outbox.*, link.number, link.canonical, link.mac
    )
    insert into events (workspace_id, number, type, actor, user_id, key_id, enrolment_id, occurred_at, canonical, mac)
    select workspace_id, number, type, actor, user_id, key_id, enrolment_id, occurred_at, canonical, decode(mac, 'hex') from moved`);
};

/** Every so many events, and once the newest mark is old. */
export function isCheckpointDue(newest: { createdAt: Date } | undefined, links: readonly Link[], now: Date): boolean {
  const [first, last] = [(links[0] as Link).number, (links.at(-1) as Link).number];
  if (Math.floor(last / checkpointEvery) > Math.floor((first - 1) / checkpointEvery)) return true;
  return !newest || now.getTime() - newest.createdAt.getTime() >= checkpointAfter;
}
