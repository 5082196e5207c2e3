import { and, count, eq, exists, or, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { anyOf, keptReads, prepare, preparedRead } from '../../db/prepared.ts';
import { groupMembers, type Role, type UserStatus, users } from '../../db/tables/directory.ts';
import { type KeyKind, securityKeys } from '../../db/tables/keys.ts';
import type { Ctx } from '../context.ts';
import { lowerFirst, type Order, type Page, type PageArgs, readPage } from '../paging.ts';
import { require } from '../policy/require.ts';
import { searchPattern } from '../validation.ts';
import type { User } from './users.ts';

/** Which people a list holds: all that is given must fit. */
export interface UserFilter {
  /** Part of the name, email, username or employee number. */
  search?: string | null | undefined;
  statuses?: readonly UserStatus[] | null | undefined;
  roles?: readonly Role[] | null | undefined;
  groupId?: string | null | undefined;
  keyKind?: KeyKind | null | undefined;
}

export type UserOrderField = 'NAME' | 'EMAIL' | 'CREATED_AT';

const orders = {
  NAME: { columns: [sql`lower(${users.displayName})`, sql`${users.id}`], place: (user: User) => [user.displayName, user.id], computed: lowerFirst },
  EMAIL: { columns: [sql`lower(${users.email})`, sql`${users.id}`], place: (user: User) => [user.email, user.id], computed: lowerFirst },
  // Ids are TypeIDs over UUIDv7: they are in the order of their making.
  CREATED_AT: { columns: [sql`${users.id}`], place: (user: User) => [user.id] },
} as const satisfies Record<UserOrderField, Omit<Order<User>, 'descending'>>;

/** The queries of lists without a filter, by order and page: they are asked for most. */
const unfiltered = keptReads<User[]>();

/** The people of the caller's workspace, a page of them. @throws AccessDenied, InvalidInput */
export async function listUsers(
  ctx: Ctx,
  filter: UserFilter,
  order: { field: UserOrderField; descending: boolean },
  page: PageArgs,
): Promise<Page<User>> {
  const workspaceId = require(ctx, 'user.read');
  const isFiltered = Object.values(filter).some((value) => value != null);
  return readPage<User>(
    page,
    { ...orders[order.field], descending: order.descending },
    ({ place, orderBy, limit, chosen }) => {
      const query = () =>
        ctx.db
          .select()
          .from(users)
          .where(and(matching(ctx.db, sql.placeholder('workspaceId'), filter), place))
          .orderBy(...orderBy)
          .limit(limit);
      return isFiltered ? prepare(query()) : unfiltered(ctx.db, `${order.field} ${chosen}`, query);
    },
    { workspaceId },
  );
}

/** How many people a filter fits. @throws AccessDenied */
export async function countUsers(ctx: Ctx, filter: UserFilter): Promise<number> {
  const workspaceId = require(ctx, 'user.read');
  const [row] = await ctx.db
    .select({ count: count() })
    .from(users)
    .where(matching(ctx.db, workspaceId, filter));
  return row?.count ?? 0;
}

function matching(db: Db, workspaceId: string | Placeholder, { search, statuses, roles, groupId, keyKind }: UserFilter): SQL | undefined {
  const pattern = searchPattern(search);
  return and(
    eq(users.workspaceId, workspaceId),
    pattern ? personFits(pattern) : undefined,
    statuses ? anyOf(users.status, statuses) : undefined,
    roles ? anyOf(users.role, roles) : undefined,
    groupId
      ? exists(
          db
            .select({ one: sql`1` })
            .from(groupMembers)
            .where(and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.groupId, groupId), eq(groupMembers.userId, users.id))),
        )
      : undefined,
    keyKind
      ? exists(
          db
            .select({ one: sql`1` })
            .from(securityKeys)
            .where(and(eq(securityKeys.workspaceId, workspaceId), eq(securityKeys.userId, users.id), eq(securityKeys.kind, keyKind))),
        )
      : undefined,
  );
}

/** Whether a person's name, email, username or employee number fits a search's pattern. */
export const personFits = (pattern: string): SQL | undefined =>
  or(...[users.displayName, users.email, users.username, users.employeeNumber].map((column) => sql`lower(${column}) like lower(${pattern})`));

const withIds = preparedRead(['workspaceId', 'ids'], (db, { workspaceId, ids }) =>
  db
    .select()
    .from(users)
    .where(and(eq(users.workspaceId, workspaceId), anyOf(users.id, ids))),
);

/** The people with these ids, in one statement. The caller's right is checked where the loader is asked. */
export const usersByIds = (db: Db, workspaceId: string, ids: readonly string[]): Promise<User[]> => withIds(db, { workspaceId, ids });
