import { endOwnSession, renameOwnKey, reportOwnKeyLost } from '../../modules/signin/mine.ts';
import { builder } from '../builder.ts';
import { SecurityKeyRef } from '../keys/refs.ts';

const ownErrors = 'SIGN_IN_REQUIRED, FORBIDDEN, NOT_FOUND for what is not theirs, RATE_LIMITED';

builder.relayMutationField(
  'renameOwnKey',
  {
    inputFields: (t) => ({
      keyId: t.id({ description: 'Which of the caller’s own keys, `key_…`.' }),
      name: t.string({ description: 'Its new name, 1 to 100 characters.' }),
    }),
  },
  {
    description: `Gives a key of the person who is signed in another name. Errors: ${ownErrors}.`,
    resolve: async (_, { input }, ctx) => ({ securityKey: await renameOwnKey(ctx, input) }),
  },
  { outputFields: (t) => ({ securityKey: t.expose('securityKey', { type: SecurityKeyRef, description: 'The key as it is now.' }) }) },
);

builder.relayMutationField(
  'reportOwnKeyLost',
  { inputFields: (t) => ({ keyId: t.id({ description: 'Which of the caller’s own keys, `key_…`.' }) }) },
  {
    description: `Says that a key of the person who is signed in is lost: it stops at once and for good, and so do the sessions that it opened, this one too where it was that key’s. Errors: KEY_STATE, LAST_OWNER, ${ownErrors}.`,
    resolve: async (_, { input }, ctx) => ({ securityKey: await reportOwnKeyLost(ctx, input.keyId) }),
  },
  { outputFields: (t) => ({ securityKey: t.expose('securityKey', { type: SecurityKeyRef, description: 'The key as it is now.' }) }) },
);

builder.relayMutationField(
  'endOwnSession',
  { inputFields: (t) => ({ sessionId: t.id({ description: 'Which of the caller’s own sessions, `ses_…`.' }) }) },
  {
    description: `Signs the person out where that session is. Errors: ${ownErrors}.`,
    resolve: (_, { input }, ctx) => endOwnSession(ctx, input.sessionId),
  },
  { outputFields: (t) => ({ sessionId: t.exposeID('sessionId', { description: 'Which session is over.' }) }) },
);
