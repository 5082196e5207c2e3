import { and, eq, inArray } from 'drizzle-orm';
import { type EnrolmentStatus, enrolments } from '../../db/tables/enrolment.ts';
import type { KeyKind } from '../../db/tables/keys.ts';
import type { ActivationProof } from '../../db/tables/workspaces.ts';
import { newId } from '../../lib/ids.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { lockKey, moveKey, type SecurityKey } from '../keys/keys.ts';
import { cancelMailOf } from '../mail/outbox.ts';
import { cancelTapJobsOf } from '../readers/tapJobs.ts';
import { endActivationSessions, endHolders } from './activationSessions.ts';
import { linkLife } from './linkLife.ts';
import { enrolmentNext, openStatuses } from './machine.ts';

export type Enrolment = typeof enrolments.$inferSelect;

/** One more attempt to give a key to its person. Part of a greater transaction. */
export async function insertEnrolment(
  ctx: TxCtx,
  { workspaceId, userId, id: keyId, kind }: SecurityKey,
  { createdBy, proof }: { createdBy: string; proof: ActivationProof },
): Promise<Enrolment> {
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + linkLife);
  const [enrolment] = await ctx.db
    .insert(enrolments)
    .values({ workspaceId, id: newId('enrolment'), userId, keyId, status: 'PENDING', proof, createdBy, createdAt: now, expiresAt })
    .returning();
  const { id: enrolmentId } = enrolment as Enrolment;
  ctx.emit(workspaceId, { type: 'enrolment.status_changed', userId, keyId, enrolmentId, payload: { kind, from: null, to: 'PENDING' } });
  return enrolment as Enrolment;
}

/** An enrolment, which is there. @throws NotFound */
export async function findEnrolment(ctx: Pick<Ctx, 'db'>, workspaceId: string, id: string): Promise<Enrolment> {
  const [enrolment] = await ctx.db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.id, id)));
  if (!enrolment) throw new NotFound('enrolment');
  return enrolment;
}

/** The enrolments of a person, or of one key, that still go on; locked. Lock the person first. */
export const lockRunning = (ctx: TxCtx, workspaceId: string, of: { userId: string } | { keyId: string }): Promise<Enrolment[]> =>
  ctx.db
    .select()
    .from(enrolments)
    .where(
      and(
        eq(enrolments.workspaceId, workspaceId),
        'userId' in of ? eq(enrolments.userId, of.userId) : eq(enrolments.keyId, of.keyId),
        inArray(enrolments.status, [...openStatuses]),
      ),
    )
    .for('update');

/** An enrolment's row, locked for the rest of the transaction. Lock its person first. @throws NotFound */
export async function lockEnrolment(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<Enrolment> {
  const [enrolment] = await ctx.db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.id, enrolmentId)))
    .for('update');
  if (!enrolment) throw new NotFound('enrolment');
  return enrolment;
}

/**
 * Moves an enrolment to another status by compare-and-set, with its event. What ends it also ends its sessions and the
 * requests for a tap that still run for it, and takes back the mail that was not sent yet.
 * @throws Refused ENROLMENT_ENDED where the state machine does not allow it, or somebody was quicker
 */
export async function moveEnrolment(ctx: TxCtx, enrolment: Enrolment, kind: KeyKind, to: EnrolmentStatus): Promise<Enrolment> {
  const { workspaceId, id: enrolmentId, userId, keyId, status: from } = enrolment;
  const refused = new Refused('ENROLMENT_ENDED', `The enrolment is ${from}; it cannot become ${to}.`);
  const allowed: readonly EnrolmentStatus[] = enrolmentNext[from];
  if (!allowed.includes(to)) throw refused;
  const now = ctx.clock.now();
  const [moved] = await ctx.db
    .update(enrolments)
    .set({ status: to, ...(to === 'OPENED' ? { openedAt: now } : { endedAt: now }) })
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.id, enrolmentId), eq(enrolments.status, from)))
    .returning();
  if (!moved) throw refused;
  ctx.emit(workspaceId, { type: 'enrolment.status_changed', userId, keyId, enrolmentId, payload: { kind, from, to } });
  if (to !== 'OPENED') {
    // Who was given the key keeps the reader that they paired; nobody else does.
    await (to === 'ACTIVATED' ? endActivationSessions : endHolders)(ctx, workspaceId, enrolmentId);
    await cancelTapJobsOf(ctx, workspaceId, { keyId });
    await cancelMailOf(ctx, workspaceId, enrolmentId);
  }
  return moved;
}

/** Cancels an enrolment and revokes its key, which nobody has. */
export async function cancel(ctx: TxCtx, enrolment: Enrolment): Promise<Enrolment> {
  const { key } = await lockKey(ctx, enrolment.workspaceId, enrolment.keyId);
  const cancelled = await moveEnrolment(ctx, enrolment, key.kind, 'CANCELLED');
  await moveKey(ctx, key, 'REVOKED');
  return cancelled;
}
