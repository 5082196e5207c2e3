import { type ReaderAgentRadio, readerAgents } from '../../db/tables/readers.ts';
import { type Ctx, tx } from '../context.ts';
import { requireAgent } from './agentActor.ts';
import { lockAgent, type ReaderAgent, theAgent } from './agents.ts';
import { aboutPerson } from './presence.ts';

/** Notes by what the calling agent hears phones near its PC. @throws AccessDenied, RateLimited */
export async function reportRadio(ctx: Ctx, radio: ReaderAgentRadio): Promise<ReaderAgent> {
  const { workspaceId, agentId } = requireAgent(ctx);
  await ctx.limits.take('agentReport', agentId);
  return tx(ctx, async (ctx) => {
    const agent = await lockAgent(ctx, workspaceId, agentId);
    if (agent.radio === radio) return agent;
    ctx.emit(workspaceId, { type: 'reader_agent.radio_changed', ...aboutPerson(agent), payload: { agentId, radio } });
    await ctx.db.update(readerAgents).set({ radio }).where(theAgent(workspaceId, agentId));
    return { ...agent, radio };
  });
}
