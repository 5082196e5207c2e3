import type { StartedSession } from '../../modules/identity/sessions.ts';
import { beginSignIn } from '../../modules/signin/begin.ts';
import { finishSignIn } from '../../modules/signin/finish.ts';
import { enterSignInPin } from '../../modules/signin/pin.ts';
import { builder } from '../builder.ts';
import type { SchemaContext } from '../context.ts';
import { AuthenticationCredentialInput, RequestOptionsRef, toAuthenticationResponse } from '../webauthn/authentication.ts';
import { SignInRef, type SignInState } from './refs.ts';
import { offlineVerifierText, signInErrors, signInTokenText } from './texts.ts';

/** Gives the browser its session. */
export function signedIn(ctx: SchemaContext, { session, token }: StartedSession): SignInState {
  ctx.setCookie('session', { token, expiresAt: session.expiresAt });
  return { signedIn: { workspaceId: session.workspaceId, id: session.userId } };
}

builder.relayMutationField(
  'beginSignIn',
  {
    inputFields: (t) => ({
      workspaceId: t.id({ required: false, description: 'The organisation, `wsp_…`; the only one there is unless given.' }),
      username: t.string({
        required: false,
        description: 'Who signs in. Needed by a phone that has to be near; without it, the device offers its own passkeys.',
      }),
      interactionId: t.string({
        required: false,
        description: 'What an application asked for by OpenID Connect, out of this page’s address: the sign-in is for that, and in its organisation.',
      }),
    }),
  },
  {
    description:
      'Begins a sign-in: its token, and the options for the browser’s navigator.credentials.get(). With a username they name that person’s credentials, or, where nobody has it, one of nobody’s, so that they tell nobody who exists. Errors: WORKSPACE_UNCLEAR, INTERACTION_ENDED, RATE_LIMITED.',
    resolve: (_, { input }, ctx) =>
      beginSignIn(ctx, { workspaceId: input.workspaceId ?? null, username: input.username ?? null, interactionId: input.interactionId ?? null }),
  },
  {
    outputFields: (t) => ({
      signInToken: t.exposeString('token', {
        description: 'The sign-in’s token, which its other mutations take: for 10 minutes, and for this page alone.',
      }),
      options: t.expose('options', { type: RequestOptionsRef, description: 'For navigator.credentials.get().' }),
      applicationName: t.exposeString('applicationName', {
        nullable: true,
        description: 'The application that it is for; null where it is for this server itself.',
      }),
    }),
  },
);

builder.relayMutationField(
  'finishSignIn',
  {
    inputFields: (t) => ({
      signInToken: t.string({ description: signInTokenText }),
      credential: t.field({ type: AuthenticationCredentialInput, description: 'What the authenticator answered.' }),
      offlineVerifier: t.string({ required: false, description: offlineVerifierText }),
    }),
  },
  {
    description: `Takes the authenticator’s answer: the person is signed in, and the session cookie set; or a phone’s PIN is wanted too. Errors: SIGN_IN_REFUSED, the same for whatever is wrong; PROXIMITY_REQUIRED; CHALLENGE_SPENT; ${signInErrors}.`,
    resolve: async (_, { input }, ctx) => {
      const answer = await finishSignIn(ctx, {
        token: input.signInToken,
        response: toAuthenticationResponse(input.credential),
        offlineVerifier: input.offlineVerifier ?? null,
      });
      return { signIn: 'session' in answer ? signedIn(ctx, answer.session) : { signIn: answer.wantsPin } };
    },
  },
  { outputFields: (t) => ({ signIn: t.expose('signIn', { type: SignInRef, description: 'How the sign-in stands.' }) }) },
);

builder.relayMutationField(
  'enterSignInPin',
  {
    inputFields: (t) => ({
      signInToken: t.string({ description: signInTokenText }),
      pin: t.string({ description: 'The PIN of the card that was tapped, or of the phone that has signed.' }),
      offlineVerifier: t.string({ required: false, description: offlineVerifierText }),
    }),
  },
  {
    description: `Checks the key’s PIN, and signs its person in: the session cookie is set. Errors: PIN_NOT_WANTED, PIN_WRONG, PIN_LOCKED, PIN_NEEDS_TAP, SIGN_IN_REFUSED, TRY_AGAIN, ${signInErrors}.`,
    resolve: async (_, { input }, ctx) => ({
      signIn: signedIn(ctx, await enterSignInPin(ctx, { token: input.signInToken, pin: input.pin, offlineVerifier: input.offlineVerifier ?? null })),
    }),
  },
  { outputFields: (t) => ({ signIn: t.expose('signIn', { type: SignInRef, description: 'How the sign-in stands.' }) }) },
);
