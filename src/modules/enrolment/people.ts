import type { Role } from '../../db/tables/directory.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { changeRole, changeUser, removeUser, type User, type UserChanges } from '../directory/users.ts';
import { suspend } from '../keys/suspendUser.ts';
import { cancelUnsentPinsOf } from '../mail/outbox.ts';
import { rank } from '../policy/permissions.ts';
import { revokeAgentsOf } from '../readers/agents.ts';
import { endHolders } from './activationSessions.ts';
import { cancel, lockRunning } from './enrolments.ts';
import { replaceLinks } from './links.ts';

/**
 * Changes what is known of a person; what is left out stays. With another email, the links that went to the old one
 * work no more, and neither do the browsers and readers of whoever opened them; a PIN that still waits for its mail is
 * not sent there.
 * @throws NotFound, InvalidInput, AccessDenied
 */
export const updateUser = (ctx: Ctx, userId: string, input: UserChanges): Promise<User> =>
  changeUser(ctx, userId, input, async (ctx, before, after) => {
    if (before.email.toLowerCase() === after.email.toLowerCase()) return;
    await cancelUnsentPinsOf(ctx, after.workspaceId, userId);
    const running = await lockRunning(ctx, after.workspaceId, { userId });
    // All their readers before any request for a tap: a claim locks them in that order.
    for (const { workspaceId, id } of running) await revokeAgentsOf(ctx, workspaceId, { enrolmentId: id });
    for (const { workspaceId, id } of running) {
      await replaceLinks(ctx, workspaceId, id);
      await endHolders(ctx, workspaceId, id);
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

/** Suspends a person: none of their keys works, who they are signed in as ends, and so do their own readers. @throws NotFound, AccessDenied, Refused LAST_OWNER */
export const suspendUser = (ctx: Ctx, userId: string): Promise<User> =>
  suspend(ctx, userId, (ctx, user) => revokeAgentsOf(ctx, user.workspaceId, { userId: user.id }));

/** Deletes a person with everything that is theirs; the log keeps what happened. @throws NotFound, AccessDenied, Refused LAST_OWNER */
export const deleteUser = (ctx: Ctx, userId: string): Promise<{ userId: string }> =>
  removeUser(ctx, userId, async (ctx, user) => {
    const running = await lockRunning(ctx, user.workspaceId, { userId: user.id });
    await revokeAgentsOf(ctx, user.workspaceId, { userId: user.id });
    for (const enrolment of running) await cancel(ctx, enrolment);
  });

async function cancelRunning(ctx: TxCtx, { workspaceId, id: userId }: User): Promise<void> {
  for (const enrolment of await lockRunning(ctx, workspaceId, { userId })) await cancel(ctx, enrolment);
}
