import { connectDemoReader, tapDemoCard } from '../../modules/enrolment/demoReader.ts';
import { builder } from '../builder.ts';
import { TapJobRef } from '../readers/refs.ts';
import { ActivationRef } from './refs.ts';

const DemoCard = builder.enumType('DemoCard', {
  description: 'A card of the demo’s simulated reader.',
  values: {
    NEW: { value: 'NEW', description: 'One that nobody has: another one each time.' },
    TAKEN: { value: 'TAKEN', description: 'One that somebody has.' },
  } as const,
});

builder.relayMutationField(
  'tapDemoCard',
  {
    inputFields: (t) => ({
      tapJobId: t.id({ description: 'The request that waits for a card, `tap_…`.' }),
      card: t.field({ type: DemoCard, required: false, description: 'Which card; a new one unless given.' }),
    }),
  },
  {
    description:
      'Lays a made-up card on the simulated reader of a demo, for whoever may follow the request. On a server that is no demo there is none: NOT_FOUND. Errors: TAP_JOB_ENDED, READER_AWAY.',
    resolve: async (_, { input }, ctx) => ({ tapJob: await tapDemoCard(ctx, { tapJobId: input.tapJobId, card: input.card ?? 'NEW' }) }),
  },
  { outputFields: (t) => ({ tapJob: t.expose('tapJob', { type: TapJobRef, description: 'The request, which soon ends by that card.' }) }) },
);

builder.relayMutationField(
  'connectDemoReader',
  { inputFields: (t) => ({ activationId: t.id({ description: 'Which activation the page shows, `enr_…`.' }) }) },
  {
    description:
      'Connects the simulated reader of a demo with this browser’s activation. On a server that is no demo there is none: NOT_FOUND. Errors: WRONG_DEVICE, ACTIVATION_SESSION_ENDED, PERSON_SUSPENDED, RATE_LIMITED.',
    resolve: (_, { input }, ctx) => connectDemoReader(ctx, input.activationId),
  },
  {
    outputFields: (t) => ({
      activation: t.expose('activation', { type: ActivationRef, description: 'The activation, with its agent and readers.' }),
    }),
  },
);
