import { and, eq, gt, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { type ReaderFailure, readers, tapJobs } from '../../db/tables/readers.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { line, parse } from '../validation.ts';
import { requireAgent } from './agentActor.ts';
import { hasEnded } from './machine.ts';
import { ended, endTapJob, holdClaimed, lockTapJob, moveTapJob, type TapJob, tell, theTapJob, whyNotHeld } from './tapJobs.ts';

/** How long a claim holds before it has to be renewed. */
const lease = 30_000;

/** A request for a tap that the caller holds, and until when. */
export interface HeldTapJob {
  tapJob: TapJob;
  leaseUntil: Date;
}

/** What names one run of an agent, or one result. */
export const runKey = (what: string) => line(what, { max: 100 });

const leaseOf = (tapJob: TapJob): HeldTapJob => ({ tapJob, leaseUntil: tapJob.leaseUntil ?? tapJob.expiresAt });

/**
 * Claims a request for a tap for a while. The same key again renews; another one takes over, as the agent is one process
 * and an older run of it is dead. A reader does one at a time.
 * @throws NotFound where it is not the calling agent's; Refused TAP_JOB_ENDED, TAP_JOB_NOT_CLAIMED where the reader has another first
 */
export async function claimTapJob(ctx: Ctx, input: { tapJobId: string; claimKey: string }): Promise<HeldTapJob> {
  const { workspaceId } = requireAgent(ctx);
  const claimKey = parse(runKey('Claim key'), input.claimKey, ['claimKey']);
  return tx(ctx, async (ctx) => {
    const { tapJobId } = input;
    await lockReaderOf(ctx, workspaceId, tapJobId);
    const claimed = await claimWaiting(ctx, workspaceId, tapJobId, claimKey);
    if (claimed) return leaseOf(claimed);
    const job = await lockTapJob(ctx, workspaceId, tapJobId);
    const now = ctx.clock.now();
    if (hasEnded(job.status)) throw ended(job.status);
    if (job.expiresAt <= now) throw ended('EXPIRED');
    if (holds(job, claimKey, now)) return leaseOf(await extend(ctx, job, now));
    if (job.status === 'CLAIMED') await moveTapJob(ctx, job, 'QUEUED');
    const taken = await claimWaiting(ctx, workspaceId, tapJobId, claimKey);
    if (taken) return leaseOf(taken);
    throw new Refused('TAP_JOB_NOT_CLAIMED', 'The reader has another request for a tap first: claim this one once that one has ended.');
  });
}

/** Holds a claimed request for a tap for longer. @throws NotFound; Refused TAP_JOB_ENDED, TAP_JOB_NOT_CLAIMED */
export async function renewTapJob(ctx: Ctx, { tapJobId, claimKey }: { tapJobId: string; claimKey: string }): Promise<HeldTapJob> {
  const { workspaceId } = requireAgent(ctx);
  return tx(ctx, async (ctx) => {
    await lockReaderOf(ctx, workspaceId, tapJobId);
    const job = await lockTapJob(ctx, workspaceId, tapJobId);
    const now = ctx.clock.now();
    if (!holds(job, claimKey, now)) throw whyNotHeld(job, now);
    return leaseOf(await extend(ctx, job, now));
  });
}

/** Ends a request for a tap with the reader's reason. The same result key again gives the same answer. @throws as holdClaimed */
export async function failTapJob(
  ctx: Ctx,
  { failure, ...claim }: { tapJobId: string; claimKey: string; resultKey: string; failure: ReaderFailure },
): Promise<TapJob> {
  const { workspaceId } = requireAgent(ctx);
  const resultKey = parse(runKey('Result key'), claim.resultKey, ['resultKey']);
  return tx(ctx, async (ctx) => {
    const { job, repeated } = await holdClaimed(ctx, workspaceId, { ...claim, resultKey });
    return repeated ? job : endTapJob(ctx, job, { status: 'FAILED', failure });
  });
}

/** Locks the reader of a request of the calling agent's, so that two claims at one reader take turns. @throws NotFound */
async function lockReaderOf(ctx: TxCtx, workspaceId: string, tapJobId: string): Promise<void> {
  const { agentId } = requireAgent(ctx);
  const [reader] = await ctx.db
    .select({ id: readers.id })
    .from(tapJobs)
    .innerJoin(readers, and(eq(readers.workspaceId, tapJobs.workspaceId), eq(readers.id, tapJobs.readerId)))
    .where(and(theTapJob(workspaceId, tapJobId), eq(tapJobs.agentId, agentId)))
    .for('no key update', { of: readers });
  if (!reader) throw new NotFound('request for a tap');
}

/** Claims a request that waits, by compare-and-set; null where it does not wait, or its reader has another one. */
async function claimWaiting(ctx: TxCtx, workspaceId: string, tapJobId: string, claimKey: string): Promise<TapJob | null> {
  const now = ctx.clock.now();
  const other = alias(tapJobs, 'other');
  const busy = ctx.db
    .select({ one: sql`1` })
    .from(other)
    .where(and(eq(other.workspaceId, workspaceId), eq(other.readerId, tapJobs.readerId), eq(other.status, 'CLAIMED'), gt(other.leaseUntil, now)));
  const [claimed] = await ctx.db
    .update(tapJobs)
    .set({ status: 'CLAIMED', claimKey, leaseUntil: sql`least(${new Date(now.getTime() + lease).toISOString()}::timestamptz, ${tapJobs.expiresAt})` })
    .where(and(theTapJob(workspaceId, tapJobId), eq(tapJobs.status, 'QUEUED'), gt(tapJobs.expiresAt, now), notExists(busy)))
    .returning();
  if (!claimed) return null;
  tell(ctx, claimed, 'QUEUED');
  return claimed;
}

/** Whether a run of the agent still has a request. */
const holds = ({ status, claimKey, leaseUntil, expiresAt }: TapJob, key: string, now: Date): boolean =>
  status === 'CLAIMED' && claimKey === key && leaseUntil !== null && leaseUntil > now && expiresAt > now;

async function extend(ctx: TxCtx, { workspaceId, id, expiresAt }: TapJob, now: Date): Promise<TapJob> {
  const leaseUntil = new Date(Math.min(now.getTime() + lease, expiresAt.getTime()));
  const [extended] = await ctx.db.update(tapJobs).set({ leaseUntil }).where(theTapJob(workspaceId, id)).returning();
  return extended as TapJob;
}
