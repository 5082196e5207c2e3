import type { TapFailure } from '../../db/tables/readers.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { keptCardNumber, parseCardNumber } from '../keys/cardNumber.ts';
import { type MadePin, makePin } from '../keys/cardPin.ts';
import { type Card, reserveCard, type SeenCard, takeCard } from '../keys/cards.ts';
import { lockKey } from '../keys/keys.ts';
import { endTapJob, holdClaimed, type TapJob, type TapOutcome } from '../readers/tapJobs.ts';
import { findHeardJob, type HeardTap, parseHeardTap } from '../readers/tapResult.ts';
import { activateCard, type LockedEnrolment } from './activate.ts';
import { openSessionOf } from './activationSessions.ts';
import { findEnrolment, lockEnrolment, lockRunning } from './enrolments.ts';
import type { Wizard } from './wizard.ts';
import { lockForTap } from './wizardTap.ts';

/** What a card is for, locked, while it is still wanted. */
type Wanted = { wizard: Wizard } | { key: LockedEnrolment } | 'TEST';

/**
 * Takes the card that was tapped for a request: the wizard has it reserved, or the key is active. A card that cannot be
 * had ends the request as FAILED with the reason, which is the answer and no error. For the reader's agent alone.
 * @throws AccessDenied, NotFound, InvalidInput, Refused TAP_JOB_ENDED, TAP_JOB_NOT_CLAIMED, TRY_AGAIN
 */
export async function completeTap(ctx: Ctx, heard: HeardTap): Promise<TapJob> {
  const { workspaceId, card, result } = parseHeardTap(ctx, heard);
  const asked = await findHeardJob(ctx, result.tapJobId);
  // Hashed before the transaction, and for nobody who could not end the request anyway.
  const activates = asked.purpose === 'ACTIVATE' || (asked.purpose === 'ASSIGN' && asked.keyId !== null);
  const made = activates && asked.status === 'CLAIMED' && asked.claimKey === result.claimKey ? await makePin(ctx, workspaceId) : null;
  return tx(ctx, async (ctx) => {
    // The target before the request, everywhere: one order of locks, no deadlock.
    const wanted = await lockWanted(ctx, asked);
    const { job, repeated } = await holdClaimed(ctx, workspaceId, result);
    if (repeated) return job;
    const number = parseCardNumber(card.uid);
    if (!wanted) return fail(ctx, job, 'NOT_WANTED');
    if ('refusal' in number) return fail(ctx, job, number.refusal);
    const { atr, technology, fido2Applet } = card;
    const seen: SeenCard = { ...(await keptCardNumber(ctx, workspaceId, number.bytes)), atr, technology, fido2Applet };
    return giveCard(ctx, job, wanted, seen, made);
  });
}

async function giveCard(ctx: TxCtx, job: TapJob, wanted: Wanted, seen: SeenCard, made: MadePin | null): Promise<TapJob> {
  const { workspaceId } = job;
  if (wanted === 'TEST') return endTapJob(ctx, job, completed(seen));
  const claim =
    'wizard' in wanted ? await reserveCard(ctx, workspaceId, wanted.wizard.id, seen) : await takeCard(ctx, workspaceId, wanted.key.key.id, seen);
  if ('failure' in claim) return fail(ctx, job, claim.failure, 'keyId' in claim ? claim.keyId : null);
  // Before the activation, which takes back what else was asked for the key.
  const ended = await endTapJob(ctx, job, completed(claim.card));
  if ('key' in wanted && made) await activateCard(ctx, wanted.key, made);
  return ended;
}

const completed = ({ uidSuffix, technology, fido2Applet }: Pick<Card, 'uidSuffix' | 'technology' | 'fido2Applet'>): TapOutcome => ({
  status: 'COMPLETED',
  card: { uidSuffix, technology, fido2Applet },
});

const fail = (ctx: TxCtx, job: TapJob, failure: TapFailure, takenByKeyId: string | null = null): Promise<TapJob> =>
  endTapJob(ctx, job, { status: 'FAILED', failure, takenByKeyId });

/** What a request for a tap is for, locked; null where it is wanted no more. */
async function lockWanted(ctx: TxCtx, { workspaceId, purpose, wizardId, keyId, enrolmentId }: TapJob): Promise<Wanted | null> {
  if (purpose === 'TEST') return 'TEST';
  if (purpose === 'ACTIVATE') return enrolmentId === null ? null : lockOpened(ctx, workspaceId, enrolmentId);
  if (wizardId !== null) {
    const wizard = await lockForTap(ctx, workspaceId, wizardId);
    return wizard && { wizard };
  }
  return keyId === null ? null : lockPending(ctx, workspaceId, keyId);
}

/** A key that waits for an administrator's tap, with its enrolment. */
async function lockPending(ctx: TxCtx, workspaceId: string, keyId: string): Promise<Wanted | null> {
  const { key, user } = await lockKey(ctx, workspaceId, keyId);
  const [enrolment] = await lockRunning(ctx, workspaceId, { keyId });
  if (!enrolment || key.status !== 'PENDING' || key.cardActivation !== 'ADMIN_NOW' || user.suspendedAt) return null;
  return { key: { enrolment, key, user } };
}

/** A key whose person has its link open, with its enrolment. */
async function lockOpened(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<Wanted | null> {
  const { keyId } = await findEnrolment(ctx, workspaceId, enrolmentId);
  const { key, user } = await lockKey(ctx, workspaceId, keyId);
  const enrolment = await lockEnrolment(ctx, workspaceId, enrolmentId);
  if (enrolment.status !== 'OPENED' || key.status !== 'PENDING' || user.suspendedAt) return null;
  // Its 15 minutes may have run out since the request; a later opening of the link ended it.
  return (await openSessionOf(ctx, workspaceId, enrolmentId)) ? { key: { enrolment, key, user } } : null;
}
