import { securityKeys } from '../../db/tables/keys.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import type { User } from '../directory/users.ts';
import { Refused } from '../errors.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { mailPin, makePin, pinStatusOf } from './cardPin.ts';
import { lockKey, type SecurityKey, theKey } from './keys.ts';

/** Gives a card a new PIN, by mail; the old one is over at once. @throws NotFound, AccessDenied, Refused KEY_STATE, TRY_AGAIN */
export async function resetCardPin(ctx: Ctx, keyId: string): Promise<SecurityKey> {
  const workspaceId = require(ctx, 'key.update');
  // Looked at first, so that a call for nothing costs no hash.
  await tx(ctx, (ctx) => lockPin(ctx, workspaceId, keyId));
  const { pin, pinHash } = await makePin(ctx, workspaceId);
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockPin(ctx, workspaceId, keyId);
    const [reset] = await ctx.db
      .update(securityKeys)
      .set({ pinHash, pinTries: 0, pinTriesSinceTap: 0 })
      .where(theKey(workspaceId, keyId))
      .returning();
    await mailPin(ctx, user, key, pin, { note: null, again: true });
    ctx.emit(workspaceId, { type: 'security_key.pin_reset', userId: user.id, keyId, payload: {} });
    return reset as SecurityKey;
  });
}

/** Lets a locked PIN of a card or a phone be tried again; one that is not locked stays as it is. @throws NotFound, AccessDenied, Refused KEY_STATE */
export async function unlockCardPin(ctx: Ctx, keyId: string): Promise<SecurityKey> {
  const workspaceId = require(ctx, 'key.update');
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockKey(ctx, workspaceId, keyId);
    requireRankOver(ctx, user);
    requirePin(key);
    if (pinStatusOf(key) !== 'LOCKED') return key;
    const [unlocked] = await ctx.db.update(securityKeys).set({ pinTries: 0, pinTriesSinceTap: 0 }).where(theKey(workspaceId, keyId)).returning();
    ctx.emit(workspaceId, { type: 'security_key.pin_unlocked', userId: user.id, keyId, payload: {} });
    return unlocked as SecurityKey;
  });
}

/** A card that has a PIN, with its person, both locked. The caller's rank is checked. */
async function lockPin(ctx: TxCtx, workspaceId: string, keyId: string): Promise<{ key: SecurityKey; user: User }> {
  const { key, user } = await lockKey(ctx, workspaceId, keyId);
  requireRankOver(ctx, user);
  if (key.kind !== 'CONTACTLESS_CARD') throw new Refused('KEY_STATE', 'Only a contactless card has a PIN that an administrator can change.');
  requirePin(key);
  return { key, user };
}

function requirePin({ pinHash, status }: SecurityKey): void {
  if (pinHash === null) throw new Refused('KEY_STATE', 'The key has no PIN.');
  if (status === 'ACTIVE' || status === 'SUSPENDED') return;
  throw new Refused('KEY_STATE', `The key is ${status}; only the PIN of a key that is active or suspended can be changed.`);
}
