import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../../db/handle.ts';
import { groupMembers, groups } from '../../db/tables/directory.ts';
import type { KeyKind } from '../../db/tables/keys.ts';
import { newId } from '../../lib/ids.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { InvalidInput, type Issue, NotFound, Refused } from '../errors.ts';
import { once } from '../idempotency.ts';
import { require, requireRankOver } from '../policy/require.ts';
import { line, paragraph, parse, violatedConstraint } from '../validation.ts';
import { lockUser, type User } from './users.ts';

export type Group = typeof groups.$inferSelect;

const groupInput = z.object({
  name: line('Group name', { max: 100 }),
  description: paragraph('Description', { max: 1_000 })
    .nullish()
    .transform((text) => text || null),
  allowedKeyKinds: z
    .array(z.enum(['SMARTPHONE', 'CONTACTLESS_CARD', 'HARDWARE_KEY']))
    .nullish()
    .transform((kinds) => kinds ?? null),
});

export interface GroupInput {
  name?: string | undefined;
  description?: string | null | undefined;
  allowedKeyKinds?: readonly KeyKind[] | null | undefined;
}

/** Adds a group. @throws InvalidInput, AccessDenied, Refused IDEMPOTENCY_KEY_REUSED */
export async function createGroup(ctx: Ctx, input: GroupInput & { idempotencyKey?: string | null | undefined }): Promise<Group> {
  const workspaceId = require(ctx, 'group.write');
  const { idempotencyKey, ...rest } = input;
  const wanted = parse(groupInput, rest);
  return nameTaken(() =>
    tx(ctx, async (ctx) => {
      const { ids } = await once(ctx, workspaceId, { mutation: 'createGroup', input: rest, key: idempotencyKey }, async () => {
        const now = ctx.clock.now();
        const groupId = newId('group');
        await ctx.db.insert(groups).values({ workspaceId, id: groupId, ...wanted, createdAt: now, updatedAt: now });
        ctx.emit(workspaceId, { type: 'group.created', payload: { groupId } });
        return { groupId };
      });
      const [group] = await ctx.db
        .select()
        .from(groups)
        .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, ids.groupId)));
      if (!group) throw new NotFound('group');
      return group;
    }),
  );
}

/** Changes a group; what is left out stays. @throws NotFound, InvalidInput, AccessDenied */
export async function updateGroup(ctx: Ctx, groupId: string, input: GroupInput): Promise<Group> {
  const workspaceId = require(ctx, 'group.write');
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const parsed = parse(groupInput.partial(), given);
  const changes = Object.fromEntries(Object.entries(parsed).filter(([field]) => field in given));
  return nameTaken(() =>
    tx(ctx, async (ctx) => {
      const [group] = await ctx.db
        .update(groups)
        .set({ ...changes, updatedAt: ctx.clock.now() })
        .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)))
        .returning();
      if (!group) throw new NotFound('group');
      ctx.emit(workspaceId, { type: 'group.updated', payload: { groupId, fields: Object.keys(changes) } });
      return group;
    }),
  );
}

/** Deletes a group; its members stay. @throws NotFound, AccessDenied */
export async function deleteGroup(ctx: Ctx, groupId: string): Promise<{ groupId: string }> {
  const workspaceId = require(ctx, 'group.write');
  return tx(ctx, async (ctx) => {
    const gone = await ctx.db
      .delete(groups)
      .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)))
      .returning({ id: groups.id });
    if (gone.length === 0) throw new NotFound('group');
    ctx.emit(workspaceId, { type: 'group.deleted', payload: { groupId } });
    return { groupId };
  });
}

/** The most groups that one call may name. */
const mostGroups = 200;

/** An issue for each id that is no group of this workspace, or one where there are too many ids to look up. */
export async function findUnknownGroups(db: Db, workspaceId: string, groupIds: readonly string[], path: (string | number)[]): Promise<Issue[]> {
  if (groupIds.length === 0) return [];
  if (groupIds.length > mostGroups) {
    return [{ path, code: 'TOO_LONG', message: `\`groupIds\` must be ${mostGroups} at most, got ${groupIds.length}.` }];
  }
  const known = await db
    .select({ id: groups.id })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), inArray(groups.id, [...groupIds])));
  const ids = new Set(known.map((group) => group.id));
  return groupIds.flatMap((id, i) =>
    ids.has(id) ? [] : [{ path: [...path, i], code: 'GROUP_UNKNOWN', message: 'There is no such group, or you may not see it.' }],
  );
}

/** Makes a person a member of exactly these groups. Part of a greater transaction; the ids are checked already. */
export async function putInGroups(ctx: TxCtx, workspaceId: string, userId: string, groupIds: readonly string[]): Promise<void> {
  await ctx.db.delete(groupMembers).where(and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.userId, userId)));
  const unique = [...new Set(groupIds)];
  if (unique.length > 0) {
    const joinedAt = ctx.clock.now();
    await ctx.db.insert(groupMembers).values(unique.map((groupId) => ({ workspaceId, groupId, userId, joinedAt })));
  }
  ctx.emit(workspaceId, { type: 'user.groups_changed', userId, payload: { groupIds: unique } });
}

/**
 * Makes a person a member of exactly these groups.
 * @throws NotFound, InvalidInput with an issue for each unknown group, AccessDenied
 */
export async function setUserGroups(ctx: Ctx, userId: string, groupIds: readonly string[]): Promise<User> {
  const workspaceId = require(ctx, 'user.update');
  return tx(ctx, async (ctx) => {
    const user = await lockUser(ctx, workspaceId, userId);
    requireRankOver(ctx, user);
    const issues = await findUnknownGroups(ctx.db, workspaceId, groupIds, ['groupIds']);
    if (issues.length > 0) throw new InvalidInput(issues);
    await putInGroups(ctx, workspaceId, userId, groupIds);
    return user;
  });
}

/** Throws where one of the groups does not allow its members this kind of key. */
export async function requireKindAllowed(db: Db, workspaceId: string, groupIds: readonly string[], kind: KeyKind): Promise<void> {
  if (groupIds.length === 0) return;
  const rows = await db
    .select({ name: groups.name, allowed: groups.allowedKeyKinds })
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), inArray(groups.id, [...groupIds])));
  const against = rows.find((group) => group.allowed !== null && !group.allowed.includes(kind));
  if (against) {
    throw new Refused(
      'KEY_KIND_NOT_ALLOWED',
      `The group “${against.name}” allows its members ${against.allowed?.join(', ') || 'no key'}, not ${kind}.`,
    );
  }
}

/** The same, for the groups that a person is in. */
export async function requireKindAllowedFor(db: Db, workspaceId: string, userId: string, kind: KeyKind): Promise<void> {
  const rows = await db
    .select({ id: groupMembers.groupId })
    .from(groupMembers)
    .where(and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.userId, userId)));
  await requireKindAllowed(
    db,
    workspaceId,
    rows.map((row) => row.id),
    kind,
  );
}

async function nameTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violatedConstraint(error) !== 'groups_name_key') throw error;
    throw new InvalidInput([{ path: ['name'], code: 'GROUP_NAME_TAKEN', message: 'Another group has this name already.' }]);
  }
}
