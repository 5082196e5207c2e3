import { listSessions, revokeSession, type Session, signOut } from '../../modules/identity/sessions.ts';
import { builder } from '../builder.ts';
import { UserRef } from '../directory/refs.ts';
import { Proximity } from '../enums.ts';
import { Node } from '../node.ts';

export const SessionRef = builder.objectRef<Session>('Session').implement({
  description: 'Somebody who is signed in.',
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
    current: t.boolean({
      description: 'Whether it is the caller’s own.',
      resolve: ({ id }, _, { actor }) => actor.type === 'user' && actor.sessionId === id,
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The browser, as it named itself; null where their key is not auditable.',
    }),
    proximity: t.field({
      type: Proximity,
      nullable: true,
      description: 'How near their phone was known to be; null where that was not asked, and where their key is not auditable.',
      resolve: (session) => (session.auditable ? session.proximity : null),
    }),
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
