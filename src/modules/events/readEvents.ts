import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { events } from '../../db/tables/events.ts';
import type { Ctx } from '../context.ts';
import { type Order, type Page, type PageArgs, readPage } from '../paging.ts';
import { require } from '../policy/require.ts';
import type { EventType, LoggedEvent } from './catalogue.ts';
import { toCursor, toLoggedEvent } from './read.ts';
import type { Watch } from './watch.ts';

/** Which events are meant: all that is given must fit. */
export interface EventFilter {
  types?: readonly EventType[] | null | undefined;
  userId?: string | null | undefined;
  keyId?: string | null | undefined;
  enrolmentId?: string | null | undefined;
  actor?: string | null | undefined;
  since?: Date | null | undefined;
  until?: Date | null | undefined;
}

/** Whether an event is one of those. */
const fits = (event: LoggedEvent, filter: EventFilter): boolean =>
  (!filter.types || filter.types.includes(event.type)) &&
  (!filter.userId || filter.userId === event.userId) &&
  (!filter.keyId || filter.keyId === event.keyId) &&
  (!filter.enrolmentId || filter.enrolmentId === event.enrolmentId) &&
  (!filter.actor || filter.actor === event.actor) &&
  (!filter.since || event.occurredAt >= filter.since) &&
  (!filter.until || event.occurredAt < filter.until);

type Row = typeof events.$inferSelect;

const newestFirst: Order<Row> = {
  columns: [sql`${events.number}`],
  place: (row) => [String(row.number)],
  isPlace: ([number = '']) => /^\d{1,15}$/.test(number),
  descending: true,
};

/** The log of the caller's workspace, newest first, a page of it. @throws AccessDenied, InvalidInput */
export const listEvents = async (ctx: Ctx, filter: EventFilter, page: PageArgs): Promise<Page<LoggedEvent>> =>
  pageOfEvents(ctx.db, require(ctx, 'event.read'), filter, page);

/** A page of a log, newest first. The caller has checked who asks. @throws InvalidInput */
export async function pageOfEvents(db: Db, workspaceId: string, filter: EventFilter, page: PageArgs): Promise<Page<LoggedEvent>> {
  const where = and(
    eq(events.workspaceId, workspaceId),
    filter.types ? inArray(events.type, [...filter.types]) : undefined,
    filter.userId ? eq(events.userId, filter.userId) : undefined,
    filter.keyId ? eq(events.keyId, filter.keyId) : undefined,
    filter.enrolmentId ? eq(events.enrolmentId, filter.enrolmentId) : undefined,
    filter.actor ? eq(events.actor, filter.actor) : undefined,
    filter.since ? gte(events.occurredAt, filter.since) : undefined,
    filter.until ? lt(events.occurredAt, filter.until) : undefined,
  );
  const { rows, ...edges } = await readPage<Row>(page, newestFirst, ({ place, orderBy, limit }) =>
    db
      .select()
      .from(events)
      .where(and(where, place))
      .orderBy(...orderBy)
      .limit(limit),
  );
  return { ...edges, rows: rows.map(({ row, cursor }) => ({ row: toLoggedEvent(row), cursor })) };
}

/** An event that fits, or null: the bare place in the log. */
export interface EventNews {
  cursor: string;
  event: LoggedEvent | null;
}

/** The events that fit. @throws AccessDenied */
export const watchEvents = (ctx: Ctx, filter: EventFilter): Watch<EventNews> => ({
  workspaceId: require(ctx, 'event.read'),
  concerns: (event) => fits(event, filter),
  show: ({ number, event }) => ({ cursor: toCursor(number), event }),
});
