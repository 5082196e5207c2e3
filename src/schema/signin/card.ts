import { beginSignInDiscovery, connectSignInAgent } from '../../modules/signin/agent.ts';
import { signInWithCard } from '../../modules/signin/card.ts';
import { builder } from '../builder.ts';
import { AgentEvidenceInput } from '../readers/evidence.ts';
import { SignInRef } from './refs.ts';
import { signInErrors, signInTokenText } from './texts.ts';

builder.relayMutationField(
  'beginSignInAgentDiscovery',
  { inputFields: (t) => ({ signInToken: t.string({ description: signInTokenText }) }) },
  {
    description: `A nonce for the reader agent on the page’s PC to sign, for 5 minutes and one use. Errors: ${signInErrors}.`,
    resolve: (_, { input }, ctx) => beginSignInDiscovery(ctx, input.signInToken),
  },
  { outputFields: (t) => ({ nonce: t.exposeString('nonce', { description: '32 random bytes, base64url.' }) }) },
);

builder.relayMutationField(
  'connectSignInAgent',
  {
    inputFields: (t) => ({
      signInToken: t.string({ description: signInTokenText }),
      by: t.field({ type: AgentEvidenceInput, description: 'How the agent is known.' }),
    }),
  },
  {
    description: `Connects the reader agent on the page’s PC with a sign-in: for a card’s tap, and to listen for a phone. Errors: AGENT_CODE_WRONG, AGENT_TOKEN_INVALID, CHALLENGE_SPENT, ${signInErrors}.`,
    resolve: async (_, { input }, ctx) => ({ signIn: { signIn: await connectSignInAgent(ctx, { token: input.signInToken, by: input.by }) } }),
  },
  { outputFields: (t) => ({ signIn: t.expose('signIn', { type: SignInRef, description: 'The sign-in, with its agent and readers.' }) }) },
);

builder.relayMutationField(
  'signInWithCard',
  {
    inputFields: (t) => ({
      signInToken: t.string({ description: signInTokenText }),
      readerId: t.id({ description: 'At which reader of the sign-in’s agent, `rdr_…`.' }),
    }),
  },
  {
    description: `Asks for a tap of the person’s card, within 2 minutes; once it was tapped, its PIN is wanted. An earlier request is taken back. Errors: AGENT_AWAY, READER_AWAY, NOT_FOUND, ${signInErrors}.`,
    resolve: async (_, { input }, ctx) => ({ signIn: { signIn: await signInWithCard(ctx, { token: input.signInToken, readerId: input.readerId }) } }),
  },
  { outputFields: (t) => ({ signIn: t.expose('signIn', { type: SignInRef, description: 'The sign-in, with the request for a tap.' }) }) },
);
