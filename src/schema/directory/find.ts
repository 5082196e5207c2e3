import type { Group } from '../../modules/directory/groups.ts';
import type { User } from '../../modules/directory/users.ts';
import { require } from '../../modules/policy/require.ts';
import type { SchemaContext } from '../context.ts';

/** A person of the caller's workspace; null where there is none with that id. */
export const findUser = async (ctx: SchemaContext, id: string): Promise<User | null> => ctx.loaders.of(require(ctx, 'user.read')).user.load(id);

/** A group of the caller's workspace; null where there is none with that id. */
export const findGroup = async (ctx: SchemaContext, id: string): Promise<Group | null> => ctx.loaders.of(require(ctx, 'group.read')).group.load(id);
