import { cancelCardTap } from '../../modules/enrolment/holderTap.ts';
import type { ReaderAgent } from '../../modules/readers/agents.ts';
import { renameReaderAgent, revokeReaderAgent } from '../../modules/readers/agents.ts';
import { createPairingCode } from '../../modules/readers/pairing.ts';
import { cancelTapJob, requestTestTap } from '../../modules/readers/requestTap.ts';
import type { TapJob } from '../../modules/readers/tapJobs.ts';
import { builder } from '../builder.ts';
import type { OutputBuilder } from '../outputs.ts';
import { ReaderAgentRef, TapJobRef } from './refs.ts';

const agentIdText = 'Which agent, `agt_…`.';

const agentOutput = {
  outputFields: (t: OutputBuilder<{ readerAgent: ReaderAgent }>) => ({
    readerAgent: t.expose('readerAgent', { type: ReaderAgentRef, description: 'The agent as it is now.' }),
  }),
};

const tapOutput = {
  outputFields: (t: OutputBuilder<{ tapJob: TapJob }>) => ({
    tapJob: t.expose('tapJob', { type: TapJobRef, description: 'The request for a tap: follow it by tapJobChanged.' }),
  }),
};

builder.relayMutationField(
  'createPairingCode',
  {
    inputFields: (t) => ({
      name: t.string({ required: false, description: 'What the agent will be called, 1 to 100 characters; its own name for itself unless given.' }),
    }),
  },
  {
    description: 'A code that pairs one reader agent for everybody at its PC, for 10 minutes and one use. OWNER and ADMIN alone.',
    resolve: (_, { input }, ctx) => createPairingCode(ctx, input.name ?? null),
  },
  {
    outputFields: (t) => ({
      pairingCode: t.exposeString('code', { description: 'The code, as in `ABCD-EFGH`; shown this once.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it works.' }),
    }),
  },
);

builder.relayMutationField(
  'renameReaderAgent',
  {
    inputFields: (t) => ({
      agentId: t.id({ description: agentIdText }),
      name: t.string({ description: 'Its new name, 1 to 100 characters.' }),
    }),
  },
  {
    description: 'Renames a reader agent. OWNER and ADMIN alone.',
    resolve: async (_, { input }, ctx) => ({ readerAgent: await renameReaderAgent(ctx, input.agentId, input.name) }),
  },
  agentOutput,
);

builder.relayMutationField(
  'revokeReaderAgent',
  { inputFields: (t) => ({ agentId: t.id({ description: agentIdText }) }) },
  {
    description: 'Shuts a reader agent out for good: its connections end at once, and what was asked of it is taken back. OWNER and ADMIN alone.',
    resolve: async (_, { input }, ctx) => ({ readerAgent: await revokeReaderAgent(ctx, input.agentId) }),
  },
  agentOutput,
);

builder.relayMutationField(
  'requestTestTap',
  { inputFields: (t) => ({ readerId: t.id({ description: 'At which reader, `rdr_…`.' }) }) },
  {
    description: 'Asks for a tap of any card, to try a reader out; nothing is kept of the card but the end of its number. Errors: READER_AWAY.',
    resolve: async (_, { input }, ctx) => ({ tapJob: await requestTestTap(ctx, input.readerId) }),
  },
  tapOutput,
);

builder.relayMutationField(
  'cancelTapJob',
  { inputFields: (t) => ({ tapJobId: t.id({ description: 'Which request, `tap_…`.' }) }) },
  {
    description: 'Takes back a request for a tap; also by the link’s holder, where it is of their activation. Errors: TAP_JOB_ENDED.',
    resolve: async (_, { input: { tapJobId } }, ctx) => ({ tapJob: (await cancelCardTap(ctx, tapJobId)) ?? (await cancelTapJob(ctx, tapJobId)) }),
  },
  tapOutput,
);
