import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, not, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { anyOf } from '../../db/prepared.ts';
import { type ReaderAgentKind, readerAgents, readers, tapJobs } from '../../db/tables/readers.ts';
import type { Ctx } from '../context.ts';
import { type Order, type Page, type PageArgs, readPage } from '../paging.ts';
import { require } from '../policy/require.ts';
import { searchPattern } from '../validation.ts';
import { type ReaderAgent, theAgent } from './agents.ts';
import { openTapStatuses } from './machine.ts';
import { isOnlineNow } from './online.ts';
import type { Reader } from './readers.ts';
import { type TapJob, theTapJob } from './tapJobs.ts';

/** How many requests for a tap that wait are read at once. */
export const openTapJobsPage = 50;

/** Which agents a list holds: all that is given must fit. */
export interface ReaderAgentFilter {
  /** Part of the name. */
  search?: string | null | undefined;
  kinds?: readonly ReaderAgentKind[] | null | undefined;
  online?: boolean | null | undefined;
  revoked?: boolean | null | undefined;
}

const newestFirst: Order<ReaderAgent> = { columns: [sql`${readerAgents.id}`], place: (agent) => [agent.id], descending: true };

/** The agents of the caller's workspace, newest first, a page of them. @throws AccessDenied, InvalidInput */
export async function listReaderAgents(ctx: Ctx, { search, kinds, online, revoked }: ReaderAgentFilter, page: PageArgs): Promise<Page<ReaderAgent>> {
  const workspaceId = require(ctx, 'reader.read');
  const pattern = searchPattern(search);
  const where = and(
    eq(readerAgents.workspaceId, workspaceId),
    pattern ? sql`lower(${readerAgents.name}) like lower(${pattern})` : undefined,
    kinds ? anyOf(readerAgents.kind, kinds) : undefined,
    online == null ? undefined : isThere(online, ctx.clock.now()),
    revoked == null ? undefined : revoked ? isNotNull(readerAgents.revokedAt) : isNull(readerAgents.revokedAt),
  );
  return readPage<ReaderAgent>(page, newestFirst, ({ place, orderBy, limit }) =>
    ctx.db
      .select()
      .from(readerAgents)
      .where(and(where, place))
      .orderBy(...orderBy)
      .limit(limit),
  );
}

function isThere(online: boolean, now: Date): SQL | undefined {
  const there = isOnlineNow(now);
  // One that never was online has no time, which is neither before nor after.
  return online || !there ? there : or(not(there), isNull(readerAgents.onlineUntil));
}

/** The agents with these ids, in one statement. */
export const agentsByIds = (db: Db, workspaceId: string, ids: readonly string[]): Promise<ReaderAgent[]> =>
  db
    .select()
    .from(readerAgents)
    .where(and(eq(readerAgents.workspaceId, workspaceId), anyOf(readerAgents.id, ids)));

/** An agent, shut out or not; null where there is none. */
export async function findAgent(db: Db, workspaceId: string, id: string): Promise<ReaderAgent | null> {
  const [agent] = await db.select().from(readerAgents).where(theAgent(workspaceId, id));
  return agent ?? null;
}

/** The personal agents that were paired by an enrolment and not shut out, newest first. */
export const agentsByEnrolment = (db: Db, workspaceId: string, enrolmentId: string): Promise<ReaderAgent[]> =>
  db
    .select()
    .from(readerAgents)
    .where(and(eq(readerAgents.workspaceId, workspaceId), eq(readerAgents.enrolmentId, enrolmentId), isNull(readerAgents.revokedAt)))
    .orderBy(desc(readerAgents.id));

/** The readers with these ids, in one statement. */
export const readersByIds = (db: Db, workspaceId: string, ids: readonly string[]): Promise<Reader[]> =>
  db
    .select()
    .from(readers)
    .where(and(eq(readers.workspaceId, workspaceId), anyOf(readers.id, ids)));

/** The readers of each of these agents, by name, in one statement. */
export async function readersByAgentIds(db: Db, workspaceId: string, agentIds: readonly string[]): Promise<Map<string, Reader[]>> {
  const rows = await db
    .select()
    .from(readers)
    .where(and(eq(readers.workspaceId, workspaceId), anyOf(readers.agentId, agentIds)))
    .orderBy(asc(readers.name), asc(readers.id));
  return Map.groupBy(rows, ({ agentId }) => agentId);
}

/** A request for a tap; null where there is none. */
export async function findTapJob(db: Db, workspaceId: string, id: string): Promise<TapJob | null> {
  const [job] = await db.select().from(tapJobs).where(theTapJob(workspaceId, id));
  return job ?? null;
}

/** What is asked of an agent and waits, oldest first: a page of it, after a request or from the first one on. */
export const openTapJobsOf = (db: Db, workspaceId: string, agentId: string, after: string | null): Promise<TapJob[]> =>
  db
    .select()
    .from(tapJobs)
    .where(
      and(
        eq(tapJobs.workspaceId, workspaceId),
        eq(tapJobs.agentId, agentId),
        inArray(tapJobs.status, [...openTapStatuses]),
        after === null ? undefined : gt(tapJobs.id, after),
      ),
    )
    .orderBy(asc(tapJobs.id))
    .limit(openTapJobsPage);

/** The newest request for a tap of an enrolment; null where there was none. */
export async function newestTapJobOfEnrolment(db: Db, workspaceId: string, enrolmentId: string): Promise<TapJob | null> {
  const [job] = await db
    .select()
    .from(tapJobs)
    .where(and(eq(tapJobs.workspaceId, workspaceId), eq(tapJobs.enrolmentId, enrolmentId)))
    .orderBy(desc(tapJobs.id))
    .limit(1);
  return job ?? null;
}
