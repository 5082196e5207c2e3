import { findTapJob } from '../../modules/readers/readAgents.ts';
import { agentOfSignIn } from '../../modules/signin/agent.ts';
import { wantsPin } from '../../modules/signin/attempts.ts';
import { watchSignIn } from '../../modules/signin/watch.ts';
import { builder } from '../builder.ts';
import { UserRef } from '../directory/refs.ts';
import { ActivationAgentRef } from '../enrolment/activationAgent.ts';
import { payloadsOf } from '../payloads.ts';
import { TapJobRef } from '../readers/refs.ts';
import { SignInRef } from './refs.ts';
import { signInTokenText } from './texts.ts';

const SignInStatus = builder.enumType('SignInStatus', {
  description: 'How a sign-in stands.',
  values: {
    STARTED: { description: 'A key is waited for: the browser’s answer, or a tap.' },
    PIN_WANTED: { description: 'The key was tapped or has signed, and its PIN is wanted.' },
    SIGNED_IN: { description: 'The person is signed in: this answer sets the session cookie.' },
  } as const,
});

SignInRef.implement({
  description: 'A sign-in, for the page that began it.',
  fields: (t) => ({
    status: t.field({
      type: SignInStatus,
      description: 'How it stands.',
      resolve: (state) => ('signedIn' in state ? 'SIGNED_IN' : wantsPin(state.signIn) ? 'PIN_WANTED' : 'STARTED'),
    }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Who is signed in; null before.',
      resolve: (state, _, ctx) => ('signedIn' in state ? ctx.loaders.of(state.signedIn.workspaceId).user.load(state.signedIn.id) : null),
    }),
    readerAgent: t.field({
      type: ActivationAgentRef,
      nullable: true,
      description: 'The reader agent on this PC, once it is connected with the sign-in; null once that is done.',
      resolve: (state, _, ctx) => ('signIn' in state ? agentOfSignIn(ctx, state.signIn) : null),
    }),
    cardTap: t.field({
      type: TapJobRef,
      nullable: true,
      description: 'The newest request for a tap of the card; null before the first, and once the sign-in is done.',
      resolve: (state, _, ctx) =>
        'signIn' in state && state.signIn.tapJobId !== null ? findTapJob(ctx.db, state.signIn.workspaceId, state.signIn.tapJobId) : null,
    }),
  }),
});

builder.subscriptionField('signInChanged', (t) =>
  t.field({
    type: SignInRef,
    description:
      'A sign-in as it is now, then after each change of its reader agent, that one’s readers, and the request for a tap. Errors: SIGN_IN_ENDED, also later; RATE_LIMITED.',
    args: { signInToken: t.arg.string({ description: signInTokenText }) },
    subscribe: async (_, { signInToken }, ctx) => payloadsOf(ctx, await watchSignIn(ctx, signInToken), (signIn) => ({ signIn })),
    resolve: (state) => state,
  }),
);
