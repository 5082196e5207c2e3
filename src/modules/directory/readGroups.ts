import { and, count, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { anyOf, preparedRead } from '../../db/prepared.ts';
import { groupMembers, groups } from '../../db/tables/directory.ts';
import type { Ctx } from '../context.ts';
import { lowerFirst, type Order, type Page, type PageArgs, readPage } from '../paging.ts';
import { require } from '../policy/require.ts';
import { searchPattern } from '../validation.ts';
import type { Group } from './groups.ts';

export type GroupOrderField = 'NAME' | 'CREATED_AT';

const orders = {
  NAME: { columns: [sql`lower(${groups.name})`, sql`${groups.id}`], place: (group: Group) => [group.name, group.id], computed: lowerFirst },
  // Ids are TypeIDs over UUIDv7: they are in the order of their making.
  CREATED_AT: { columns: [sql`${groups.id}`], place: (group: Group) => [group.id] },
} as const satisfies Record<GroupOrderField, Omit<Order<Group>, 'descending'>>;

/** The groups of the caller's workspace, a page of them. @throws AccessDenied, InvalidInput */
export async function listGroups(
  ctx: Ctx,
  { search }: { search?: string | null | undefined },
  order: { field: GroupOrderField; descending: boolean },
  page: PageArgs,
): Promise<Page<Group>> {
  const workspaceId = require(ctx, 'group.read');
  const pattern = searchPattern(search);
  const found = pattern ? sql`lower(${groups.name}) like lower(${pattern})` : undefined;
  return readPage<Group>(page, { ...orders[order.field], descending: order.descending }, ({ place, orderBy, limit }) =>
    ctx.db
      .select()
      .from(groups)
      .where(and(eq(groups.workspaceId, workspaceId), found, place))
      .orderBy(...orderBy)
      .limit(limit),
  );
}

const withIds = preparedRead(['workspaceId', 'ids'], (db, { workspaceId, ids }) =>
  db
    .select()
    .from(groups)
    .where(and(eq(groups.workspaceId, workspaceId), anyOf(groups.id, ids))),
);

/** The groups with these ids, in one statement. */
export const groupsByIds = (db: Db, workspaceId: string, ids: readonly string[]): Promise<Group[]> => withIds(db, { workspaceId, ids });

const ofUsers = preparedRead(['workspaceId', 'userIds'], (db, { workspaceId, userIds }) =>
  db
    .select({ userId: groupMembers.userId, group: groups })
    .from(groupMembers)
    .innerJoin(groups, and(eq(groups.workspaceId, groupMembers.workspaceId), eq(groups.id, groupMembers.groupId)))
    .where(and(eq(groupMembers.workspaceId, workspaceId), anyOf(groupMembers.userId, userIds)))
    .orderBy(sql`lower(${groups.name})`),
);

/** The groups of each of these people, by name, in one statement. */
export async function groupsByUserIds(db: Db, workspaceId: string, userIds: readonly string[]): Promise<Map<string, Group[]>> {
  const rows = await ofUsers(db, { workspaceId, userIds });
  const byUser = new Map<string, Group[]>(userIds.map((id) => [id, []]));
  for (const { userId, group } of rows) byUser.get(userId)?.push(group);
  return byUser;
}

const membersOf = preparedRead(['workspaceId', 'groupIds'], (db, { workspaceId, groupIds }) =>
  db
    .select({ groupId: groupMembers.groupId, members: count() })
    .from(groupMembers)
    .where(and(eq(groupMembers.workspaceId, workspaceId), anyOf(groupMembers.groupId, groupIds)))
    .groupBy(groupMembers.groupId),
);

/** How many members each of these groups has, in one statement. */
export async function memberCounts(db: Db, workspaceId: string, groupIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await membersOf(db, { workspaceId, groupIds });
  return new Map(rows.map((row) => [row.groupId, row.members]));
}
