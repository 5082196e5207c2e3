import { builder } from '../builder.ts';

export const AgentEvidenceInput = builder.inputType('ReaderAgentEvidence', {
  description: 'How the page knows which agent is on its PC: exactly one.',
  isOneOf: true,
  fields: (t) => ({
    code: t.string({ required: false, description: 'The code of 6 characters that the agent shows; case, spaces and dashes do not count.' }),
    proof: t.string({
      required: false,
      description: 'What the agent signed over the nonce of beginAgentDiscovery, or of beginSignInAgentDiscovery.',
    }),
  }),
});
