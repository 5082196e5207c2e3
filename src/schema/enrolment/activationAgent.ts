import { type ActivationReader, readersOfAgent } from '../../modules/enrolment/holderAgent.ts';
import type { ReaderAgent } from '../../modules/readers/agents.ts';
import { isOnline } from '../../modules/readers/online.ts';
import { builder } from '../builder.ts';
import { ReaderAdapter } from '../enums.ts';

const ActivationReaderRef = builder.objectRef<ActivationReader>('ActivationReader').implement({
  description: 'A reader, as the link’s holder sees it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The reader’s id, `rdr_…`.' }),
    name: t.exposeString('name', { description: 'The reader’s name, as its maker gave it.' }),
    adapter: t.expose('adapter', { type: ReaderAdapter, description: 'How the agent reaches it.' }),
    connected: t.exposeBoolean('connected', { description: 'Whether it is plugged in and its agent is connected.' }),
  }),
});

export const ActivationAgentRef = builder.objectRef<ReaderAgent>('ActivationAgent').implement({
  description: 'A reader agent, as the link’s holder sees it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The agent’s id, `agt_…`.' }),
    name: t.exposeString('name', { description: 'The agent’s name.' }),
    online: t.boolean({ description: 'Whether it is connected to this server now.', resolve: (agent, _, ctx) => isOnline(agent, ctx.clock.now()) }),
    readers: t.field({
      type: [ActivationReaderRef],
      description: 'Its readers, also those that are not plugged in now.',
      resolve: (agent, _, ctx) => readersOfAgent(ctx, agent),
    }),
  }),
});
