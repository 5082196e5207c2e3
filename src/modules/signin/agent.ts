import { newChallenge, spendChallengeValue } from '../ceremonies/challenges.ts';
import type { Ctx } from '../context.ts';
import { findStandingAgent, type ReaderAgent } from '../readers/agents.ts';
import { type AgentEvidence, agentByEvidence } from '../readers/evidence.ts';
import { requireSignIn, type SignIn } from './attempts.ts';
import { askAgentToListen } from './listening.ts';

/** A nonce for the agent on the page's PC to sign, for 5 minutes and one use. @throws Refused SIGN_IN_ENDED, RateLimited */
export async function beginSignInDiscovery(ctx: Ctx, token: string): Promise<{ nonce: string }> {
  const { workspaceId, id } = await requireSignIn(ctx, token);
  await ctx.limits.take('signInStep', ctx.origin.address);
  const nonce = await newChallenge(ctx, workspaceId, 'READER_AGENT', id);
  return { nonce: Buffer.from(nonce).toString('base64url') };
}

/**
 * Binds the agent on the page's PC to a sign-in, for as long as that lasts.
 * @throws InvalidInput; Refused AGENT_CODE_WRONG, AGENT_TOKEN_INVALID, CHALLENGE_SPENT, SIGN_IN_ENDED; RateLimited
 */
export async function connectSignInAgent(ctx: Ctx, { token, by }: { token: string; by: AgentEvidence }): Promise<SignIn> {
  const signIn = await requireSignIn(ctx, token);
  const { workspaceId, id } = signIn;
  // By address: whoever begins one sign-in after the other would have as many tries. A proof is nothing to be guessed, and pages
  // bring one with each sign-in, of a whole office behind one address.
  if (by.code == null) await ctx.limits.take('signInStep', ctx.origin.address);
  else await ctx.limits.take('agentCode', ctx.origin.address);
  const spend = (nonce: string) => spendChallengeValue(ctx, workspaceId, 'READER_AGENT', id, nonce);
  const agent = await agentByEvidence(ctx, workspaceId, by, spend);
  return askAgentToListen(ctx, signIn, agent.id);
}

/** The agent that was bound to a sign-in; null where there is none, or it was shut out since. */
export const agentOfSignIn = async (ctx: Pick<Ctx, 'db'>, { workspaceId, agentId }: SignIn): Promise<ReaderAgent | null> =>
  agentId === null ? null : findStandingAgent(ctx.db, workspaceId, agentId);
