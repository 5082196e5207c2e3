import { and, asc, eq, isNull, type SQL } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { pairingCodes, readerAgents, readers } from '../../db/tables/readers.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { NotFound } from '../errors.ts';
import { require } from '../policy/require.ts';
import { line, parse } from '../validation.ts';
import { cancelTapJobsOfAgent } from './tapJobs.ts';

export { isOnline } from './online.ts';

export type ReaderAgent = typeof readerAgents.$inferSelect;

/** An agent's name, as it is kept. */
export const agentName = line('Agent name', { max: 100 });

/** The condition that finds an agent. */
export const theAgent = (workspaceId: string, id: string): SQL | undefined => and(eq(readerAgents.workspaceId, workspaceId), eq(readerAgents.id, id));

/** Whether an agent serves a person: somebody's own serves nobody else, whoever reads its code. */
export const serves = ({ kind, userId }: Pick<ReaderAgent, 'kind' | 'userId'>, personId: string): boolean => kind === 'SHARED' || userId === personId;

/** An agent that was not shut out; null where there is none with that id. */
export async function findStandingAgent(db: Db, workspaceId: string, id: string): Promise<ReaderAgent | null> {
  const [agent] = await db
    .select()
    .from(readerAgents)
    .where(and(theAgent(workspaceId, id), isNull(readerAgents.revokedAt)));
  return agent ?? null;
}

/** Renames an agent. @throws NotFound, InvalidInput, AccessDenied */
export async function renameReaderAgent(ctx: Ctx, agentId: string, name: string): Promise<ReaderAgent> {
  const workspaceId = require(ctx, 'reader.manage');
  const renamed = parse(agentName, name, ['name']);
  return tx(ctx, async (ctx) => {
    const agent = await lockAgent(ctx, workspaceId, agentId);
    if (agent.name === renamed) return agent;
    ctx.emit(workspaceId, { type: 'reader_agent.renamed', payload: { agentId } });
    return change(ctx, workspaceId, agentId, { name: renamed });
  });
}

/**
 * Shuts an agent out for good: its sockets and streams end, and what was asked of it is taken back. One that was shut out
 * already stays so.
 * @throws NotFound, AccessDenied
 */
export async function revokeReaderAgent(ctx: Ctx, agentId: string): Promise<ReaderAgent> {
  const workspaceId = require(ctx, 'reader.manage');
  return tx(ctx, async (ctx) => revoke(ctx, await lockAgent(ctx, workspaceId, agentId)));
}

/** Whose personal agents are meant: a person's, or those that one enrolment paired. */
export type AgentsOf = { userId: string } | { enrolmentId: string };

/**
 * Shuts out the personal agents of somebody who is to have none any more, and takes back the codes that would pair more.
 * Part of a greater transaction; before it takes back other requests for a tap, as a claim locks the reader first.
 */
export async function revokeAgentsOf(ctx: TxCtx, workspaceId: string, of: AgentsOf): Promise<void> {
  // The codes first: whoever pairs just now is waited for, and their agent is found.
  const isTheirCode = 'userId' in of ? eq(pairingCodes.userId, of.userId) : eq(pairingCodes.enrolmentId, of.enrolmentId);
  await ctx.db.delete(pairingCodes).where(and(eq(pairingCodes.workspaceId, workspaceId), isTheirCode, isNull(pairingCodes.usedAt)));
  const isTheirs = 'userId' in of ? eq(readerAgents.userId, of.userId) : eq(readerAgents.enrolmentId, of.enrolmentId);
  const agents = await ctx.db
    .select()
    .from(readerAgents)
    .where(and(eq(readerAgents.workspaceId, workspaceId), isTheirs, isNull(readerAgents.revokedAt)))
    .orderBy(asc(readerAgents.id))
    .for('update');
  for (const agent of agents) await revoke(ctx, agent);
}

async function revoke(ctx: TxCtx, agent: ReaderAgent): Promise<ReaderAgent> {
  const { workspaceId, id: agentId, revokedAt, userId } = agent;
  if (revokedAt) return agent;
  // A claim locks the reader before the request, and so must who deletes both.
  await ctx.db
    .select({ id: readers.id })
    .from(readers)
    .where(and(eq(readers.workspaceId, workspaceId), eq(readers.agentId, agentId)))
    .orderBy(asc(readers.id))
    .for('no key update');
  await cancelTapJobsOfAgent(ctx, workspaceId, agentId);
  ctx.emit(workspaceId, { type: 'reader_agent.revoked', ...(userId ? { userId } : {}), payload: { agentId } });
  // The code on its screen is nobody's any more, and may be another's.
  return change(ctx, workspaceId, agentId, { revokedAt: ctx.clock.now(), onlineUntil: null, codeHash: null, codeExpiresAt: null });
}

/** An agent's row, locked for the rest of the transaction. @throws NotFound */
export async function lockAgent(ctx: TxCtx, workspaceId: string, agentId: string): Promise<ReaderAgent> {
  const [agent] = await ctx.db.select().from(readerAgents).where(theAgent(workspaceId, agentId)).for('no key update');
  if (!agent) throw new NotFound('reader agent');
  return agent;
}

async function change(ctx: TxCtx, workspaceId: string, agentId: string, changes: Partial<ReaderAgent>): Promise<ReaderAgent> {
  const [changed] = await ctx.db.update(readerAgents).set(changes).where(theAgent(workspaceId, agentId)).returning();
  return changed as ReaderAgent;
}
