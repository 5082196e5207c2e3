import { may } from '../../modules/policy/require.ts';
import { isOnline } from '../../modules/readers/online.ts';
import { listReaderAgents } from '../../modules/readers/readAgents.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import { findUser } from '../directory/find.ts';
import { UserRef } from '../directory/refs.ts';
import { ReaderAgentKind, ReaderAgentRadio } from '../enums.ts';
import { Node } from '../node.ts';
import { ReaderAgentRef, ReaderRef } from './refs.ts';

ReaderAgentRef.implement({
  description: 'A PC with a card reader, paired with this server.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The agent’s name, 1 to 100 characters.' }),
    kind: t.expose('kind', { type: ReaderAgentKind, description: 'Whom it serves.' }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Whose it is; null for a shared one, and where the caller may not read people.',
      resolve: (agent, _, ctx) => (agent.userId && may(ctx, 'user.read') ? findUser(ctx, agent.userId) : null),
    }),
    platform: t.exposeString('platform', { description: 'The PC’s operating system, as the agent says it.' }),
    version: t.exposeString('version', { description: 'The agent’s version, as it says it.' }),
    radio: t.expose('radio', { type: ReaderAgentRadio, description: 'By what it hears phones near the PC, as it last said.' }),
    online: t.boolean({ description: 'Whether it is connected to this server now.', resolve: (agent, _, ctx) => isOnline(agent, ctx.clock.now()) }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', nullable: true, description: 'When it was last heard of, to about 20 seconds.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was paired.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was shut out; null where it was not.' }),
    readers: t.field({
      type: [ReaderRef],
      description: 'Its readers by name, also those that are not plugged in now.',
      resolve: async (agent, _, ctx) => (await ctx.loaders.of(agent.workspaceId).readersOfAgent.load(agent.id)) ?? [],
    }),
  }),
});

const FilterInput = builder.inputType('ReaderAgentFilter', {
  description: 'Which agents: all that is given must fit.',
  fields: (t) => ({
    search: t.string({ required: false, description: 'Part of the name, at most 200 characters.' }),
    kinds: t.field({ type: [ReaderAgentKind], required: false, description: 'Agents of one of these kinds.' }),
    online: t.boolean({ required: false, description: 'Those that are connected now, or those that are not.' }),
    revoked: t.boolean({ required: false, description: 'Those that were shut out, or those that were not.' }),
  }),
});

builder.queryField('readerAgents', (t) =>
  t.connection(
    {
      type: ReaderAgentRef,
      description: 'The reader agents of the organisation, newest first. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for a bad page.',
      args: { filter: t.arg({ type: FilterInput, required: false, description: 'Which agents; all unless given.' }) },
      resolve: async (_, { filter, ...page }, ctx) => toConnection(await listReaderAgents(ctx, filter ?? {}, page)),
    },
    { name: 'ReaderAgentConnection', description: 'A page of reader agents.' },
    { name: 'ReaderAgentEdge' },
  ),
);
