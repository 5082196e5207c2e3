import { and, eq, inArray, isNull } from 'drizzle-orm';
import { activationSessions, type EnrolmentStatus, enrolments } from '../../db/tables/enrolment.ts';
import type { KeyKind } from '../../db/tables/keys.ts';
import type { TxCtx } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { cancelMailOf } from '../mail/outbox.ts';
import { enrolmentStatusFrom } from './machine.ts';

export type Enrolment = typeof enrolments.$inferSelect;

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
 * Moves an enrolment to another status by compare-and-set, with its event. What ends it also ends its sessions and
 * takes back the mail that was not sent yet.
 * @throws Refused ENROLMENT_ENDED where the state machine does not allow it
 */
export async function moveEnrolment(ctx: TxCtx, enrolment: Enrolment, kind: KeyKind, to: EnrolmentStatus): Promise<Enrolment> {
  const { workspaceId, id: enrolmentId, userId, keyId } = enrolment;
  const now = ctx.clock.now();
  const [moved] = await ctx.db
    .update(enrolments)
    .set({ status: to, ...(to === 'OPENED' ? { openedAt: now } : { endedAt: now }) })
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.id, enrolmentId), inArray(enrolments.status, [...enrolmentStatusFrom[to]])))
    .returning();
  if (!moved) throw new Refused('ENROLMENT_ENDED', `The enrolment is ${enrolment.status}; it cannot become ${to}.`);
  ctx.emit(workspaceId, {
    type: 'enrolment.status_changed',
    userId,
    keyId,
    enrolmentId,
    payload: { kind, from: enrolment.status, to },
  });
  if (to !== 'OPENED') {
    await endActivationSessions(ctx, workspaceId, enrolmentId);
    await cancelMailOf(ctx, workspaceId, enrolmentId);
  }
  return moved;
}

/** Ends the sessions of the browsers that opened an enrolment's link. */
export const endActivationSessions = (ctx: TxCtx, workspaceId: string, enrolmentId: string) =>
  ctx.db
    .update(activationSessions)
    .set({ endedAt: ctx.clock.now() })
    .where(and(eq(activationSessions.workspaceId, workspaceId), eq(activationSessions.enrolmentId, enrolmentId), isNull(activationSessions.endedAt)));
