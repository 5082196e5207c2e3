import { type ProximityRequest, watchProximityRequests } from '../../modules/signin/listening.ts';
import { reportProximity } from '../../modules/signin/witness.ts';
import { builder } from '../builder.ts';
import { payloadsOf } from '../payloads.ts';

const ProximityRequestRef = builder.objectRef<ProximityRequest>('ProximityRequest').implement({
  description: 'A sign-in under way at an agent’s PC, for which it listens for a phone. Whose sign-in it is, it does not learn.',
  fields: (t) => ({
    nonce: t.exposeString('nonce', { description: 'What the agent signs together with what it heard.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when to listen.' }),
  }),
});

builder.subscriptionField('proximityRequests', (t) =>
  t.field({
    type: [ProximityRequestRef],
    description:
      'For which sign-ins the calling agent is to listen: all that are under way now, and all anew whenever that changes. What is missing has ended. Reader agents alone. Errors: SIGN_IN_REQUIRED, FORBIDDEN; ends with ACCESS_ENDED.',
    subscribe: async (_, __, ctx) => payloadsOf(ctx, await watchProximityRequests(ctx), (requests) => requests),
    resolve: (requests) => requests,
  }),
);

builder.relayMutationField(
  'reportProximity',
  {
    inputFields: (t) => ({
      witness: t.string({
        description:
          'What the agent heard: a compact JWS by its key (EdDSA, `typ` `latchkey-agent-witness+jwt`) with `iss`, `aud` and `iat` as in its tokens, the request’s `nonce`, `heardAt` (a NumericDate), `rssi` in dBm, and `uuid`: FFF9 or FDE2.',
      }),
    }),
  },
  {
    description:
      'Tells that a phone was heard near this PC while somebody signed in there. Counted once a sign-in. Reader agents alone. Errors: WITNESS_INVALID, WITNESS_NOT_ASKED, WITNESS_SPENT, WITNESS_LATE, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => {
      await reportProximity(ctx, input.witness);
      return { counted: true };
    },
  },
  { outputFields: (t) => ({ counted: t.exposeBoolean('counted', { description: 'True: the sign-in is one that the agent has observed.' }) }) },
);
