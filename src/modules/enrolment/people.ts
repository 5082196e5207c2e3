import type { Role } from '../../db/tables/directory.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { changeRole, changeUser, removeUser, type User, type UserChanges } from '../directory/users.ts';
import { rank } from '../policy/permissions.ts';
import { revokeAgentsOfUser } from '../readers/agents.ts';
import { endActivationSessions } from './activationSessions.ts';
import { cancel, lockRunning } from './enrolments.ts';
import { replaceLinks } from './links.ts';

/**
 * Changes what is known of a person; what is left out stays. With another email, the links that went to the old one
 * work no more.
 * @throws NotFound, InvalidInput, AccessDenied
 */
export const updateUser = (ctx: Ctx, userId: string, input: UserChanges): Promise<User> =>
  changeUser(ctx, userId, input, async (ctx, before, after) => {
    if (before.email.toLowerCase() === after.email.toLowerCase()) return;
    for (const { workspaceId, id } of await lockRunning(ctx, after.workspaceId, { userId })) {
      await replaceLinks(ctx, workspaceId, id);
      await endActivationSessions(ctx, workspaceId, id);
    }
  });

/**
 * Gives a person a role, or takes it away. Ends their sessions. Whoever rises loses the enrolments that others began for
 * them before: a link that a helpdesk sent must not end as an owner's key.
 * @throws NotFound, AccessDenied, Refused LAST_OWNER
 */
export const setUserRole = (ctx: Ctx, userId: string, role: Role | null): Promise<User> =>
  changeRole(ctx, userId, role, async (ctx, before, after) => {
    if (rank(after.role) > rank(before.role)) await cancelRunning(ctx, after);
  });

/** Deletes a person with everything that is theirs; the log keeps what happened. @throws NotFound, AccessDenied, Refused LAST_OWNER */
export const deleteUser = (ctx: Ctx, userId: string): Promise<{ userId: string }> =>
  removeUser(ctx, userId, async (ctx, user) => {
    await revokeAgentsOfUser(ctx, user.workspaceId, user.id);
    await cancelRunning(ctx, user);
  });

async function cancelRunning(ctx: TxCtx, { workspaceId, id: userId }: User): Promise<void> {
  for (const enrolment of await lockRunning(ctx, workspaceId, { userId })) await cancel(ctx, enrolment);
}
