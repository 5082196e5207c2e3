import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { events } from '../../db/tables/events.ts';
import type { Ctx } from '../context.ts';
import { type Order, type Page, type PageArgs, readPage } from '../paging.ts';
import { require } from '../policy/require.ts';
import type { EventType, LoggedEvent } from './catalogue.ts';
import { toLoggedEvent } from './read.ts';
import { type EventStream, streamEvents } from './stream.ts';

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
export async function listEvents(ctx: Ctx, filter: EventFilter, page: PageArgs): Promise<Page<LoggedEvent>> {
  const workspaceId = require(ctx, 'event.read');
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
  const { rows, ...edges } = await readPage<Row>(page, newestFirst, (place, orderBy, limit) =>
    ctx.db
      .select()
      .from(events)
      .where(and(where, place))
      .orderBy(...orderBy)
      .limit(limit),
  );
  return { ...edges, rows: rows.map(({ row, cursor }) => ({ row: toLoggedEvent(row), cursor })) };
}

/** The events that fit, after a cursor or from now on. @throws AccessDenied, Refused CURSOR_INVALID, CURSOR_AHEAD, CURSOR_EXPIRED */
export async function watchEvents(ctx: Ctx, filter: EventFilter, after: string | null): Promise<EventStream> {
  const workspaceId = require(ctx, 'event.read');
  return streamEvents(ctx, workspaceId, { after, concerns: (event) => fits(event, filter) });
}
