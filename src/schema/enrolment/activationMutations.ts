import { openActivation } from '../../modules/enrolment/open.ts';
import { beginKeyRegistration, checkHardwareKey, finishKeyRegistration } from '../../modules/enrolment/register.ts';
import { setUpWorkspace } from '../../modules/enrolment/setup.ts';
import { builder } from '../builder.ts';
import { SecurityKeyInput } from '../keys/input.ts';
import { CreationOptionsRef, RegistrationCredentialInput, toRegistrationResponse } from '../webauthn/registration.ts';
import { OwnerInput } from './ownerInput.ts';
import { ActivationRef } from './refs.ts';

const sessionErrors = 'ACTIVATION_SESSION_ENDED, PERSON_SUSPENDED, RATE_LIMITED';
const activationIdText = 'Which activation the page shows, `enr_…`: in another tab this browser may have opened another link since.';

builder.relayMutationField(
  'setUpWorkspace',
  {
    inputFields: (t) => ({
      token: t.string({ description: 'The token in the setup link’s fragment, which the server printed.' }),
      organisation: t.string({ description: 'The organisation’s name, 1 to 100 characters.' }),
      owner: t.field({ type: OwnerInput, description: 'The first owner.' }),
      securityKey: t.field({ type: SecurityKeyInput, description: 'The owner’s key, registered next in this browser.' }),
    }),
  },
  {
    description:
      'Makes the first organisation and its owner, who goes on with beginKeyRegistration in the same browser. Works until that key is active; then again it starts over. Errors: SETUP_DONE, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => {
      const { activation, sessionToken, expiresAt } = await setUpWorkspace(ctx, input);
      ctx.setCookie('activation', { token: sessionToken, expiresAt });
      return { activation };
    },
  },
  {
    outputFields: (t) => ({
      activation: t.expose('activation', { type: ActivationRef, description: 'The activation that goes on in this browser.' }),
    }),
  },
);

builder.relayMutationField(
  'openActivation',
  {
    inputFields: (t) => ({
      token: t.string({ description: 'The token in the link’s fragment.' }),
      code: t.string({ required: false, description: 'The activation code, where one is asked for; case, spaces and dashes do not count.' }),
    }),
  },
  {
    description:
      'Opens a link in this browser for 15 minutes, and ends an earlier opening; the link is not spent by it. Sets the activation cookie. Errors: LINK_UNKNOWN, LINK_SPENT, LINK_EXPIRED, LINK_CANCELLED, LINK_REPLACED, ACTIVATION_CODE_REQUIRED, ACTIVATION_CODE_WRONG, ACTIVATION_CODE_LOCKED, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => {
      const { activation, sessionToken, expiresAt } = await openActivation(ctx, input);
      ctx.setCookie('activation', { token: sessionToken, expiresAt });
      return { activation };
    },
  },
  {
    outputFields: (t) => ({
      activation: t.expose('activation', { type: ActivationRef, description: 'The activation that goes on in this browser.' }),
    }),
  },
);

const RegistrationPurpose = builder.enumType('RegistrationPurpose', {
  description: 'What a creation is for.',
  values: {
    REGISTER: { description: 'To register the key: answer by finishKeyRegistration.' },
    CHECK: { description: 'To learn what a hardware key is: asks it for nothing, and is stored nowhere. Answer by checkHardwareKey.' },
  } as const,
});

builder.relayMutationField(
  'beginKeyRegistration',
  {
    inputFields: (t) => ({
      activationId: t.id({ description: activationIdText }),
      purpose: t.field({ type: RegistrationPurpose, required: false, description: 'What the creation is for; REGISTER unless given.' }),
      onPhone: t.boolean({ description: 'Whether the page runs on the phone itself.' }),
    }),
  },
  {
    description: `The options for the browser’s navigator.credentials.create(), with a challenge for 5 minutes and one use. Errors: ${sessionErrors}.`,
    resolve: async (_, { input }, ctx) => ({
      options: await beginKeyRegistration(ctx, { activationId: input.activationId, purpose: input.purpose ?? 'REGISTER', onPhone: input.onPhone }),
    }),
  },
  { outputFields: (t) => ({ options: t.expose('options', { type: CreationOptionsRef, description: 'For navigator.credentials.create().' }) }) },
);

builder.relayMutationField(
  'finishKeyRegistration',
  {
    inputFields: (t) => ({
      activationId: t.id({ description: activationIdText }),
      credential: t.field({ type: RegistrationCredentialInput, description: 'What the authenticator answered.' }),
      pin: t.string({ required: false, description: 'The PIN that the person chose, 4 to 63 characters, where the key is verified by PIN.' }),
      onPhone: t.boolean({ description: 'Whether the page runs on the phone itself, as beginKeyRegistration was told.' }),
    }),
  },
  {
    description: `Registers the answer and so activates the key; the link is spent by it. Errors: WRONG_DEVICE, USER_VERIFICATION_MISSING, KEY_NOT_DISCOVERABLE, CREDENTIAL_REGISTERED, REGISTRATION_INVALID, CHALLENGE_SPENT, TRY_AGAIN, ${sessionErrors}.`,
    resolve: async (_, { input }, ctx) => {
      const response = toRegistrationResponse(input.credential);
      const { activation, session } = await finishKeyRegistration(ctx, {
        activationId: input.activationId,
        response,
        pin: input.pin ?? null,
        onPhone: input.onPhone,
      });
      if (session) ctx.setCookie('session', { token: session.token, expiresAt: session.session.expiresAt });
      return { activation, signedIn: session !== null };
    },
  },
  {
    outputFields: (t) => ({
      activation: t.expose('activation', { type: ActivationRef, description: 'The activation, ended well.' }),
      signedIn: t.exposeBoolean('signedIn', { description: 'Whether the person is signed in by it: after the setup alone.' }),
    }),
  },
);

const KeyCheckResult = builder.enumType('KeyCheckResult', {
  description: 'What a check tells of a hardware key.',
  values: {
    NOT_FIDO2: { description: 'It speaks U2F alone, and cannot be used here.' },
    NEEDS_PIN: { description: 'It is FIDO2; what it lacks is a PIN.' },
    UNKNOWN: { description: 'It does not say.' },
  } as const,
});

builder.relayMutationField(
  'checkHardwareKey',
  {
    inputFields: (t) => ({
      activationId: t.id({ description: activationIdText }),
      credential: t.field({ type: RegistrationCredentialInput, description: 'What the key answered.' }),
    }),
  },
  {
    description: `“Check my key”: tells a key that is not FIDO2 from one that has no PIN yet. Stored nowhere. Errors: REGISTRATION_INVALID, CHALLENGE_SPENT, ${sessionErrors}.`,
    resolve: (_, { input }, ctx) => checkHardwareKey(ctx, { activationId: input.activationId, response: toRegistrationResponse(input.credential) }),
  },
  {
    outputFields: (t) => ({
      result: t.expose('result', { type: KeyCheckResult, description: 'What the key is.' }),
      model: t.exposeString('model', { nullable: true, description: 'The model’s name, as claimed, where it is known.' }),
    }),
  },
);
