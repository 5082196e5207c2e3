import type { Ctx } from '../context.ts';
import { InvalidInput } from '../errors.ts';
import { findAgentByCode } from './agentCode.ts';
import { verifyAgentProof } from './agentProof.ts';
import type { ReaderAgent } from './agents.ts';

/** How a page shows which agent is on its PC: the code on the agent's screen, or the agent's signed answer to a nonce. */
export interface AgentEvidence {
  code?: string | null | undefined;
  proof?: string | null | undefined;
}

/**
 * The agent that a page has shown to be on its PC. The caller limits the tries.
 * @param spend spends the nonce that a proof answers
 * @throws InvalidInput; Refused AGENT_CODE_WRONG, AGENT_TOKEN_INVALID, and as `spend`
 */
export async function agentByEvidence(
  ctx: Ctx,
  workspaceId: string,
  { code, proof }: AgentEvidence,
  spend: (nonce: string) => Promise<unknown>,
): Promise<ReaderAgent> {
  if (code != null && proof == null) return findAgentByCode(ctx, workspaceId, code);
  if (proof != null && code == null) {
    const { agent, nonce } = await verifyAgentProof(ctx, workspaceId, proof);
    await spend(nonce);
    return agent;
  }
  throw new InvalidInput([{ path: ['by'], code: 'ONE_WAY', message: 'Give exactly one: a code or a proof.' }]);
}
