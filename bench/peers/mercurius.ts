/** Mercurius with JIT and its own loaders, which is its fastest documented setting. */
import Fastify from 'fastify';
import mercurius, { type MercuriusLoaders } from 'mercurius';
import { tell } from './announce.ts';
import { readGroups, readKeys, type UserRow, workspaceOf } from './reads.ts';
import { type Caller, resolvers, typeDefs } from './schema.ts';

/** What is read for many people at once. Not kept: nobody is asked for twice. */
const batch = <T>(read: (workspaceId: string, ids: readonly string[]) => Promise<Map<string, T[]>>) => ({
  loader: async (asked: { obj: UserRow }[], { workspaceId }: Caller) => {
    const found = await read(
      workspaceId,
      asked.map(({ obj }) => obj.id),
    );
    return asked.map(({ obj }) => found.get(obj.id) ?? []);
  },
  opts: { cache: false },
});

const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: resolvers as never,
  loaders: { User: { groups: batch(readGroups), securityKeys: batch(readKeys) } } as unknown as MercuriusLoaders,
  context: async (request) => {
    const workspaceId = await workspaceOf(request.headers.authorization);
    if (workspaceId === null) throw new Error('nobody');
    return { workspaceId };
  },
  jit: 1,
});
tell(await app.listen({ host: '127.0.0.1', port: 0 }));
