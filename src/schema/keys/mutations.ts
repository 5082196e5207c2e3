import type { Ctx } from '../../modules/context.ts';
import { revokeSecurityKey } from '../../modules/enrolment/manage.ts';
import { renameSecurityKey, reportSecurityKeyLost, resumeSecurityKey, type SecurityKey, suspendSecurityKey } from '../../modules/keys/keys.ts';
import { resetCardPin, unlockCardPin } from '../../modules/keys/manageCardPin.ts';
import { builder } from '../builder.ts';
import { SecurityKeyRef } from './refs.ts';

/** A mutation that takes a key’s id and answers with the key. */
const onKey = (name: string, description: string, change: (ctx: Ctx, keyId: string) => Promise<SecurityKey>) =>
  builder.relayMutationField(
    name,
    { inputFields: (t) => ({ keyId: t.id({ description: 'Which key, `key_…`.' }) }) },
    { description, resolve: async (_, { input }, ctx) => ({ securityKey: await change(ctx, input.keyId) }) },
    { outputFields: (t) => ({ securityKey: t.expose('securityKey', { type: SecurityKeyRef, description: 'The key as it is now.' }) }) },
  );

onKey(
  'suspendSecurityKey',
  'Stops an active key for a while, and ends the sessions that it opened. Errors: KEY_STATE, LAST_OWNER.',
  suspendSecurityKey,
);
onKey('resumeSecurityKey', 'Lets a suspended key work again. Errors: KEY_STATE.', resumeSecurityKey);
onKey('reportSecurityKeyLost', 'Says that a key is lost: it stops at once and for good. Errors: KEY_STATE, LAST_OWNER.', reportSecurityKeyLost);
onKey(
  'revokeSecurityKey',
  'Takes a key away for good, and cancels the enrolment that still runs for it. Errors: KEY_STATE, LAST_OWNER.',
  revokeSecurityKey,
);

onKey(
  'resetCardPin',
  'Gives a card a new PIN, which is mailed to its person and shown to nobody else; the old one is over at once. Errors: KEY_STATE, TRY_AGAIN.',
  resetCardPin,
);
onKey('unlockCardPin', 'Lets the PIN of a card or a phone be tried again that eight wrong tries have locked. Errors: KEY_STATE.', unlockCardPin);

builder.relayMutationField(
  'renameSecurityKey',
  {
    inputFields: (t) => ({
      keyId: t.id({ description: 'Which key, `key_…`.' }),
      name: t.string({ description: 'Its new name, 1 to 100 characters.' }),
    }),
  },
  {
    description: 'Gives a key another name.',
    resolve: async (_, { input }, ctx) => ({ securityKey: await renameSecurityKey(ctx, input.keyId, input.name) }),
  },
  { outputFields: (t) => ({ securityKey: t.expose('securityKey', { type: SecurityKeyRef, description: 'The key as it is now.' }) }) },
);
