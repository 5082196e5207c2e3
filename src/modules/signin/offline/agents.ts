import { and, eq, type SQL } from 'drizzle-orm';
import { offlineAgents } from '../../../db/tables/offline.ts';
import type { TxCtx } from '../../context.ts';

/** What an agent has for offline sign-in. */
export type OfflineAgent = typeof offlineAgents.$inferSelect;

/** The condition that finds what an agent has. */
export const theOfflineAgent = (workspaceId: string, agentId: string): SQL | undefined =>
  and(eq(offlineAgents.workspaceId, workspaceId), eq(offlineAgents.agentId, agentId));

/** What an agent has, locked for the rest of the transaction; made where there is nothing yet. Lock keys and people before. */
export async function lockOfflineAgent(ctx: TxCtx, workspaceId: string, agentId: string): Promise<OfflineAgent> {
  await ctx.db.insert(offlineAgents).values({ workspaceId, agentId }).onConflictDoNothing();
  const [agent] = await ctx.db.select().from(offlineAgents).where(theOfflineAgent(workspaceId, agentId)).for('update');
  return agent as OfflineAgent;
}
