import { and, eq, ne, type SQL } from 'drizzle-orm';
import { type CardActivation, type KeyKind, type KeyStatus, type SmartphoneSettings, securityKeys } from '../../db/tables/keys.ts';
import { newId } from '../../lib/ids.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { lockUser, requireAnotherOwner, type User } from '../directory/users.ts';
import { NotFound, Refused } from '../errors.ts';
import { endSessions } from '../identity/sessions.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { line, parse } from '../validation.ts';
import { releaseCards } from './cards.ts';
import { keyNext } from './machine.ts';
import { signsInAnywhere } from './signsIn.ts';
import { refreshUserStatus } from './userStatus.ts';

export type SecurityKey = typeof securityKeys.$inferSelect;

/** A key's name, as it is kept. */
export const keyName = line('Key name', { max: 100 });

/** The condition that finds a key. */
export const theKey = (workspaceId: string, id: string): SQL | undefined => and(eq(securityKeys.workspaceId, workspaceId), eq(securityKeys.id, id));

/** Adds a key that waits for its activation. Part of a greater transaction. */
export async function insertKey(
  ctx: TxCtx,
  workspaceId: string,
  userId: string,
  wish: { kind: KeyKind; name: string; smartphone: SmartphoneSettings | null; cardActivation: CardActivation | null },
): Promise<SecurityKey> {
  const [key] = await ctx.db
    .insert(securityKeys)
    .values({ workspaceId, id: newId('securityKey'), userId, ...wish, status: 'PENDING', createdAt: ctx.clock.now() })
    .returning();
  const { id: keyId } = key as SecurityKey;
  ctx.emit(workspaceId, { type: 'security_key.assigned', userId, keyId, payload: { kind: wish.kind, smartphone: wish.smartphone } });
  await refreshUserStatus(ctx, workspaceId, userId);
  return key as SecurityKey;
}

/**
 * Moves a key to another status by compare-and-set, with its event and its person's status. A card is free for others
 * once its key is revoked.
 * @throws Refused KEY_STATE where the state machine does not allow it, or somebody was quicker
 */
export async function moveKey(ctx: TxCtx, key: SecurityKey, to: KeyStatus, also: Partial<SecurityKey> = {}): Promise<SecurityKey> {
  const { workspaceId, id: keyId, userId, status: from } = key;
  const refused = new Refused('KEY_STATE', `The key is ${from}; it cannot become ${to}.`);
  const allowed: readonly KeyStatus[] = keyNext[from];
  if (!allowed.includes(to)) throw refused;
  const [moved] = await ctx.db
    .update(securityKeys)
    .set({ ...also, status: to })
    .where(and(theKey(workspaceId, keyId), eq(securityKeys.status, from)))
    .returning();
  if (!moved) throw refused;
  if (to === 'REVOKED') await releaseCards(ctx, workspaceId, keyId);
  ctx.emit(workspaceId, { type: 'security_key.status_changed', userId, keyId, payload: { from, to } });
  await refreshUserStatus(ctx, workspaceId, userId);
  return moved;
}

/** A key with its person, both locked for the rest of the transaction. @throws NotFound */
export async function lockKey(ctx: TxCtx, workspaceId: string, keyId: string): Promise<{ key: SecurityKey; user: User }> {
  const mine = theKey(workspaceId, keyId);
  const [found] = await ctx.db.select({ userId: securityKeys.userId }).from(securityKeys).where(mine);
  if (!found) throw new NotFound('security key');
  // The person first, everywhere: one order of locks, no deadlock.
  const user = await lockUser(ctx, workspaceId, found.userId);
  const [key] = await ctx.db.select().from(securityKeys).where(mine).for('update');
  if (!key) throw new NotFound('security key');
  return { key, user };
}

/** Stops a key for a while. @throws NotFound, AccessDenied, Refused KEY_STATE, LAST_OWNER */
export const suspendSecurityKey = (ctx: Ctx, keyId: string) => stop(ctx, keyId, 'SUSPENDED');

/** Lets a suspended key work again. @throws NotFound, AccessDenied, Refused KEY_STATE */
export async function resumeSecurityKey(ctx: Ctx, keyId: string): Promise<SecurityKey> {
  const workspaceId = require(ctx, 'key.update');
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockKey(ctx, workspaceId, keyId);
    requireRankOver(ctx, user);
    // PENDING → ACTIVE is the activation's, never an administrator's.
    if (key.status !== 'SUSPENDED') throw new Refused('KEY_STATE', `The key is ${key.status}; only a suspended key can be resumed.`);
    return moveKey(ctx, key, 'ACTIVE');
  });
}

/** Says that a key is lost: it stops at once. @throws NotFound, AccessDenied, Refused KEY_STATE, LAST_OWNER */
export const reportSecurityKeyLost = (ctx: Ctx, keyId: string) => stop(ctx, keyId, 'LOST');

/** Gives a key another name. @throws NotFound, InvalidInput, AccessDenied */
export async function renameSecurityKey(ctx: Ctx, keyId: string, name: string): Promise<SecurityKey> {
  const workspaceId = require(ctx, 'key.update');
  const wanted = parse(keyName, name, ['name']);
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockKey(ctx, workspaceId, keyId);
    requireRankOver(ctx, user);
    return setKeyName(ctx, key, wanted);
  });
}

/** Writes a key's name. The caller holds the locks and has checked the right. */
export async function setKeyName(ctx: TxCtx, { workspaceId, id: keyId, userId }: SecurityKey, name: string): Promise<SecurityKey> {
  const [renamed] = await ctx.db.update(securityKeys).set({ name }).where(theKey(workspaceId, keyId)).returning();
  ctx.emit(workspaceId, { type: 'security_key.renamed', userId, keyId, payload: {} });
  return renamed as SecurityKey;
}

async function stop(ctx: Ctx, keyId: string, to: KeyStatus): Promise<SecurityKey> {
  const workspaceId = require(ctx, 'key.update');
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockKey(ctx, workspaceId, keyId);
    requireRankOver(ctx, user);
    return stopKey(ctx, key, user, to);
  });
}

/** Takes a key out of use, and ends the sessions that it opened. The caller holds the locks and has checked the right. */
export async function stopKey(ctx: TxCtx, key: SecurityKey, user: User, to: KeyStatus): Promise<SecurityKey> {
  if (user.role === 'OWNER' && key.status === 'ACTIVE' && !(await signsInWithoutIt(ctx, key))) {
    await requireAnotherOwner(ctx, key.workspaceId, user.id);
  }
  const stopped = await moveKey(ctx, key, to);
  await endSessions(ctx, key.workspaceId, { keyId: key.id });
  return stopped;
}

/** Whether the person has another key that gets them in. */
async function signsInWithoutIt(ctx: TxCtx, { workspaceId, userId, id }: SecurityKey): Promise<boolean> {
  const others = await ctx.db
    .select({ kind: securityKeys.kind })
    .from(securityKeys)
    .where(
      and(eq(securityKeys.workspaceId, workspaceId), eq(securityKeys.userId, userId), eq(securityKeys.status, 'ACTIVE'), ne(securityKeys.id, id)),
    );
  return others.some(signsInAnywhere);
}
