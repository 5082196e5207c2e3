import DataLoader from 'dataloader';
import { type GroupRow, type KeyRow, readGroups, readKeys, type UserRow, workspaceOf } from './reads.ts';
import { type Caller, resolvers } from './schema.ts';

/** Who calls, and what is read for many people at once. */
interface BatchingCaller extends Caller {
  groups: DataLoader<string, GroupRow[]>;
  keys: DataLoader<string, KeyRow[]>;
}

/** The context of one request. @throws Error where nobody calls */
export async function callerOf(authorization: string | undefined): Promise<BatchingCaller> {
  const workspaceId = await workspaceOf(authorization);
  if (workspaceId === null) throw new Error('nobody');
  const batch = <T>(read: (workspaceId: string, ids: readonly string[]) => Promise<Map<string, T[]>>) =>
    new DataLoader(async (ids: readonly string[]) => {
      const found = await read(workspaceId, ids);
      return ids.map((id) => found.get(id) ?? []);
    });
  return { workspaceId, groups: batch(readGroups), keys: batch(readKeys) };
}

/** The resolvers, with DataLoader for what is read for many at once. */
export const batchingResolvers = {
  ...resolvers,
  User: {
    ...resolvers.User,
    groups: (user: UserRow, _: unknown, { groups }: BatchingCaller) => groups.load(user.id),
    securityKeys: (user: UserRow, _: unknown, { keys }: BatchingCaller) => keys.load(user.id),
  },
};
