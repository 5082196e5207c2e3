import { and, eq, gt, isNull } from 'drizzle-orm';
import { readerAgents } from '../../db/tables/readers.ts';
import { newCode } from '../../lib/secrets.ts';
import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';
import { violatedConstraint } from '../validation.ts';
import { requireAgent } from './agentActor.ts';
import { type ReaderAgent, theAgent } from './agents.ts';
import { codeHash, normalCode } from './codes.ts';

const life = 5 * 60_000;
const codeLength = 6;

/** A new code for the calling agent to show on its PC, in place of the one before. @throws AccessDenied */
export async function createAgentCode(ctx: Ctx): Promise<{ code: string; expiresAt: Date }> {
  const { workspaceId, agentId } = requireAgent(ctx);
  const expiresAt = new Date(ctx.clock.now().getTime() + life);
  for (;;) {
    const code = newCode(codeLength);
    try {
      await ctx.db
        .update(readerAgents)
        .set({ codeHash: codeHash(code), codeExpiresAt: expiresAt })
        .where(theAgent(workspaceId, agentId));
      return { code, expiresAt };
    } catch (error) {
      // Another agent shows the same code, or did.
      if (violatedConstraint(error) !== 'reader_agents_code_hash_key') throw error;
    }
  }
}

/** The agent that shows a code now. The caller limits the tries. @throws Refused AGENT_CODE_WRONG */
export async function findAgentByCode(ctx: Pick<Ctx, 'db' | 'clock'>, workspaceId: string, code: string): Promise<ReaderAgent> {
  const [agent] = await ctx.db
    .select()
    .from(readerAgents)
    .where(
      and(
        eq(readerAgents.workspaceId, workspaceId),
        eq(readerAgents.codeHash, codeHash(normalCode(code))),
        gt(readerAgents.codeExpiresAt, ctx.clock.now()),
        isNull(readerAgents.revokedAt),
      ),
    );
  if (!agent) throw new Refused('AGENT_CODE_WRONG', 'No reader on any PC shows that code now. Look at the code once more.');
  return agent;
}
