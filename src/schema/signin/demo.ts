import { connectDemoSignInReader, tapDemoSignInCard } from '../../modules/signin/demoReader.ts';
import { signInToDemo } from '../../modules/signin/demoSignIn.ts';
import { builder } from '../builder.ts';
import { TapJobRef } from '../readers/refs.ts';
import { signedIn } from './ceremony.ts';
import { SignInRef } from './refs.ts';
import { signInErrors, signInTokenText } from './texts.ts';

builder.relayMutationField(
  'signInToDemo',
  { inputFields: (t) => ({ token: t.string({ description: 'The token in the demo link’s fragment, which the demo printed when it started.' }) }) },
  {
    description:
      'Signs in the visitor of a demo as its owner, without a key, and sets the session cookie. On a server that is no demo there is nothing to sign in to: NOT_FOUND. Errors: SIGN_IN_REQUIRED for a wrong token; RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => ({ signIn: signedIn(ctx, await signInToDemo(ctx, input.token)) }),
  },
  { outputFields: (t) => ({ signIn: t.expose('signIn', { type: SignInRef, description: 'How the sign-in stands.' }) }) },
);

builder.relayMutationField(
  'connectDemoSignInReader',
  { inputFields: (t) => ({ signInToken: t.string({ description: signInTokenText }) }) },
  {
    description: `Connects the simulated reader of a demo with a sign-in. On a server that is no demo there is none: NOT_FOUND. Errors: ${signInErrors}.`,
    resolve: async (_, { input }, ctx) => ({ signIn: { signIn: await connectDemoSignInReader(ctx, input.signInToken) } }),
  },
  { outputFields: (t) => ({ signIn: t.expose('signIn', { type: SignInRef, description: 'The sign-in, with its agent and readers.' }) }) },
);

builder.relayMutationField(
  'tapDemoSignInCard',
  { inputFields: (t) => ({ signInToken: t.string({ description: signInTokenText }) }) },
  {
    description: `Lays the card that was last new at a demo’s simulated reader there again, for a sign-in that waits for a card. On a server that is no demo there is none: NOT_FOUND. Errors: TAP_JOB_ENDED, READER_AWAY, ${signInErrors}.`,
    resolve: async (_, { input }, ctx) => ({ tapJob: await tapDemoSignInCard(ctx, input.signInToken) }),
  },
  { outputFields: (t) => ({ tapJob: t.expose('tapJob', { type: TapJobRef, description: 'The request, which soon ends by that card.' }) }) },
);
