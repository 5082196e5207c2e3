import type { TxCtx } from '../context.ts';
import type { User } from '../directory/users.ts';
import { Refused } from '../errors.ts';
import { type MadePin, mailPin } from '../keys/cardPin.ts';
import { lockKey, moveKey, type SecurityKey } from '../keys/keys.ts';
import { type OpenActivation, requireNotSuspended } from './activation.ts';
import { openSessionOf, spendActivationSession } from './activationSessions.ts';
import { type Enrolment, lockEnrolment, moveEnrolment } from './enrolments.ts';

/** An enrolment with its key and person, all locked, the person first. */
export interface LockedEnrolment {
  enrolment: Enrolment;
  key: SecurityKey;
  user: User;
}

/** An enrolment that has done its work, and the key that it gave. */
export interface Activated {
  enrolment: Enrolment;
  key: SecurityKey;
}

/**
 * Locks what the calling browser has opened, while it still has.
 * @throws Refused PERSON_SUSPENDED, ACTIVATION_SESSION_ENDED
 */
export async function lockActivation(ctx: TxCtx, { sessionId, enrolment: seen, key: { id: keyId } }: OpenActivation): Promise<LockedEnrolment> {
  const { workspaceId } = seen;
  const { key, user } = await lockKey(ctx, workspaceId, keyId);
  const enrolment = await lockEnrolment(ctx, workspaceId, seen.id);
  // Looked at again under the lock: somebody may have suspended the person, or opened the link in another browser, since.
  requireNotSuspended(user);
  if ((await openSessionOf(ctx, workspaceId, seen.id)) !== sessionId) throw openedElsewhere();
  return { enrolment, key, user };
}

/** The same, and spends the session: of two answers, or two browsers, one gets through. */
export async function holdActivation(ctx: TxCtx, open: OpenActivation): Promise<LockedEnrolment> {
  const held = await lockActivation(ctx, open);
  if (!(await spendActivationSession(ctx, open.enrolment.workspaceId, open.sessionId))) throw openedElsewhere();
  return held;
}

const openedElsewhere = () => new Refused('ACTIVATION_SESSION_ENDED', 'The link was opened somewhere else since. Open it once more.');

/** Ends an enrolment well and makes its key active: the link is spent by it. `kept` is what the device told. */
export async function activateKey(ctx: TxCtx, { enrolment, key }: Activated, kept: Partial<SecurityKey>): Promise<Activated> {
  const activated = await moveEnrolment(ctx, enrolment, key.kind, 'ACTIVATED');
  return { enrolment: activated, key: await moveKey(ctx, key, 'ACTIVE', { ...kept, activatedAt: ctx.clock.now() }) };
}

/** Makes a card active that was written down for its key, and mails its person the PIN. */
export async function activateCard(
  ctx: TxCtx,
  { enrolment, key, user }: LockedEnrolment,
  { pin, pinHash }: MadePin,
  note: string | null = null,
): Promise<Activated> {
  // An administrator's tap opens the enrolment and ends it in one: whoever follows it sees each status.
  const opened = enrolment.status === 'PENDING' ? await moveEnrolment(ctx, enrolment, key.kind, 'OPENED') : enrolment;
  const activated = await activateKey(ctx, { enrolment: opened, key }, { pinHash });
  await mailPin(ctx, user, activated.key, pin, { note, again: false });
  return activated;
}
