import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import { enrolments } from '../../db/tables/enrolment.ts';
import { securityKeys } from '../../db/tables/keys.ts';
import { type Ctx, type Server, systemCtx, type TxCtx, tx } from '../context.ts';
import type { User } from '../directory/users.ts';
import { Refused } from '../errors.ts';
import { lockKey, type SecurityKey, stopKey } from '../keys/keys.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { cancelTapJobsOf } from '../readers/tapJobs.ts';
import { parse } from '../validation.ts';
import { endHolders } from './activationSessions.ts';
import { mailNote } from './enrol.ts';
import { cancel, type Enrolment, findEnrolment, insertEnrolment, lockEnrolment, lockRunning, moveEnrolment } from './enrolments.ts';
import { type Sent, sendLink } from './links.ts';
import { openStatuses } from './machine.ts';

/** An enrolment with its key and person, all locked, the person first. The caller's rank is checked. */
async function lockAll(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<{ enrolment: Enrolment; key: SecurityKey; user: User }> {
  const { keyId } = await findEnrolment(ctx, workspaceId, enrolmentId);
  const { key, user } = await lockKey(ctx, workspaceId, keyId);
  requireRankOver(ctx, user);
  return { enrolment: await lockEnrolment(ctx, workspaceId, enrolmentId), key, user };
}

/**
 * Mails a new link and kills the older ones; the enrolment's status stays. An enrolment that expired is started anew
 * for the same key, as a new row.
 * @throws NotFound, InvalidInput, AccessDenied, Refused ENROLMENT_ENDED, ADMIN_ACTIVATES
 */
export async function resendActivationLink(ctx: Ctx, enrolmentId: string, note: string | null): Promise<Sent> {
  const workspaceId = require(ctx, 'enrolment.resend');
  const words = parse(mailNote, note, ['note']);
  return tx(ctx, async (ctx) => {
    const { enrolment, key, user } = await lockAll(ctx, workspaceId, enrolmentId);
    if (key.cardActivation === 'ADMIN_NOW') {
      throw new Refused('ADMIN_ACTIVATES', 'An administrator activates this card by tapping it, so there is no link to send.');
    }
    if (key.status !== 'PENDING' || enrolment.status === 'ACTIVATED' || enrolment.status === 'CANCELLED') {
      throw new Refused('ENROLMENT_ENDED', `The enrolment is ${enrolment.status} and its key ${key.status}; there is nothing to send a link for.`);
    }
    const current = enrolment.status === 'EXPIRED' ? await startAgain(ctx, enrolment, key) : enrolment;
    // A code may have been locked, or a browser or reader that should not have it may be there: the new link starts clean.
    await endHolders(ctx, workspaceId, current.id);
    return sendLink(ctx, current, { user, key, note: words, again: true });
  });
}

async function startAgain(ctx: TxCtx, expired: Enrolment, key: SecurityKey): Promise<Enrolment> {
  // Somebody may have sent a link for this key already: that one is the current enrolment.
  const [running] = await lockRunning(ctx, expired.workspaceId, { keyId: key.id });
  return running ?? insertEnrolment(ctx, key, expired);
}

/** Ends an enrolment: its link stops, its key is revoked. @throws NotFound, AccessDenied, Refused ENROLMENT_ENDED */
export async function cancelEnrolment(ctx: Ctx, enrolmentId: string): Promise<Enrolment> {
  const workspaceId = require(ctx, 'enrolment.cancel');
  return tx(ctx, async (ctx) => {
    const { enrolment } = await lockAll(ctx, workspaceId, enrolmentId);
    return cancel(ctx, enrolment);
  });
}

/** Takes a key away for good, and cancels the enrolment that still runs for it. @throws NotFound, AccessDenied, Refused KEY_STATE, LAST_OWNER */
export async function revokeSecurityKey(ctx: Ctx, keyId: string): Promise<SecurityKey> {
  const workspaceId = require(ctx, 'key.revoke');
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockKey(ctx, workspaceId, keyId);
    requireRankOver(ctx, user);
    const running = await lockRunning(ctx, workspaceId, { keyId });
    for (const enrolment of running) await moveEnrolment(ctx, enrolment, key.kind, 'CANCELLED');
    await cancelTapJobsOf(ctx, workspaceId, { keyId });
    return stopKey(ctx, key, user, 'REVOKED');
  });
}

const sweepBatch = 100;

/** Expires the enrolments of a workspace whose time is over. Safe on many nodes: each takes rows that no other holds. */
export async function expireEnrolments(server: Server, workspaceId: string): Promise<number> {
  return tx(systemCtx(server, workspaceId), async (ctx) => {
    const due = await ctx.db
      .select({ enrolment: enrolments, kind: securityKeys.kind })
      .from(enrolments)
      .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, enrolments.workspaceId), eq(securityKeys.id, enrolments.keyId)))
      .where(and(eq(enrolments.workspaceId, workspaceId), inArray(enrolments.status, [...openStatuses]), lte(enrolments.expiresAt, ctx.clock.now())))
      .orderBy(asc(enrolments.expiresAt))
      .limit(sweepBatch)
      .for('update', { of: enrolments, skipLocked: true });
    for (const { enrolment, kind } of due) await moveEnrolment(ctx, enrolment, kind, 'EXPIRED');
    return due.length;
  });
}
