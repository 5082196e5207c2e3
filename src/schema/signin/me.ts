import type { Proximity as HowNear } from '../../db/tables/signIn.ts';
import type { LoggedEvent } from '../../modules/events/catalogue.ts';
import type { Person } from '../../modules/policy/require.ts';
import { listOwnSessions, listOwnSignIns } from '../../modules/signin/mine.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import { UserRef } from '../directory/refs.ts';
import { Proximity } from '../enums.ts';
import { agentOf, applicationOf, told } from '../events/told.ts';
import { SessionRef } from '../identity/session.ts';
import { SecurityKeyRef } from '../keys/refs.ts';

const OwnSignInRef = builder.objectRef<LoggedEvent>('OwnSignIn').implement({
  description: 'A sign-in of the caller’s own, as the log tells it.',
  fields: (t) => ({
    occurredAt: t.field({
      type: 'DateTime',
      description: 'When it was; of an offline one, by that PC’s clock.',
      resolve: (event) => (event.type.startsWith('offline.') ? new Date(told(event, 'occurredAt') ?? event.occurredAt) : event.occurredAt),
    }),
    refusal: t.string({
      nullable: true,
      description: 'Why it was refused, as in the log’s `reason`; null where it was let in.',
      resolve: (event) => told(event, 'reason'),
    }),
    offline: t.boolean({ description: 'Whether it was on a PC without a network.', resolve: ({ type }) => type.startsWith('offline.') }),
    securityKey: t.field({
      type: SecurityKeyRef,
      nullable: true,
      description: 'The key, as it is now; null where it is gone.',
      resolve: ({ workspaceId, keyId }, _, ctx) => (keyId ? ctx.loaders.of(workspaceId).key.load(keyId) : null),
    }),
    applicationName: t.string({
      nullable: true,
      description: 'The application that it was for; null where it was for this server itself, or the application is gone.',
      resolve: async (event, _, ctx) => (await applicationOf(event, ctx))?.name ?? null,
    }),
    readerAgentName: t.string({
      nullable: true,
      description: 'The PC, by its reader agent’s name; null where none took part.',
      resolve: async (event, _, ctx) => (await agentOf(event, ctx))?.name ?? null,
    }),
    proximity: t.field({
      type: Proximity,
      nullable: true,
      description: 'How near the phone was known to be; null where that was not asked.',
      resolve: (event) => told(event, 'proximity') as HowNear | null,
    }),
    address: t.string({ nullable: true, description: 'From which address; null for an offline one.', resolve: (event) => told(event, 'address') }),
  }),
});

const Me = builder.objectRef<Person>('Me').implement({
  description: 'The person who is signed in, and what is theirs.',
  fields: (t) => ({
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The person; null where they were deleted a moment ago.',
      resolve: ({ workspaceId, userId }, _, ctx) => ctx.loaders.of(workspaceId).user.load(userId),
    }),
    securityKeys: t.field({
      type: [SecurityKeyRef],
      description: 'Their keys, oldest first.',
      resolve: async ({ workspaceId, userId }, _, ctx) => (await ctx.loaders.of(workspaceId).keysOfUser.load(userId)) ?? [],
    }),
    signIns: t.connection(
      {
        type: OwnSignInRef,
        description: 'Their sign-ins, good and bad, newest first. There are none by a key that is not auditable: nothing records those.',
        resolve: async (_, page, ctx) => toConnection(await listOwnSignIns(ctx, page)),
      },
      { name: 'OwnSignInConnection', description: 'A page of somebody’s own sign-ins.' },
      { name: 'OwnSignInEdge' },
    ),
    sessions: t.field({
      type: [SessionRef],
      description: 'Where they are signed in now, newest first.',
      resolve: (_, __, ctx) => listOwnSessions(ctx),
    }),
  }),
});

builder.queryField('me', (t) =>
  t.field({
    type: Me,
    nullable: true,
    description: 'The person who is signed in, with a role or without one; null for everybody else.',
    resolve: (_, __, { actor }) => (actor.type === 'user' ? actor : null),
  }),
);
