import { type Ctx, holderCtx, tx } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { keptCardNumber } from '../keys/cardNumber.ts';
import { makePin } from '../keys/cardPin.ts';
import { isTaken, takeCard } from '../keys/cards.ts';
import { typedCardNumber } from '../keys/typedCardNumber.ts';
import { findTapJob, readersByIds } from '../readers/readAgents.ts';
import { cancelOneTapJob, insertTapJob, type TapJob } from '../readers/tapJobs.ts';
import { findWorkspace, policiesOf } from '../workspace/workspaces.ts';
import { activateCard, holdActivation, lockActivation } from './activate.ts';
import { type Activation, activationOf } from './activation.ts';
import { sessionOfBrowser } from './activationSessions.ts';
import type { Enrolment } from './enrolments.ts';
import { agentOfEnrolment, requireCardActivation } from './holderAgent.ts';

/**
 * Asks for a tap at a reader of the agent that belongs to the calling browser's activation; the card is active with it.
 * @throws NotFound for another agent's reader; Refused READER_AWAY, ACTIVATION_SESSION_ENDED, PERSON_SUSPENDED; RateLimited
 */
export async function requestCardTap(ctx: Ctx, { activationId, readerId }: { activationId: string; readerId: string }): Promise<TapJob> {
  const open = await requireCardActivation(ctx, activationId);
  const { enrolment } = open;
  const { workspaceId, id: enrolmentId } = enrolment;
  await ctx.limits.take('ceremony', enrolmentId);
  const agent = await agentOfEnrolment(ctx, enrolment);
  const [reader] = await readersByIds(ctx.db, workspaceId, [readerId]);
  if (!agent || reader?.agentId !== agent.id) throw new NotFound('reader');
  return tx(holderCtx(ctx, workspaceId), async (ctx) => {
    const { key } = await lockActivation(ctx, open);
    return insertTapJob(ctx, workspaceId, { readerId, purpose: 'ACTIVATE', keyId: key.id, enrolmentId });
  });
}

/**
 * Activates a card by its number, which a reader typed like a keyboard into the page.
 * @throws Refused CARD_NUMBER_INVALID, CARD_TAKEN, CARD_RESERVED, ACTIVATION_SESSION_ENDED, PERSON_SUSPENDED, TRY_AGAIN; RateLimited
 */
export async function registerTypedCard(
  ctx: Ctx,
  { activationId, number }: { activationId: string; number: string },
): Promise<{ activation: Activation }> {
  const open = await requireCardActivation(ctx, activationId);
  const { workspaceId } = open.enrolment;
  await ctx.limits.take('ceremony', open.enrolment.id);
  const format = policiesOf(await findWorkspace(ctx.db, workspaceId)).typedCardFormat;
  const bytes = new Uint8Array(Buffer.from(typedCardNumber(number, format), 'hex'));
  const seen = { ...(await keptCardNumber(ctx, workspaceId, bytes)), atr: null, technology: 'UNKNOWN', fido2Applet: false } as const;
  if (await isTaken(ctx, workspaceId, open.key.id, seen.uidHmac)) throw inUse('CARD_TAKEN');
  // Hashed before the transaction: argon2 is slow on purpose.
  const made = await makePin(ctx, workspaceId);
  const { enrolment } = await tx(holderCtx(ctx, workspaceId), async (ctx) => {
    const held = await holdActivation(ctx, open);
    const claim = await takeCard(ctx, workspaceId, held.key.id, seen);
    if ('failure' in claim) throw inUse(claim.failure);
    return activateCard(ctx, held, made);
  });
  return { activation: await activationOf(ctx, enrolment) };
}

const inUse = (failure: 'CARD_TAKEN' | 'CARD_RESERVED') =>
  new Refused(failure, 'This card is in use already. Take another one, or ask your administrator.');

/** Takes back a request for a tap that the calling browser's activation made; null where it made none with that id. @throws Refused TAP_JOB_ENDED */
export async function cancelCardTap(ctx: Ctx, tapJobId: string): Promise<TapJob | null> {
  const enrolment = await enrolmentOfTap(ctx, tapJobId);
  return enrolment && tx(holderCtx(ctx, enrolment.workspaceId), (ctx) => cancelOneTapJob(ctx, enrolment.workspaceId, tapJobId));
}

/** The enrolment that the calling browser has opened, where this request for a tap is of it; else null. */
export async function enrolmentOfTap(ctx: Ctx, tapJobId: string): Promise<Enrolment | null> {
  const found = await sessionOfBrowser(ctx);
  if (!found || found.endedAt) return null;
  const job = await findTapJob(ctx.db, found.enrolment.workspaceId, tapJobId);
  return job?.enrolmentId === found.enrolment.id ? found.enrolment : null;
}
