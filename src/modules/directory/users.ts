import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { type Role, users } from '../../db/tables/directory.ts';
import type { UserDetails } from '../../db/tables/enrolment.ts';
import { securityKeys } from '../../db/tables/keys.ts';
import { newId } from '../../lib/ids.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { InvalidInput, NotFound, Refused } from '../errors.ts';
import { endSessions } from '../identity/sessions.ts';
import { actorName } from '../policy/actor.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { parse } from '../validation.ts';
import { findTaken, takenMeanwhile, userChanges } from './details.ts';

export type User = typeof users.$inferSelect;

/** Adds a person, without a key. Part of a greater transaction; the details are checked already. */
export async function insertUser(ctx: TxCtx, workspaceId: string, details: UserDetails, role: Role | null = null): Promise<User> {
  const now = ctx.clock.now();
  const [user] = await ctx.db
    .insert(users)
    .values({ workspaceId, id: newId('user'), ...details, status: 'NO_KEY', role, createdAt: now, updatedAt: now })
    .returning();
  ctx.emit(workspaceId, { type: 'user.created', userId: (user as User).id, payload: {} });
  return user as User;
}

/** Locks a person's row for the rest of the transaction. @throws NotFound */
export async function lockUser(ctx: TxCtx, workspaceId: string, userId: string): Promise<User> {
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)))
    .for('update');
  if (!user) throw new NotFound('person');
  return user;
}

export interface UserChanges {
  displayName?: string | undefined;
  email?: string | undefined;
  username?: string | undefined;
  employeeNumber?: string | null | undefined;
  department?: string | null | undefined;
  phone?: string | null | undefined;
}

/** What else belongs to a change of a person, in the same transaction: the domains above this one know. */
type Also = (ctx: TxCtx, before: User, after: User) => Promise<unknown>;

/** Changes what is known of a person; what is left out stays. @throws NotFound, InvalidInput, AccessDenied */
export async function changeUser(ctx: Ctx, userId: string, input: UserChanges, also: Also): Promise<User> {
  const workspaceId = require(ctx, 'user.update');
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const parsed = parse(userChanges, given, ['changes']);
  // zod gives null for an optional line that was left out; what was left out must stay.
  const changes = Object.fromEntries(Object.entries(parsed).filter(([field]) => field in given)) as Partial<UserDetails>;
  try {
    return await tx(ctx, async (ctx) => {
      const before = await lockUser(ctx, workspaceId, userId);
      requireRankOver(ctx, before);
      const issues = await findTaken(ctx.db, workspaceId, changes, ['changes'], userId);
      if (issues.length > 0) throw new InvalidInput(issues);
      const fields = (Object.keys(changes) as (keyof UserDetails)[]).filter((field) => changes[field] !== before[field]);
      if (fields.length === 0) return before;
      const [after] = await ctx.db
        .update(users)
        .set({ ...changes, updatedAt: ctx.clock.now(), ...(fields.includes('email') && { emailChangedAt: ctx.clock.now() }) })
        .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)))
        .returning();
      ctx.emit(workspaceId, { type: 'user.updated', userId, payload: { fields } });
      await also(ctx, before, after as User);
      return after as User;
    });
  } catch (error) {
    throw takenMeanwhile(error, ['changes']);
  }
}

/** Gives a person a role, or takes it away. Ends their sessions. @throws NotFound, AccessDenied, Refused LAST_OWNER */
export async function changeRole(ctx: Ctx, userId: string, role: Role | null, also: Also): Promise<User> {
  const workspaceId = require(ctx, 'user.setRole');
  return tx(ctx, async (ctx) => {
    const before = await lockUser(ctx, workspaceId, userId);
    if (before.role === role) return before;
    if (before.role === 'OWNER') await requireAnotherOwner(ctx, workspaceId, userId);
    const [after] = await ctx.db
      .update(users)
      .set({ role, updatedAt: ctx.clock.now() })
      .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)))
      .returning();
    await endSessions(ctx, workspaceId, { userId });
    await also(ctx, before, after as User);
    ctx.emit(workspaceId, { type: 'user.role_changed', userId, payload: { from: before.role, to: role } });
    return after as User;
  });
}

/** Deletes a person with everything that is theirs; the log keeps what happened. @throws NotFound, AccessDenied, Refused LAST_OWNER */
export async function removeUser(ctx: Ctx, userId: string, first: (ctx: TxCtx, user: User) => Promise<unknown>): Promise<{ userId: string }> {
  const workspaceId = require(ctx, 'user.delete');
  return tx(ctx, async (ctx) => {
    const user = await lockUser(ctx, workspaceId, userId);
    requireRankOver(ctx, user);
    if (actorName(ctx.actor) === userId) throw new Refused('NOT_ONESELF', 'You cannot delete yourself; ask another owner.');
    if (user.role === 'OWNER') await requireAnotherOwner(ctx, workspaceId, userId);
    await first(ctx, user);
    await ctx.db.delete(users).where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)));
    ctx.emit(workspaceId, { type: 'user.deleted', userId, payload: {} });
    return { userId };
  });
}

/** Throws where the person is the last owner who can sign in. */
export async function requireAnotherOwner(ctx: TxCtx, workspaceId: string, userId: string): Promise<void> {
  // Two owners who remove each other at the same time would both see the other one: they take turns.
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`owners:${workspaceId}`}, 0))`);
  const [others] = await ctx.db
    .select({ count: count() })
    .from(users)
    .where(
      and(
        eq(users.workspaceId, workspaceId),
        eq(users.role, 'OWNER'),
        isNull(users.suspendedAt),
        sql`${users.id} <> ${userId}`,
        // As keys/signsIn.ts has it: an owner who has only a card, or a phone that asks for a PIN or has to be near, cannot sign in.
        sql`exists (select 1 from ${securityKeys} where ${securityKeys.workspaceId} = ${users.workspaceId} and ${securityKeys.userId} = ${users.id}
          and ${securityKeys.status} = 'ACTIVE' and ${securityKeys.kind} <> 'CONTACTLESS_CARD' and (${securityKeys.smartphone} is null
          or (${securityKeys.smartphone}->>'verification' = 'BIOMETRIC' and ${securityKeys.smartphone}->>'bluetoothProximity' = 'false')))`,
      ),
    );
  if (!others || others.count === 0) throw new Refused('LAST_OWNER', 'A workspace keeps at least one owner with an active key.');
}
