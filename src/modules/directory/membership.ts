import { and, asc, eq } from 'drizzle-orm';
import { groupMembers, groups } from '../../db/tables/directory.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { NotFound } from '../errors.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { lockUser, type User } from './users.ts';

/** Who is put into which group, or taken out of it. */
export interface Membership {
  groupId: string;
  userId: string;
}

/** Puts a person into one group; their other groups stay. Who is in it already stays so. @throws NotFound, AccessDenied */
export const addGroupMember = (ctx: Ctx, membership: Membership): Promise<User> =>
  change(ctx, membership, (ctx, workspaceId) =>
    ctx.db
      .insert(groupMembers)
      .values({ workspaceId, ...membership, joinedAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning({ groupId: groupMembers.groupId }),
  );

/** Takes a person out of one group. Who is not in it stays so. @throws NotFound, AccessDenied */
export const removeGroupMember = (ctx: Ctx, membership: Membership): Promise<User> =>
  change(ctx, membership, (ctx, workspaceId) =>
    ctx.db.delete(groupMembers).where(theMember(workspaceId, membership)).returning({ groupId: groupMembers.groupId }),
  );

const theMember = (workspaceId: string, { groupId, userId }: Membership) =>
  and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.groupId, groupId), eq(groupMembers.userId, userId));

/** Changes one membership, and tells of it where something changed. `write` returns the rows that it touched. */
async function change(
  ctx: Ctx,
  { groupId, userId }: Membership,
  write: (ctx: TxCtx, workspaceId: string) => Promise<{ groupId: string }[]>,
): Promise<User> {
  const workspaceId = require(ctx, 'user.update');
  return tx(ctx, async (ctx) => {
    const user = await lockUser(ctx, workspaceId, userId);
    requireRankOver(ctx, user);
    // Held, so that it is not deleted under the new member.
    const [group] = await ctx.db
      .select({ id: groups.id })
      .from(groups)
      .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)))
      .for('key share');
    if (!group) throw new NotFound('group');
    const changed = await write(ctx, workspaceId);
    if (changed.length > 0) await tellGroups(ctx, user);
    return user;
  });
}

/** Tells which groups a person is in now. */
async function tellGroups(ctx: TxCtx, { workspaceId, id: userId }: User): Promise<void> {
  const now = await ctx.db
    .select({ groupId: groupMembers.groupId })
    .from(groupMembers)
    .where(and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.userId, userId)))
    .orderBy(asc(groupMembers.groupId));
  ctx.emit(workspaceId, { type: 'user.groups_changed', userId, payload: { groupIds: now.map(({ groupId }) => groupId) } });
}
