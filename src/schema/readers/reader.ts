import { may } from '../../modules/policy/require.ts';
import { isOnline } from '../../modules/readers/online.ts';
import type { SchemaContext } from '../context.ts';
import { ReaderAdapter } from '../enums.ts';
import { Node } from '../node.ts';
import { ReaderAgentRef, ReaderRef } from './refs.ts';

const isAgent = ({ actor }: SchemaContext, agentId: string) => actor.type === 'agent' && actor.agentId === agentId;

ReaderRef.implement({
  description: 'A card reader that an agent reported.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The reader’s name, as the system or its maker gave it.' }),
    adapter: t.expose('adapter', { type: ReaderAdapter, description: 'How its agent reaches it.' }),
    connected: t.boolean({
      description: 'Whether a card can be tapped there: it is plugged in, and its agent is connected.',
      resolve: async (reader, _, ctx) => {
        const agent = reader.connected ? await ctx.loaders.of(reader.workspaceId).readerAgent.load(reader.agentId) : null;
        return agent !== null && isOnline(agent, ctx.clock.now());
      },
    }),
    changedAt: t.expose('changedAt', { type: 'DateTime', description: 'When it was last plugged in or out.' }),
    agent: t.field({
      type: ReaderAgentRef,
      nullable: true,
      description: 'Its agent; null where the caller may not read readers, save for the agent itself.',
      resolve: ({ workspaceId, agentId }, _, ctx) =>
        // The right first: an audience has no actor.
        may(ctx, 'reader.read') || isAgent(ctx, agentId) ? ctx.loaders.of(workspaceId).readerAgent.load(agentId) : null,
    }),
  }),
});
