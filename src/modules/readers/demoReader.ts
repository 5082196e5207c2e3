import type { Ctx, DemoCard, DemoReader } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { findStandingAgent, type ReaderAgent } from './agents.ts';
import { hasEnded } from './machine.ts';
import { findTapJob, readersByIds } from './readAgents.ts';
import { ended, type TapJob } from './tapJobs.ts';

/** The demo's reader. @throws NotFound where the server is no demo */
export function requireDemo({ demo }: Pick<Ctx, 'demo'>): DemoReader {
  if (!demo) throw new NotFound('demo');
  return demo.reader;
}

/** The agent that has the demo's reader. @throws NotFound where the server is no demo, or the agent is away */
export async function demoAgent(ctx: Ctx, workspaceId: string): Promise<ReaderAgent> {
  const agentId = requireDemo(ctx).agentId();
  const agent = agentId && (await findStandingAgent(ctx.db, workspaceId, agentId));
  if (!agent) throw new NotFound('reader in the demo');
  return agent;
}

/**
 * Lays a made-up card on the demo's reader for a request. The caller has checked who asks.
 * @throws NotFound where the server is no demo, or the request is of another reader; Refused TAP_JOB_ENDED, READER_AWAY
 */
export async function layDemoCard(
  ctx: Ctx,
  { workspaceId, tapJobId, card }: { workspaceId: string; tapJobId: string; card: DemoCard },
): Promise<TapJob> {
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
