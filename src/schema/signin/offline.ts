import { uploadOfflineJournal } from '../../modules/signin/offline/journal.ts';
import { syncOfflineGrants } from '../../modules/signin/offline/sync.ts';
import { watchOfflineGrants } from '../../modules/signin/offline/watch.ts';
import { builder } from '../builder.ts';
import { SmartphoneRef } from '../keys/refs.ts';
import { payloadsOf } from '../payloads.ts';

builder.relayMutationField(
  'syncOfflineGrants',
  {
    inputFields: (t) => ({
      sealingKey: t.string({
        description: 'The 32 bytes of the agent’s X25519 public key (RFC 7748), base64url; with another one than before, its grants end.',
      }),
      held: t.idList({ description: 'The keys whose grants the agent holds now: what is over is forgotten once it is not among them.' }),
    }),
  },
  {
    description:
      'Tells an agent who may sign in offline on its PC, each grant renewed where it is of an earlier day (UTC). What is not told has ended, and the agent drops it. Reader agents alone.',
    resolve: (_, { input }, ctx) => syncOfflineGrants(ctx, input),
  },
  {
    outputFields: (t) => ({
      grantKey: t.exposeString('grantKey', { description: 'The 32 bytes of the Ed25519 public key that signs grants, base64url; always the same.' }),
      grants: t.exposeStringList('grants', {
        description: 'The grants that stand: compact JWS (EdDSA, `latchkey-offline-grant+jwt`), for this agent alone.',
      }),
    }),
  },
);

builder.relayMutationField(
  'uploadOfflineJournal',
  {
    inputFields: (t) => ({
      entries: t.stringList({
        description: 'What was written down and is not known to have been taken, oldest first, 100 at most: compact JWS, numbered and chained.',
      }),
      head: t.int({ description: 'The number of the newest entry on the PC; 0 where nothing was ever written down.' }),
      damaged: t.boolean({ description: 'Whether the agent found that something else has changed what it keeps.' }),
    }),
  },
  {
    description:
      'Takes what an agent wrote down of sign-ins while its PC had no network: each entry once, and in order. Reader agents alone. Errors: OFFLINE_JOURNAL_BROKEN, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => ({ entries: await uploadOfflineJournal(ctx, input) }),
  },
  { outputFields: (t) => ({ entries: t.exposeInt('entries', { description: 'The number of the last entry that was taken.' }) }) },
);

const ChangedRef = builder.objectRef<{ standing: number }>('OfflineGrantsChangedPayload').implement({
  description: 'What may be signed in by offline at an agent’s PC has changed: it calls syncOfflineGrants.',
  fields: (t) => ({ standing: t.exposeInt('standing', { description: 'How many grants stand now.' }) }),
});

builder.subscriptionField('offlineGrantsChanged', (t) =>
  t.field({
    type: ChangedRef,
    description:
      'Tells the calling agent when its grants for offline sign-in change, and once at the start. Reader agents alone. Errors: SIGN_IN_REQUIRED, FORBIDDEN; ends with ACCESS_ENDED or SLOW_CONSUMER.',
    subscribe: async (_, __, ctx) => payloadsOf(ctx, await watchOfflineGrants(ctx), (changed) => changed),
    resolve: (changed) => changed,
  }),
);

builder.objectField(SmartphoneRef, 'offlineUntil', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'Until when the key could still sign in offline at some PC, were it stopped now, or although it was stopped: the end of the newest grant that no agent has said to be gone. Null where there is none.',
    resolve: (key, _, ctx) => ctx.loaders.of(key.workspaceId).offlineUntil.load(key.id),
  }),
);
