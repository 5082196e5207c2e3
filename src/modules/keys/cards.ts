import { and, eq, lte, ne } from 'drizzle-orm';
import { cards } from '../../db/tables/cards.ts';
import { wizards } from '../../db/tables/enrolment.ts';
import type { CardTechnology } from '../../db/tables/readers.ts';
import { newId } from '../../lib/ids.ts';
import type { TxCtx } from '../context.ts';
import { Refused } from '../errors.ts';
import type { CardNumber } from './cardNumber.ts';

export type Card = typeof cards.$inferSelect;

/** A card as a reader saw it: of its number only what is kept. */
export interface SeenCard extends CardNumber {
  /** The answer to reset, as hexadecimal digits. */
  atr: string | null;
  technology: CardTechnology;
  fido2Applet: boolean;
}

/** Who has a card already: a key, or another wizard. */
export type CardHolder = { failure: 'CARD_TAKEN'; keyId: string } | { failure: 'CARD_RESERVED' };

/** Whether the card is the caller's now, or who has it. */
export type CardClaim = { card: Card } | CardHolder;

/**
 * Reserves a card for a wizard, in place of the one that it had; a card that somebody else has leaves that one as it is.
 * Lock the wizard first.
 */
export async function reserveCard(ctx: TxCtx, workspaceId: string, wizardId: string, seen: SeenCard): Promise<CardClaim> {
  const claim = await claimCard(ctx, workspaceId, seen, { state: 'RESERVED' }, (holder) => holder.wizardId === wizardId);
  if (!('card' in claim)) return claim;
  const { id } = claim.card;
  await ctx.db.delete(cards).where(and(reservedFor(workspaceId, wizardId), ne(cards.id, id)));
  const [card] = await ctx.db
    .update(cards)
    .set({ wizardId })
    .where(and(eq(cards.workspaceId, workspaceId), eq(cards.id, id)))
    .returning();
  return { card: card as Card };
}

/** Gives a card to a key at once. Lock the key first. */
export const takeCard = (ctx: TxCtx, workspaceId: string, keyId: string, seen: SeenCard): Promise<CardClaim> =>
  claimCard(ctx, workspaceId, seen, { state: 'ACTIVE', keyId }, (holder) => holder.keyId === keyId);

/** Whether another key has a card now: a look before dear work. What is taken then is decided by the claim. */
export async function isTaken(ctx: Pick<TxCtx, 'db'>, workspaceId: string, keyId: string, uidHmac: Uint8Array): Promise<boolean> {
  const holder = await holderOf(ctx, workspaceId, uidHmac);
  return holder !== undefined && holder.state !== 'RESERVED' && holder.keyId !== keyId;
}

/**
 * Writes a card down where nobody has it. The unique index decides between two who come at once: the second waits for
 * the first, and is told.
 */
async function claimCard(
  ctx: TxCtx,
  workspaceId: string,
  seen: SeenCard,
  as: { state: 'RESERVED' } | { state: 'ACTIVE'; keyId: string },
  isMine: (holder: Card) => boolean,
): Promise<CardClaim> {
  // Who had it may have let it go between the insert and the look: then it is tried again.
  for (let tries = 0; tries < 5; tries += 1) {
    const [card] = await ctx.db
      .insert(cards)
      .values({ workspaceId, id: newId('card'), ...seen, assurance: 'UID_ONLY', ...as, createdAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning();
    if (card) return { card };
    const holder = await holderOf(ctx, workspaceId, seen.uidHmac);
    if (!holder) continue;
    if (isMine(holder)) return { card: holder };
    if (holder.state !== 'RESERVED') return { failure: 'CARD_TAKEN', keyId: holder.keyId ?? '' };
    if (!(await freeOverdue(ctx, holder))) return { failure: 'CARD_RESERVED' };
  }
  throw new Refused('TRY_AGAIN', 'Somebody else holds that card at this very moment. Nothing was changed; try again.');
}

async function holderOf(ctx: Pick<TxCtx, 'db'>, workspaceId: string, uidHmac: Uint8Array): Promise<Card | undefined> {
  const [holder] = await ctx.db
    .select()
    .from(cards)
    .where(and(eq(cards.workspaceId, workspaceId), eq(cards.uidHmac, uidHmac), ne(cards.state, 'RELEASED')));
  return holder;
}

/** Takes a card from a wizard whose 7 days are over, before the sweeper comes by. Returns whether they are. */
async function freeOverdue(ctx: TxCtx, { workspaceId, id, wizardId }: Card): Promise<boolean> {
  if (!wizardId) return false;
  const [overdue] = await ctx.db
    .select({ id: wizards.id })
    .from(wizards)
    .where(and(eq(wizards.workspaceId, workspaceId), eq(wizards.id, wizardId), lte(wizards.expiresAt, ctx.clock.now())));
  if (!overdue) return false;
  await ctx.db.delete(cards).where(and(eq(cards.workspaceId, workspaceId), eq(cards.id, id), eq(cards.state, 'RESERVED')));
  return true;
}

const reservedFor = (workspaceId: string, wizardId: string) =>
  and(eq(cards.workspaceId, workspaceId), eq(cards.wizardId, wizardId), eq(cards.state, 'RESERVED'));

/** The card that is reserved for a wizard, locked for the rest of the transaction; null where none is. */
export async function lockReservedCard(ctx: TxCtx, workspaceId: string, wizardId: string): Promise<Card | null> {
  const [card] = await ctx.db.select().from(cards).where(reservedFor(workspaceId, wizardId)).for('update');
  return card ?? null;
}

/** Gives a reserved card to a key. @throws Refused CARD_RESERVED where it is reserved no more */
export async function bindCard(ctx: TxCtx, workspaceId: string, cardId: string, keyId: string): Promise<void> {
  const bound = await ctx.db
    .update(cards)
    .set({ state: 'ACTIVE', keyId, wizardId: null })
    .where(and(eq(cards.workspaceId, workspaceId), eq(cards.id, cardId), eq(cards.state, 'RESERVED')))
    .returning({ id: cards.id });
  if (bound.length === 0) throw new Refused('CARD_RESERVED', 'The card is not this wizard’s any more. Tap it again.');
}

/** Lets go the card that a wizard has reserved, where it has one. */
export const freeReservation = (ctx: TxCtx, workspaceId: string, wizardId: string) => ctx.db.delete(cards).where(reservedFor(workspaceId, wizardId));

/** Frees the card of a key that was revoked: others may have it from then on. The key still shows which one it was. */
export const releaseCards = (ctx: TxCtx, workspaceId: string, keyId: string) =>
  ctx.db
    .update(cards)
    .set({ state: 'RELEASED' })
    .where(and(eq(cards.workspaceId, workspaceId), eq(cards.keyId, keyId), eq(cards.state, 'ACTIVE')));
