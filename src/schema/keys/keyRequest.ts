import { type KeyRequest, requestKey } from '../../modules/keys/keyRequests.ts';
import { may } from '../../modules/policy/require.ts';
import { builder } from '../builder.ts';
import { UserRef } from '../directory/refs.ts';
import { KeyKind } from '../enums.ts';

const KeyRequestRef = builder.objectRef<KeyRequest>('KeyRequest').implement({
  description: 'Another key, as a person asked for it.',
  fields: (t) => ({
    kind: t.expose('kind', { type: KeyKind, description: 'What kind of device they asked for.' }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When they asked.' }),
  }),
});

builder.objectField(UserRef, 'keyRequest', (t) =>
  t.field({
    type: KeyRequestRef,
    nullable: true,
    description: 'The key that the person asked for last, until one is assigned to them; null for others who may not read keys.',
    resolve: ({ workspaceId, id }, _, ctx) => {
      // The right first: an audience has no actor.
      const sees = may(ctx, 'key.read') || (ctx.actor.type === 'user' && ctx.actor.userId === id);
      return sees ? ctx.loaders.of(workspaceId).keyRequestOfUser.load(id) : null;
    },
  }),
);

builder.relayMutationField(
  'requestKey',
  { inputFields: (t) => ({ kind: t.field({ type: KeyKind, description: 'What kind of device the person would like.' }) }) },
  {
    description:
      'Asks the administrators for another key, as the person who is signed in. They see it in the log and on the person’s page. Errors: SIGN_IN_REQUIRED, FORBIDDEN, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => ({ keyRequest: await requestKey(ctx, input.kind) }),
  },
  { outputFields: (t) => ({ keyRequest: t.expose('keyRequest', { type: KeyRequestRef, description: 'What was asked for.' }) }) },
);
