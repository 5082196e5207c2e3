import type { Ctx } from '../context.ts';
import { require } from '../policy/require.ts';
import { demoAgent, layDemoCard, requireDemo } from '../readers/demoReader.ts';
import type { TapJob } from '../readers/tapJobs.ts';
import type { Activation } from './activation.ts';
import { bindAgent, requireCardActivation } from './holderAgent.ts';
import { enrolmentOfTap } from './holderTap.ts';

/**
 * Lays a made-up card on the demo's reader, for whoever may follow that request for a tap.
 * @throws NotFound where the server is no demo, or the request is of another reader; AccessDenied; Refused TAP_JOB_ENDED, READER_AWAY
 */
export async function tapDemoCard(ctx: Ctx, { tapJobId, card }: { tapJobId: string; card: 'NEW' | 'TAKEN' }): Promise<TapJob> {
  const held = await enrolmentOfTap(ctx, tapJobId);
  const workspaceId = held?.workspaceId ?? require(ctx, 'tap.request');
  requireDemo(ctx);
  return layDemoCard(ctx, { workspaceId, tapJobId, card });
}

/**
 * Binds the demo's agent to the calling browser's activation: a visitor has no reader on their PC.
 * @throws NotFound where the server is no demo; Refused ACTIVATION_SESSION_ENDED, WRONG_DEVICE; RateLimited
 */
export async function connectDemoReader(ctx: Ctx, activationId: string): Promise<{ activation: Activation }> {
  const open = await requireCardActivation(ctx, activationId);
  await ctx.limits.take('agentCode', open.enrolment.id);
  return bindAgent(ctx, open, await demoAgent(ctx, open.enrolment.workspaceId));
}
