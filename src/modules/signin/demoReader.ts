import type { Ctx } from '../context.ts';
import { NotFound } from '../errors.ts';
import { demoAgent, layDemoCard, requireDemo } from '../readers/demoReader.ts';
import type { TapJob } from '../readers/tapJobs.ts';
import { requireSignIn, type SignIn } from './attempts.ts';
import { askAgentToListen } from './listening.ts';

/**
 * Binds the demo's agent to a sign-in: a visitor has no reader on their PC.
 * @throws NotFound where the server is no demo; Refused SIGN_IN_ENDED; RateLimited
 */
export async function connectDemoSignInReader(ctx: Ctx, token: string): Promise<SignIn> {
  requireDemo(ctx);
  const signIn = await requireSignIn(ctx, token);
  await ctx.limits.take('ceremony', signIn.id);
  const { id: agentId } = await demoAgent(ctx, signIn.workspaceId);
  return askAgentToListen(ctx, signIn, agentId);
}

/**
 * Lays the card that was last new at the demo's reader there again, for a sign-in that waits for one: the card that the
 * visitor has just given to somebody. Before there was one it is a card that somebody has.
 * @throws NotFound where the server is no demo; Refused SIGN_IN_ENDED, TAP_JOB_ENDED, READER_AWAY; RateLimited
 */
export async function tapDemoSignInCard(ctx: Ctx, token: string): Promise<TapJob> {
  requireDemo(ctx);
  const { workspaceId, id, tapJobId } = await requireSignIn(ctx, token);
  await ctx.limits.take('ceremony', id);
  if (tapJobId === null) throw new NotFound('request for a tap');
  return layDemoCard(ctx, { workspaceId, tapJobId, card: 'LAST' });
}
