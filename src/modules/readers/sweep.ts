import { and, asc, eq, exists, inArray, lt, lte, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { agentTokens, pairingCodes, readerAgents, tapJobs } from '../../db/tables/readers.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import { type Server, systemCtx, tx } from '../context.ts';
import { openTapStatuses } from './machine.ts';
import { aboutPerson } from './presence.ts';
import { moveTapJob } from './tapJobs.ts';

const batch = 100;
const day = 24 * 3_600_000;

const tapIsDue = (now: Date): SQL | undefined =>
  and(inArray(tapJobs.status, [...openTapStatuses]), or(lte(tapJobs.expiresAt, now), lte(tapJobs.leaseUntil, now)));

/** What of the readers ends by the second, in every workspace. One cheap statement where nothing does. */
export async function sweepReaders(server: Server): Promise<void> {
  await server.presence.push(server);
  for (const workspaceId of await workspacesWithDue(server)) {
    while ((await sweepTapJobs(server, workspaceId)) > 0);
    while ((await sweepPresence(server, workspaceId)) > 0);
  }
}

async function workspacesWithDue({ db, clock }: Server): Promise<string[]> {
  const now = clock.now();
  const one = { one: sql`1` };
  const taps = db
    .select(one)
    .from(tapJobs)
    .where(and(eq(tapJobs.workspaceId, workspaces.id), tapIsDue(now)));
  const agents = db
    .select(one)
    .from(readerAgents)
    .where(and(eq(readerAgents.workspaceId, workspaces.id), lte(readerAgents.onlineUntil, now)));
  const rows = await db
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(or(exists(taps), exists(agents)));
  return rows.map(({ id }) => id);
}

/**
 * Expires the requests for a tap whose time is over, and lets wait again those whose lease ran out. Safe on many nodes:
 * each takes rows that no other holds.
 */
export async function sweepTapJobs(server: Server, workspaceId: string): Promise<number> {
  return tx(systemCtx(server, workspaceId), async (ctx) => {
    const now = ctx.clock.now();
    const due = await ctx.db
      .select()
      .from(tapJobs)
      .where(and(eq(tapJobs.workspaceId, workspaceId), tapIsDue(now)))
      .orderBy(asc(tapJobs.id))
      .limit(batch)
      .for('update', { skipLocked: true });
    for (const job of due) await moveTapJob(ctx, job, job.expiresAt <= now ? 'EXPIRED' : 'QUEUED');
    return due.length;
  });
}

/** Tells of the agents whose node died that they are not there any more. */
export async function sweepPresence(server: Server, workspaceId: string): Promise<number> {
  return tx(systemCtx(server, workspaceId), async (ctx) => {
    const gone = await ctx.db
      .select()
      .from(readerAgents)
      .where(and(eq(readerAgents.workspaceId, workspaceId), lte(readerAgents.onlineUntil, ctx.clock.now())))
      .limit(batch)
      .for('no key update', { skipLocked: true });
    for (const agent of gone) ctx.emit(workspaceId, { type: 'reader_agent.offline', ...aboutPerson(agent), payload: { agentId: agent.id } });
    const ids = gone.map(({ id }) => id);
    await ctx.db
      .update(readerAgents)
      .set({ onlineUntil: null })
      .where(and(eq(readerAgents.workspaceId, workspaceId), inArray(readerAgents.id, ids)));
    return gone.length;
  });
}

/**
 * Deletes what tells nobody anything any more: pairing codes that are over, the marks of tokens that were used, and requests
 * for a tap that ended long ago. The log keeps what came of them.
 */
export async function sweepReaderRemains({ db, clock }: Server, workspaceId: string): Promise<void> {
  const now = clock.now();
  await db.delete(pairingCodes).where(and(eq(pairingCodes.workspaceId, workspaceId), lt(pairingCodes.expiresAt, now)));
  const monthAgo = new Date(now.getTime() - 30 * day);
  await db
    .delete(tapJobs)
    .where(and(eq(tapJobs.workspaceId, workspaceId), lt(tapJobs.expiresAt, monthAgo), notInArray(tapJobs.status, [...openTapStatuses])));
  await db.delete(agentTokens).where(and(eq(agentTokens.workspaceId, workspaceId), lt(agentTokens.expiresAt, now)));
}
