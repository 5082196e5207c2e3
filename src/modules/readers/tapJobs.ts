import { and, asc, eq, gt, inArray, type SQL } from 'drizzle-orm';
import { type CardTechnology, readerAgents, readers, type TapFailure, type TapJobStatus, type TapPurpose, tapJobs } from '../../db/tables/readers.ts';
import { newId } from '../../lib/ids.ts';
import type { TxCtx } from '../context.ts';
import { AccessDenied, NotFound, Refused } from '../errors.ts';
import { actorName } from '../policy/actor.ts';
import { requireAgent } from './agentActor.ts';
import { hasEnded, openTapStatuses, tapJobNext } from './machine.ts';
import { isOnline } from './online.ts';

export type TapJob = typeof tapJobs.$inferSelect;

/** What a card is for: a wizard, a key, a key's enrolment, or a sign-in. */
export type TapTarget = { wizardId: string } | { keyId: string } | { enrolmentId: string } | { signInId: string };

/** How long a request for a tap waits for its card. */
export const tapJobLife = 2 * 60_000;

/** The condition that finds a request for a tap. */
export const theTapJob = (workspaceId: string, id: string): SQL | undefined => and(eq(tapJobs.workspaceId, workspaceId), eq(tapJobs.id, id));

/**
 * Asks for a tap at a reader, and takes back what was asked before for the same target. Part of a greater transaction:
 * lock the target first, so that two who ask at once take turns.
 * @throws NotFound, AccessDenied FORBIDDEN at somebody else's own reader, Refused READER_AWAY
 */
export async function insertTapJob(
  ctx: TxCtx,
  workspaceId: string,
  wish: { readerId: string; purpose: TapPurpose; wizardId?: string; keyId?: string; enrolmentId?: string; signInId?: string },
): Promise<TapJob> {
  const { readerId, purpose, wizardId, keyId, enrolmentId, signInId } = wish;
  const agentId = await agentOfReader(ctx, workspaceId, wish);
  if (wizardId) await cancelTapJobsOf(ctx, workspaceId, { wizardId });
  if (keyId) await cancelTapJobsOf(ctx, workspaceId, { keyId });
  if (enrolmentId) await cancelTapJobsOf(ctx, workspaceId, { enrolmentId });
  if (signInId) await cancelTapJobsOf(ctx, workspaceId, { signInId });
  const now = ctx.clock.now();
  const [inserted] = await ctx.db
    .insert(tapJobs)
    .values({
      workspaceId,
      id: newId('tapJob'),
      agentId,
      readerId,
      purpose,
      wizardId: wizardId ?? null,
      keyId: keyId ?? null,
      enrolmentId: enrolmentId ?? null,
      signInId: signInId ?? null,
      status: 'QUEUED',
      requestedBy: actorName(ctx.actor),
      createdAt: now,
      expiresAt: new Date(now.getTime() + tapJobLife),
    })
    .returning();
  const job = inserted as TapJob;
  tell(ctx, job, null);
  // The agent need not wait until the log has it.
  ctx.afterCommit(() => ctx.hub.nudgeAgent(workspaceId, agentId));
  return job;
}

/** The agent of a reader that is there. A personal one serves its person alone: their link, or who is signed in as them. */
async function agentOfReader(ctx: TxCtx, workspaceId: string, { readerId, purpose }: { readerId: string; purpose: TapPurpose }): Promise<string> {
  const [found] = await ctx.db
    .select({ reader: readers, agent: readerAgents })
    .from(readers)
    .innerJoin(readerAgents, and(eq(readerAgents.workspaceId, readers.workspaceId), eq(readerAgents.id, readers.agentId)))
    .where(and(eq(readers.workspaceId, workspaceId), eq(readers.id, readerId)));
  if (!found) throw new NotFound('reader');
  const { reader, agent } = found;
  // Whose card it is at a sign-in is known only once it was tapped, and looked at then.
  const isTheirs = purpose === 'ACTIVATE' || purpose === 'SIGN_IN' || (ctx.actor.type === 'user' && ctx.actor.userId === agent.userId);
  if (agent.kind === 'PERSONAL' && !isTheirs)
    throw new AccessDenied('FORBIDDEN', 'This reader is somebody’s own: nobody else may ask for a tap there.');
  if (!reader.connected || !isOnline(agent, ctx.clock.now())) {
    throw new Refused('READER_AWAY', `The reader ${reader.name} is not plugged in, or its agent is not connected.`);
  }
  return agent.id;
}

/** Takes back what was asked for a target and still waits. Lock the target first. */
export async function cancelTapJobsOf(ctx: TxCtx, workspaceId: string, target: TapTarget): Promise<void> {
  const isOfTarget =
    'wizardId' in target
      ? eq(tapJobs.wizardId, target.wizardId)
      : 'keyId' in target
        ? eq(tapJobs.keyId, target.keyId)
        : 'signInId' in target
          ? eq(tapJobs.signInId, target.signInId)
          : eq(tapJobs.enrolmentId, target.enrolmentId);
  await cancelOpen(ctx, workspaceId, isOfTarget);
}

/** Takes back what was asked of an agent and still waits. */
export const cancelTapJobsOfAgent = (ctx: TxCtx, workspaceId: string, agentId: string): Promise<void> =>
  cancelOpen(ctx, workspaceId, eq(tapJobs.agentId, agentId));

/** Takes back what the caller asked for at a reader to try it out, and still waits: two who ask at once take turns. */
export async function cancelOwnTestTaps(ctx: TxCtx, workspaceId: string, readerId: string): Promise<void> {
  await ctx.db
    .select({ id: readers.id })
    .from(readers)
    .where(and(eq(readers.workspaceId, workspaceId), eq(readers.id, readerId)))
    .for('no key update');
  const isOwn = and(eq(tapJobs.purpose, 'TEST'), eq(tapJobs.readerId, readerId), eq(tapJobs.requestedBy, actorName(ctx.actor)));
  await cancelOpen(ctx, workspaceId, isOwn);
}

async function cancelOpen(ctx: TxCtx, workspaceId: string, which: SQL | undefined): Promise<void> {
  const open = await ctx.db
    .select()
    .from(tapJobs)
    .where(and(eq(tapJobs.workspaceId, workspaceId), which, inArray(tapJobs.status, [...openTapStatuses])))
    .orderBy(asc(tapJobs.id))
    .for('update');
  for (const job of open) await moveTapJob(ctx, job, 'CANCELLED');
}

/**
 * Takes back one request for a tap; one that was taken back already stays so. The caller has checked whose it is.
 * @throws NotFound, Refused TAP_JOB_ENDED
 */
export async function cancelOneTapJob(ctx: TxCtx, workspaceId: string, tapJobId: string): Promise<TapJob> {
  const job = await lockTapJob(ctx, workspaceId, tapJobId);
  if (job.status === 'CANCELLED') return job;
  if (hasEnded(job.status)) throw ended(job.status);
  return moveTapJob(ctx, job, 'CANCELLED');
}

/** A request for a tap, locked for the rest of the transaction. Lock its target first. @throws NotFound */
export async function lockTapJob(ctx: TxCtx, workspaceId: string, tapJobId: string): Promise<TapJob> {
  const [job] = await ctx.db.select().from(tapJobs).where(theTapJob(workspaceId, tapJobId)).for('update');
  if (!job) throw new NotFound('request for a tap');
  return job;
}

/**
 * Takes an agent's result: locks its request for a tap and notes the result's key, for `endTapJob` in the same
 * transaction. Lock the target first. A result that was taken before is told by `repeated`.
 * @throws NotFound where it is not the calling agent's, Refused TAP_JOB_ENDED, TAP_JOB_NOT_CLAIMED
 */
export async function holdClaimed(
  ctx: TxCtx,
  workspaceId: string,
  { tapJobId, claimKey, resultKey }: { tapJobId: string; claimKey: string; resultKey: string },
): Promise<{ job: TapJob; repeated: boolean }> {
  const { agentId } = requireAgent(ctx);
  const now = ctx.clock.now();
  const [held] = await ctx.db
    .update(tapJobs)
    .set({ resultKey })
    .where(
      and(
        theTapJob(workspaceId, tapJobId),
        eq(tapJobs.agentId, agentId),
        eq(tapJobs.status, 'CLAIMED'),
        eq(tapJobs.claimKey, claimKey),
        // The sweeper may not have come by yet: the clock decides.
        gt(tapJobs.leaseUntil, now),
        gt(tapJobs.expiresAt, now),
      ),
    )
    .returning();
  if (held) return { job: held, repeated: false };
  const job = await lockTapJob(ctx, workspaceId, tapJobId);
  if (job.agentId !== agentId) throw new NotFound('request for a tap');
  if (hasEnded(job.status) && job.resultKey === resultKey) return { job, repeated: true };
  throw whyNotHeld(job, now);
}

/** Why a request for a tap is not the caller's to renew or to answer. */
export function whyNotHeld({ status, expiresAt, leaseUntil }: TapJob, now: Date): Refused {
  if (hasEnded(status)) return ended(status);
  if (expiresAt <= now) return ended('EXPIRED');
  if (status === 'QUEUED') return new Refused('TAP_JOB_NOT_CLAIMED', 'The request for a tap is not claimed: claim it first.');
  const over = leaseUntil !== null && leaseUntil <= now;
  return new Refused(
    'TAP_JOB_NOT_CLAIMED',
    over ? 'The claim’s lease ran out: claim it anew.' : 'Another run of the agent has the request for a tap.',
  );
}

export const ended = (status: TapJobStatus): Refused => new Refused('TAP_JOB_ENDED', `The request for a tap is ${status}.`);

/** How a claimed request for a tap ends. */
export type TapOutcome =
  | { status: 'COMPLETED'; card: { uidSuffix: string; technology: CardTechnology; fido2Applet: boolean } }
  | { status: 'FAILED'; failure: TapFailure; takenByKeyId?: string | null };

/** Ends a request for a tap that `holdClaimed` has locked, in the same transaction. @throws Refused TAP_JOB_ENDED */
export const endTapJob = (ctx: TxCtx, job: TapJob, outcome: TapOutcome): Promise<TapJob> =>
  outcome.status === 'COMPLETED'
    ? moveTapJob(ctx, job, 'COMPLETED', outcome.card)
    : moveTapJob(ctx, job, 'FAILED', { failure: outcome.failure, takenByKeyId: outcome.takenByKeyId ?? null });

/**
 * Moves a request for a tap to another status by compare-and-set, with its event.
 * @throws Refused TAP_JOB_ENDED where the state machine does not allow it, or somebody was quicker
 */
export async function moveTapJob(ctx: TxCtx, job: TapJob, to: TapJobStatus, change: Partial<TapJob> = {}): Promise<TapJob> {
  const allowed: readonly TapJobStatus[] = tapJobNext[job.status];
  if (!allowed.includes(to)) throw ended(job.status);
  // Whose claim it was is told no more, once it waits again.
  const released = to === 'QUEUED' ? { claimKey: null, leaseUntil: null } : {};
  const over = hasEnded(to) ? { endedAt: ctx.clock.now(), leaseUntil: null } : {};
  const [moved] = await ctx.db
    .update(tapJobs)
    .set({ status: to, ...released, ...over, ...change })
    .where(and(theTapJob(job.workspaceId, job.id), eq(tapJobs.status, job.status)))
    .returning();
  if (!moved) throw ended(job.status);
  tell(ctx, moved, job.status);
  return moved;
}

/** Tells of a move. */
export function tell(ctx: TxCtx, job: TapJob, from: TapJobStatus | null): void {
  const { workspaceId, id: tapJobId, agentId, purpose, status: to, failure, keyId, enrolmentId } = job;
  ctx.emit(workspaceId, {
    type: 'tap_job.status_changed',
    ...(keyId ? { keyId } : {}),
    ...(enrolmentId ? { enrolmentId } : {}),
    payload: { tapJobId, agentId, purpose, from, to, failure },
  });
}
