import { and, eq } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { lockUser, requireAnotherOwner, type User } from '../directory/users.ts';
import { endSessions } from '../identity/sessions.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { refreshUserStatus } from './userStatus.ts';

/**
 * Suspends a person: none of their keys works, and who they are signed in as ends.
 * @param more what else ends with it, in the same transaction
 * @throws NotFound, AccessDenied, Refused LAST_OWNER
 */
export async function suspend(ctx: Ctx, userId: string, more: (ctx: TxCtx, user: User) => Promise<void>): Promise<User> {
  const workspaceId = require(ctx, 'user.suspend');
  return tx(ctx, async (ctx) => {
    const user = await lockUser(ctx, workspaceId, userId);
    requireRankOver(ctx, user);
    if (user.suspendedAt) return user;
    if (user.role === 'OWNER') await requireAnotherOwner(ctx, workspaceId, userId);
    await setSuspended(ctx, workspaceId, userId, ctx.clock.now());
    await endSessions(ctx, workspaceId, { userId });
    await more(ctx, user);
    ctx.emit(workspaceId, { type: 'user.suspended', userId, payload: {} });
    return refreshUserStatus(ctx, workspaceId, userId);
  });
}

/** Lets a suspended person's keys work again. @throws NotFound, AccessDenied */
export async function resumeUser(ctx: Ctx, userId: string): Promise<User> {
  const workspaceId = require(ctx, 'user.suspend');
  return tx(ctx, async (ctx) => {
    const user = await lockUser(ctx, workspaceId, userId);
    requireRankOver(ctx, user);
    if (!user.suspendedAt) return user;
    await setSuspended(ctx, workspaceId, userId, null);
    ctx.emit(workspaceId, { type: 'user.resumed', userId, payload: {} });
    return refreshUserStatus(ctx, workspaceId, userId);
  });
}

const setSuspended = (ctx: TxCtx, workspaceId: string, userId: string, suspendedAt: Date | null) =>
  ctx.db
    .update(users)
    .set({ suspendedAt })
    .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)));
