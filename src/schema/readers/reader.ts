import { NotFound } from '../../modules/errors.ts';
import { isOnline } from '../../modules/readers/online.ts';
import { ReaderAdapter } from '../enums.ts';
import { Node } from '../node.ts';
import { ReaderAgentRef, ReaderRef } from './refs.ts';

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
      description: 'Its agent.',
      resolve: async (reader, _, ctx) => {
        const agent = await ctx.loaders.of(reader.workspaceId).readerAgent.load(reader.agentId);
        if (!agent) throw new NotFound('reader agent');
        return agent;
      },
    }),
  }),
});
