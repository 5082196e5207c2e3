import { and, eq, isNotNull, lt, or, sql } from 'drizzle-orm';
import { securityKeys } from '../../db/tables/keys.ts';
import { type Ctx, tx } from '../context.ts';
import { NotFound, Refused } from '../errors.ts';
import { triesAllowed } from './cardPin.ts';
import { type SecurityKey, theKey } from './keys.ts';
import { isAuditable } from './signsIn.ts';

/** Wrong PINs since the last tap, so that who is far from the card gets no further. */
const triesAllowedPerTap = 3;

/**
 * Whether a PIN is the key's: returns where it is. Call it once the tap or the phone's answer is verified, or strangers could
 * lock people out. A try is counted before it is compared, in a statement of its own, so that no two tries share a count.
 * @throws NotFound; Refused KEY_STATE, PIN_WRONG, PIN_LOCKED, PIN_NEEDS_TAP, TRY_AGAIN
 */
export async function verifyPin(ctx: Ctx, workspaceId: string, keyId: string, pin: string): Promise<void> {
  const counted = await countTry(ctx, workspaceId, keyId);
  const right = await comparePin(ctx, counted, pin);
  if (right) return acceptPin(ctx, counted);
  const left = triesAllowed - counted.pinTries;
  if (left === 0) {
    // It tells when somebody tried to sign in; that the PIN is locked, the key shows.
    if (isAuditable(counted)) {
      await tx(ctx, async (ctx) => ctx.emit(workspaceId, { type: 'security_key.pin_locked', userId: counted.userId, keyId, payload: {} }));
    }
    throw new Refused('PIN_WRONG', 'That is not the PIN, and it is locked now: an administrator has to unlock it.');
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
  if (key.status !== 'ACTIVE' || key.pinHash === null) throw new Refused('KEY_STATE', 'Only an active key has a PIN that can be checked.');
  if (key.pinTries >= triesAllowed) throw new Refused('PIN_LOCKED', 'Too many wrong PINs: ask an administrator to unlock it.');
  throw new Refused('PIN_NEEDS_TAP', 'Three wrong PINs in a row: tap the card, or confirm on the phone, once more; then type the PIN.');
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
  if (accepted.length === 0) throw new Refused('PIN_LOCKED', 'The PIN was locked or changed meanwhile. Start the sign-in once more.');
}

/** Notes that the card was tapped, or the phone has signed: three more wrong PINs are borne. */
export const noteTap = (ctx: Pick<Ctx, 'db'>, workspaceId: string, keyId: string) =>
  ctx.db.update(securityKeys).set({ pinTriesSinceTap: 0 }).where(theKey(workspaceId, keyId));
