import { and, eq } from 'drizzle-orm';
import { type UserStatus, users } from '../../db/tables/directory.ts';
import { type KeyStatus, securityKeys } from '../../db/tables/keys.ts';
import type { TxCtx } from '../context.ts';
import { lockUser, type User } from '../directory/users.ts';

/** What a person's status is, from the keys that they have. */
export function statusFromKeys(suspended: boolean, keys: readonly KeyStatus[]): UserStatus {
  if (suspended) return 'SUSPENDED';
  if (keys.includes('ACTIVE')) return 'ACTIVE';
  if (keys.includes('PENDING')) return 'PENDING';
  if (keys.includes('SUSPENDED')) return 'SUSPENDED';
  return 'NO_KEY';
}

/** Brings a person's status in step with their keys: the one place that writes it. Call it after each change of a key. @returns the person as they are now */
export async function refreshUserStatus(ctx: TxCtx, workspaceId: string, userId: string): Promise<User> {
  const user = await lockUser(ctx, workspaceId, userId);
  const keys = await ctx.db
    .select({ status: securityKeys.status })
    .from(securityKeys)
    .where(and(eq(securityKeys.workspaceId, workspaceId), eq(securityKeys.userId, userId)));
  const status = statusFromKeys(
    user.suspendedAt !== null,
    keys.map((key) => key.status),
  );
  if (status === user.status) return user;
  const [after] = await ctx.db
    .update(users)
    .set({ status, updatedAt: ctx.clock.now() })
    .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)))
    .returning();
  ctx.emit(workspaceId, { type: 'user.status_changed', userId, payload: { from: user.status, to: status } });
  return after as User;
}
