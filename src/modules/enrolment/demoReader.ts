import type { Ctx, DemoReader } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { require } from '../policy/require.ts';
import { findStandingAgent } from '../readers/agents.ts';
import { hasEnded } from '../readers/machine.ts';
import { findTapJob, readersByIds } from '../readers/readAgents.ts';
import { ended, type TapJob } from '../readers/tapJobs.ts';
import type { Activation } from './activation.ts';
import { bindAgent, requireCardActivation } from './holderAgent.ts';
import { enrolmentOfTap } from './holderTap.ts';

/** @throws NotFound where the server is no demo */
function requireDemo({ demo }: Pick<Ctx, 'demo'>): DemoReader {
  if (!demo) throw new NotFound('demo');
  return demo.reader;
}

/**
 * Lays a made-up card on the demo's reader, for whoever may follow that request for a tap.
 * @throws NotFound where the server is no demo, or the request is of another reader; AccessDenied; Refused TAP_JOB_ENDED, READER_AWAY
 */
export async function tapDemoCard(ctx: Ctx, { tapJobId, card }: { tapJobId: string; card: 'NEW' | 'TAKEN' }): Promise<TapJob> {
  const held = await enrolmentOfTap(ctx, tapJobId);
  const workspaceId = held?.workspaceId ?? require(ctx, 'tap.request');
  const demo = requireDemo(ctx);
  const job = await findTapJob(ctx.db, workspaceId, tapJobId);
  if (!job) throw new NotFound('request for a tap');
  if (hasEnded(job.status)) throw ended(job.status);
  const [reader] = await readersByIds(ctx.db, workspaceId, [job.readerId]);
  if (!reader || job.agentId !== demo.agentId()) throw new NotFound('reader in the demo');
  if (!(await demo.lay(reader.name, card))) {
    throw new Refused('READER_AWAY', 'The demo’s reader does not wait for a card just now. Try again in a moment.');
  }
  return (await findTapJob(ctx.db, workspaceId, tapJobId)) ?? job;
}

/**
 * Binds the demo's agent to the calling browser's activation: a visitor has no reader on their PC.
 * @throws NotFound where the server is no demo; Refused ACTIVATION_SESSION_ENDED, WRONG_DEVICE; RateLimited
 */
export async function connectDemoReader(ctx: Ctx, activationId: string): Promise<{ activation: Activation }> {
  const open = await requireCardActivation(ctx, activationId);
  await ctx.limits.take('agentCode', open.enrolment.id);
  const agentId = requireDemo(ctx).agentId();
  const agent = agentId && (await findStandingAgent(ctx.db, open.enrolment.workspaceId, agentId));
  if (!agent) throw new NotFound('reader in the demo');
  return bindAgent(ctx, open, agent);
}
