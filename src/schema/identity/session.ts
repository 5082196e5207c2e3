import { listSessions, revokeSession, type Session, signOut } from '../../modules/identity/sessions.ts';
import { signInToDemo } from '../../modules/signin/demoSignIn.ts';
import { beginSignIn, finishSignIn } from '../../modules/signin/signIn.ts';
import { builder } from '../builder.ts';
import { UserRef } from '../directory/refs.ts';
import { Node } from '../node.ts';
import { AuthenticationCredentialInput, RequestOptionsRef, toAuthenticationResponse } from '../webauthn/authentication.ts';

const SessionRef = builder.objectRef<Session>('Session').implement({
  description: 'Somebody with a role who is signed in.',
  interfaces: [Node],
  fields: (t) => ({
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Who is signed in.',
      resolve: (session, _, ctx) => ctx.loaders.of(session.workspaceId).user.load(session.userId),
    }),
    createdAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When they signed in; null where their key is not auditable.',
      resolve: (session) => (session.auditable ? session.createdAt : null),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when it lasts; null where their key is not auditable.',
      resolve: (session) => (session.auditable ? session.expiresAt : null),
    }),
    userAgent: t.exposeString('userAgent', { nullable: true, description: 'The browser, as it named itself.' }),
  }),
});

builder.queryField('sessions', (t) =>
  t.field({
    type: [SessionRef],
    description: 'Who is signed in now, newest first, 200 at most. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    resolve: (_, __, ctx) => listSessions(ctx),
  }),
);

builder.relayMutationField(
  'beginSignIn',
  {
    inputFields: (t) => ({
      workspaceId: t.id({ required: false, description: 'The organisation, `wsp_…`; the only one there is unless given.' }),
    }),
  },
  {
    description:
      'The options for the browser’s navigator.credentials.get(). They name no credential, so they tell nobody who exists. Errors: WORKSPACE_UNCLEAR, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => ({ options: await beginSignIn(ctx, input.workspaceId ?? null) }),
  },
  { outputFields: (t) => ({ options: t.expose('options', { type: RequestOptionsRef, description: 'For navigator.credentials.get().' }) }) },
);

builder.relayMutationField(
  'finishSignIn',
  {
    inputFields: (t) => ({
      workspaceId: t.id({ required: false, description: 'The organisation, as beginSignIn was told.' }),
      credential: t.field({ type: AuthenticationCredentialInput, description: 'What the authenticator answered.' }),
    }),
  },
  {
    description:
      'Signs in a person who has a role, and sets the session cookie. Errors: SIGN_IN_REFUSED, the same for whatever is wrong; CHALLENGE_SPENT; RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => {
      const { session, token } = await finishSignIn(ctx, input.workspaceId ?? null, toAuthenticationResponse(input.credential));
      ctx.setCookie('session', { token, expiresAt: session.expiresAt });
      return session;
    },
  },
  {
    outputFields: (t) => ({
      user: t.field({
        type: UserRef,
        nullable: true,
        description: 'Who is signed in.',
        resolve: (session, _, ctx) => ctx.loaders.of(session.workspaceId).user.load(session.userId),
      }),
    }),
  },
);

builder.relayMutationField(
  'signInToDemo',
  { inputFields: (t) => ({ token: t.string({ description: 'The token in the demo link’s fragment, which the demo printed when it started.' }) }) },
  {
    description:
      'Signs in the visitor of a demo as its owner, without a key, and sets the session cookie. On a server that is no demo there is nothing to sign in to: NOT_FOUND. Errors: SIGN_IN_REQUIRED for a wrong token; RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => {
      const { session, token } = await signInToDemo(ctx, input.token);
      ctx.setCookie('session', { token, expiresAt: session.expiresAt });
      return session;
    },
  },
  {
    outputFields: (t) => ({
      user: t.field({
        type: UserRef,
        nullable: true,
        description: 'Who is signed in.',
        resolve: (session, _, ctx) => ctx.loaders.of(session.workspaceId).user.load(session.userId),
      }),
    }),
  },
);

builder.relayMutationField(
  'signOut',
  null,
  {
    description: 'Ends the caller’s own session and clears its cookie. Nothing happens where there is none.',
    resolve: async (_, __, ctx) => {
      await signOut(ctx);
      ctx.setCookie('session', null);
      return { signedOut: true };
    },
  },
  { outputFields: (t) => ({ signedOut: t.exposeBoolean('signedOut', { description: 'Always true.' }) }) },
);

builder.relayMutationField(
  'revokeSession',
  { inputFields: (t) => ({ sessionId: t.id({ description: 'Which session, `ses_…`.' }) }) },
  {
    description: 'Ends somebody’s session: they are out at once, and so are its subscriptions.',
    resolve: (_, { input }, ctx) => revokeSession(ctx, input.sessionId),
  },
  { outputFields: (t) => ({ sessionId: t.exposeID('sessionId', { description: 'Which session is over.' }) }) },
);
