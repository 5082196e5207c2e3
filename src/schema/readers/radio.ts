import { reportRadio } from '../../modules/readers/radio.ts';
import { builder } from '../builder.ts';
import { ReaderAgentRadio } from '../enums.ts';
import { ReaderAgentRef } from './refs.ts';

builder.relayMutationField(
  'reportRadio',
  { inputFields: (t) => ({ radio: t.field({ type: ReaderAgentRadio, description: 'By what phones near the PC are heard now.' }) }) },
  {
    description: 'Reports whether an agent can hear phones near its PC, as a sign-in may demand. Reader agents alone. Errors: RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => ({ readerAgent: await reportRadio(ctx, input.radio) }),
  },
  { outputFields: (t) => ({ readerAgent: t.expose('readerAgent', { type: ReaderAgentRef, description: 'The agent.' }) }) },
);
