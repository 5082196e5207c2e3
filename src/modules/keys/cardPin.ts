import { randomInt } from 'node:crypto';
import { and, eq, isNotNull, lt, or, sql } from 'drizzle-orm';
import { securityKeys } from '../../db/tables/keys.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import type { User } from '../directory/users.ts';
import { NotFound, Refused } from '../errors.ts';
import { queueMail } from '../mail/outbox.ts';
import { pinMail } from '../mail/templates/pin.ts';
import { findWorkspace } from '../workspace/workspaces.ts';
import type { SecurityKey } from './keys.ts';
import { examinePin } from './pinPolicy.ts';

const digits = 6;
/** Wrong PINs since the last right one, then an administrator has to help (CTAP 2.1 §6.5 allows as many). */
const triesAllowed = 8;
/** Wrong PINs since the last tap, so that who is far from the card gets no further. */
const triesAllowedPerTap = 3;

export type PinStatus = 'NONE' | 'SET' | 'LOCKED';

/** How a key's PIN stands. */
export function pinStatusOf({ pinHash, pinTries }: Pick<SecurityKey, 'pinHash' | 'pinTries'>): PinStatus {
  if (pinHash === null) return 'NONE';
  return pinTries < triesAllowed ? 'SET' : 'LOCKED';
}

/** A PIN of six random digits that nobody guesses first. */
export function newPin(): string {
  for (;;) {
    const pin = String(randomInt(10 ** digits)).padStart(digits, '0');
    if (examinePin(pin, []).length === 0) return pin;
  }
}

/** A new PIN and what is kept of it. The PIN goes into one mail, and nowhere else. */
export interface MadePin {
  pin: string;
  pinHash: string;
}

/** Makes a PIN for a card. Outside of any transaction: argon2 is slow on purpose. @throws Refused TRY_AGAIN */
export async function makePin(ctx: Ctx, workspaceId: string): Promise<MadePin> {
  const pin = newPin();
  return { pin, pinHash: await ctx.pins.hash(pin, await ctx.vault.key(ctx.db, workspaceId, 'PIN_PEPPER')) };
}

/**
 * Mails a card's PIN to its person. Part of the transaction that gives the card the PIN. It hangs on no enrolment: what
 * ends an enrolment takes its mails back.
 */
export async function mailPin(
  ctx: TxCtx,
  user: User,
  key: SecurityKey,
  pin: string,
  { note, again }: { note: string | null; again: boolean },
): Promise<void> {
  const { workspaceId } = key;
  const { name: organisation } = await findWorkspace(ctx.db, workspaceId);
  const content = pinMail({ organisation, personName: user.displayName, cardName: key.name, pin, note, again });
  await queueMail(ctx, workspaceId, { userId: user.id, enrolmentId: null }, { to: user.email, toName: user.displayName, ...content });
}

/** The condition that finds a key. */
export const theKey = (workspaceId: string, keyId: string) => and(eq(securityKeys.workspaceId, workspaceId), eq(securityKeys.id, keyId));

/**
 * Whether a PIN is the card's: returns where it is. Call it once the tap is verified, or strangers could lock people out.
 * A try is counted before it is compared, in a statement of its own, so that no two tries share a count.
 * @throws NotFound; Refused KEY_STATE, PIN_WRONG, PIN_LOCKED, PIN_NEEDS_TAP, TRY_AGAIN
 */
export async function verifyCardPin(ctx: Ctx, workspaceId: string, keyId: string, pin: string): Promise<void> {
  const counted = await countTry(ctx, workspaceId, keyId);
  const right = await comparePin(ctx, counted, pin);
  if (right) return acceptPin(ctx, counted);
  const left = triesAllowed - counted.pinTries;
  if (left === 0) {
    await tx(ctx, async (ctx) => ctx.emit(workspaceId, { type: 'security_key.pin_locked', userId: counted.userId, keyId, payload: {} }));
    throw new Refused('PIN_WRONG', 'That is not the PIN, and it is locked now: an administrator has to unlock or reset it.');
  }
  throw new Refused('PIN_WRONG', `That is not the PIN. ${left} ${left === 1 ? 'try' : 'tries'} left.`);
}

type CountedKey = SecurityKey & { pinHash: string };

async function countTry(ctx: Ctx, workspaceId: string, keyId: string): Promise<CountedKey> {
  const [counted] = await ctx.db
    .update(securityKeys)
    .set({ pinTries: sql`${securityKeys.pinTries} + 1`, pinTriesSinceTap: sql`${securityKeys.pinTriesSinceTap} + 1` })
    .where(
      and(
        theKey(workspaceId, keyId),
        eq(securityKeys.kind, 'CONTACTLESS_CARD'),
        eq(securityKeys.status, 'ACTIVE'),
        isNotNull(securityKeys.pinHash),
        lt(securityKeys.pinTries, triesAllowed),
        lt(securityKeys.pinTriesSinceTap, triesAllowedPerTap),
      ),
    )
    .returning();
  if (counted) return counted as CountedKey;
  const [key] = await ctx.db.select().from(securityKeys).where(theKey(workspaceId, keyId));
  if (!key) throw new NotFound('security key');
  if (key.kind !== 'CONTACTLESS_CARD' || key.status !== 'ACTIVE' || key.pinHash === null) {
    throw new Refused('KEY_STATE', 'Only an active card has a PIN that can be checked.');
  }
  if (key.pinTries >= triesAllowed) throw new Refused('PIN_LOCKED', 'Too many wrong PINs: ask an administrator to unlock or reset it.');
  throw new Refused('PIN_NEEDS_TAP', 'Three wrong PINs in a row: tap the card again, then type the PIN.');
}

async function comparePin(ctx: Ctx, counted: CountedKey, pin: string): Promise<boolean> {
  const pepper = await ctx.vault.key(ctx.db, counted.workspaceId, 'PIN_PEPPER');
  try {
    return await ctx.pins.verify(counted.pinHash, pin, pepper);
  } catch (error) {
    // Too busy to compare: it was no try, and must not cost one.
    await ctx.db
      .update(securityKeys)
      .set({
        pinTries: sql`greatest(${securityKeys.pinTries} - 1, 0)`,
        pinTriesSinceTap: sql`greatest(${securityKeys.pinTriesSinceTap} - 1, 0)`,
      })
      .where(theKey(counted.workspaceId, counted.id));
    throw error;
  }
}

/** Forgets the wrong tries, unless the PIN was locked, changed or stopped while this one was compared. */
async function acceptPin(ctx: Ctx, { workspaceId, id, pinHash, pinTries }: CountedKey): Promise<void> {
  const wasLast = pinTries === triesAllowed;
  const accepted = await ctx.db
    .update(securityKeys)
    .set({ pinTries: 0, pinTriesSinceTap: 0 })
    .where(
      and(
        theKey(workspaceId, id),
        eq(securityKeys.pinHash, pinHash),
        eq(securityKeys.status, 'ACTIVE'),
        or(sql`${wasLast}`, lt(securityKeys.pinTries, triesAllowed)),
      ),
    )
    .returning({ id: securityKeys.id });
  if (accepted.length === 0) throw new Refused('PIN_LOCKED', 'The PIN was locked or changed meanwhile. Tap the card again.');
}

/** Notes that the card was tapped: three more wrong PINs are borne. */
export const noteTap = (ctx: Pick<Ctx, 'db'>, workspaceId: string, keyId: string) =>
  ctx.db.update(securityKeys).set({ pinTriesSinceTap: 0 }).where(theKey(workspaceId, keyId));
