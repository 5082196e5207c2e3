import { and, eq } from 'drizzle-orm';
import { cards } from '../../db/tables/cards.ts';
import { type Ctx, tx } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { keptCardNumber, parseCardNumber } from '../keys/cardNumber.ts';
import { lockKey, type SecurityKey } from '../keys/keys.ts';
import { noteTap } from '../keys/verifyPin.ts';
import { serves } from '../readers/agents.ts';
import { findAgent, readersByIds } from '../readers/readAgents.ts';
import { endTapJob, holdClaimed, insertTapJob, type TapJob } from '../readers/tapJobs.ts';
import { findHeardJob, type HeardTap, parseHeardTap } from '../readers/tapResult.ts';
import { agentOfSignIn } from './agent.ts';
import { lockSignIn, requireSignIn, type SignIn, signInEnded, updateSignIn } from './attempts.ts';
import { tellRefused } from './audit.ts';

// What a phone showed before in the same sign-in is not told of a card.
const nothingShown = { userVerified: false, proximity: null };

/**
 * Asks for a tap of the person's card at a reader of the sign-in's agent; an earlier request is taken back.
 * @throws NotFound for another agent's reader; Refused READER_AWAY, AGENT_AWAY, SIGN_IN_ENDED; RateLimited
 */
export async function signInWithCard(ctx: Ctx, { token, readerId }: { token: string; readerId: string }): Promise<SignIn> {
  const { workspaceId, id } = await requireSignIn(ctx, token);
  await ctx.limits.take('signInStep', ctx.origin.address);
  return tx(ctx, async (ctx) => {
    const signIn = await lockSignIn(ctx, workspaceId, id);
    if (!signIn) throw signInEnded();
    const agent = await agentOfSignIn(ctx, signIn);
    if (!agent) throw new Refused('AGENT_AWAY', 'Connect the reader agent on this PC first.');
    await ctx.limits.take('signInTap', agent.id);
    const [reader] = await readersByIds(ctx.db, workspaceId, [readerId]);
    if (reader?.agentId !== agent.id) throw new NotFound('reader');
    const job = await insertTapJob(ctx, workspaceId, { readerId, purpose: 'SIGN_IN', signInId: id });
    // What was tapped before counts no more: another card may come now.
    return updateSignIn(ctx, signIn, { tapJobId: job.id, keyId: null, ...nothingShown });
  });
}

/**
 * Takes the card that was tapped for a sign-in: its PIN is wanted next. A card that signs nobody in ends the request as
 * FAILED, with the same reason whatever is wrong. For the reader's agent alone.
 * @throws AccessDenied, NotFound, InvalidInput, Refused TAP_JOB_ENDED, TAP_JOB_NOT_CLAIMED
 */
export async function completeSignInTap(ctx: Ctx, heard: HeardTap): Promise<TapJob> {
  const { workspaceId, card, result } = parseHeardTap(ctx, heard);
  const asked = await findHeardJob(ctx, result.tapJobId);
  const number = parseCardNumber(card.uid);
  const keyId = 'bytes' in number ? await keyOfCard(ctx, workspaceId, (await keptCardNumber(ctx, workspaceId, number.bytes)).uidHmac) : null;
  const { job, refused } = await tx(ctx, async (ctx) => {
    // Key and person, then the sign-in, then the request: one order of locks, no deadlock.
    const held = keyId === null ? null : await lockKey(ctx, workspaceId, keyId);
    const signIn = asked.signInId === null ? null : await lockSignIn(ctx, workspaceId, asked.signInId);
    const { job, repeated } = await holdClaimed(ctx, workspaceId, result);
    if (repeated) return { job, refused: null };
    if (!signIn || signIn.tapJobId !== job.id) return { job: await endTapJob(ctx, job, { status: 'FAILED', failure: 'NOT_WANTED' }), refused: null };
    if ('refusal' in number) return { job: await endTapJob(ctx, job, { status: 'FAILED', failure: number.refusal }), refused: null };
    const works = held !== null && held.key.status === 'ACTIVE' && held.key.pinHash !== null && !held.user.suspendedAt;
    const agent = works ? await findAgent(ctx.db, workspaceId, job.agentId) : null;
    if (!works || !agent || !serves(agent, held.user.id)) {
      return { job: await endTapJob(ctx, job, { status: 'FAILED', failure: 'CARD_UNKNOWN' }), refused: held && { signIn, key: held.key } };
    }
    await noteTap(ctx, workspaceId, held.key.id);
    await updateSignIn(ctx, signIn, { keyId: held.key.id, ...nothingShown });
    const { technology, fido2Applet } = card;
    const uidSuffix = Buffer.from(number.bytes.subarray(-2)).toString('hex');
    return { job: await endTapJob(ctx, job, { status: 'COMPLETED', card: { uidSuffix, technology, fido2Applet } }), refused: null };
  });
  if (refused) tellRefused(ctx, refused.signIn, refused.key as SecurityKey, 'STOPPED');
  return job;
}

/** The key that has a card; null where nobody has it. */
async function keyOfCard(ctx: Ctx, workspaceId: string, uidHmac: Uint8Array): Promise<string | null> {
  const [card] = await ctx.db
    .select({ keyId: cards.keyId })
    .from(cards)
    .where(and(eq(cards.workspaceId, workspaceId), eq(cards.uidHmac, uidHmac), eq(cards.state, 'ACTIVE')));
  return card?.keyId ?? null;
}
