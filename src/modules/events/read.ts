import { and, asc, desc, eq, gt } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { preparedRead } from '../../db/prepared.ts';
import { events } from '../../db/tables/events.ts';
import { Refused } from '../errors.ts';
import type { EventType, LoggedEvent } from './catalogue.ts';

/** An event as its row tells it. The payload comes out of the text that the MAC covers. */
export function toLoggedEvent(row: typeof events.$inferSelect): LoggedEvent {
  const { mac: _, canonical, type, ...rest } = row;
  return { ...rest, type: type as EventType, payload: JSON.parse(canonical).payload };
}

const rowsAfter = preparedRead(['workspaceId', 'number', 'limit'], (db, { workspaceId, number, limit }) =>
  db
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), gt(events.number, number)))
    .orderBy(asc(events.number))
    .limit(limit),
);

/** The events after a number, oldest first. */
export async function readAfter(db: Db, workspaceId: string, number: number, limit: number): Promise<LoggedEvent[]> {
  const rows = await rowsAfter(db, { workspaceId, number, limit });
  return rows.map(toLoggedEvent);
}

const edge = (order: typeof asc | typeof desc) =>
  preparedRead(['workspaceId', 'limit'], (db, { workspaceId, limit }) =>
    db.select({ number: events.number }).from(events).where(eq(events.workspaceId, workspaceId)).orderBy(order(events.number)).limit(limit),
  );
const [oldest, newest] = [edge(asc), edge(desc)];

/** The first and the last number of a workspace's log; both 0 where it is empty. */
export async function logBounds(db: Db, workspaceId: string): Promise<{ first: number; last: number }> {
  const [[first], [last]] = await Promise.all([oldest(db, { workspaceId, limit: 1 }), newest(db, { workspaceId, limit: 1 })]);
  return { first: first?.number ?? 0, last: last?.number ?? 0 };
}

/** A place in the log, as clients hold it. */
export const toCursor = (number: number): string => `evt_${number}`;

/** The number in a cursor. @throws Refused CURSOR_INVALID */
export function fromCursor(cursor: string): number {
  const digits = /^evt_(0|[1-9]\d{0,14})$/.exec(cursor)?.[1];
  if (digits === undefined) throw new Refused('CURSOR_INVALID', 'A cursor reads like evt_42, as a payload carried it.');
  return Number(digits);
}

/** The number to go on from. @throws Refused CURSOR_INVALID, CURSOR_AHEAD, CURSOR_EXPIRED */
export async function resumeFrom(db: Db, workspaceId: string, cursor: string): Promise<number> {
  const number = fromCursor(cursor);
  const { first, last } = await logBounds(db, workspaceId);
  if (number > last) throw new Refused('CURSOR_AHEAD', `The log ends at ${toCursor(last)}; ${cursor} is past it.`);
  if (number < first - 1) throw new Refused('CURSOR_EXPIRED', `The log is kept from ${toCursor(first)} on; ${cursor} is before it.`);
  return number;
}
