import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';
import type { ReaderAgent } from './agents.ts';
import { verifyAgentJwt } from './agentTokens.ts';

/**
 * The agent that signed an answer to a page on its PC, and the nonce that it answers. The caller spends the nonce, and
 * only then is it known that the answer is for this page and was not given before.
 * @throws Refused AGENT_TOKEN_INVALID
 */
export async function verifyAgentProof(ctx: Ctx, workspaceId: string, proof: string): Promise<{ agent: ReaderAgent; nonce: string }> {
  const { agent, claims } = await verifyAgentJwt(ctx, proof, 'latchkey-agent-proof+jwt', ['nonce'], workspaceId);
  if (typeof claims.nonce !== 'string') throw new Refused('AGENT_TOKEN_INVALID', 'The proof’s `nonce` must be a text.');
  return { agent, nonce: claims.nonce };
}
