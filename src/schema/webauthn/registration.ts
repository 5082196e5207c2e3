import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { builder } from '../builder.ts';
import { CredentialDescriptorRef } from './descriptor.ts';

type Options = PublicKeyCredentialCreationOptionsJSON;

const RpRef = builder.objectRef<Options['rp']>('PublicKeyCredentialRpEntity').implement({
  description: 'The relying party (WebAuthn L3 §5.4.2).',
  fields: (t) => ({
    id: t.string({ description: 'The RP ID: the domain that credentials are bound to.', resolve: (rp) => rp.id ?? '' }),
    name: t.exposeString('name', { description: 'What the authenticator shows.' }),
  }),
});

const CredentialUserRef = builder.objectRef<Options['user']>('PublicKeyCredentialUserEntity').implement({
  description: 'Whom the credential is for (WebAuthn L3 §5.4.3).',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'The user handle, base64url.' }),
    name: t.exposeString('name', { description: 'The username.' }),
    displayName: t.exposeString('displayName', { description: 'The name as people write it.' }),
  }),
});

const ParametersRef = builder.objectRef<Options['pubKeyCredParams'][number]>('PublicKeyCredentialParameters').implement({
  description: 'An algorithm that is taken (WebAuthn L3 §5.3).',
  fields: (t) => ({
    alg: t.exposeInt('alg', { description: 'The COSE algorithm.' }),
    type: t.exposeString('type', { description: 'Always `public-key`.' }),
  }),
});

const SelectionRef = builder.objectRef<NonNullable<Options['authenticatorSelection']>>('AuthenticatorSelectionCriteria').implement({
  description: 'Which authenticators are wanted (WebAuthn L3 §5.4.4).',
  fields: (t) => ({
    authenticatorAttachment: t.string({
      nullable: true,
      description: '`platform`, `cross-platform`, or either.',
      resolve: (s) => s.authenticatorAttachment,
    }),
    residentKey: t.string({ nullable: true, description: 'Whether the credential is discoverable.', resolve: (s) => s.residentKey }),
    requireResidentKey: t.boolean({ nullable: true, description: 'The same, for older browsers.', resolve: (s) => s.requireResidentKey }),
    userVerification: t.string({ nullable: true, description: 'Whether the authenticator verifies its user.', resolve: (s) => s.userVerification }),
  }),
});

export const CreationOptionsRef = builder.objectRef<Options>('PublicKeyCredentialCreationOptions').implement({
  description:
    'The options for navigator.credentials.create(), as PublicKeyCredentialCreationOptionsJSON has them (WebAuthn L3 §5.4). `credProps` is always asked for.',
  fields: (t) => ({
    rp: t.field({ type: RpRef, description: 'The relying party.', resolve: (options) => options.rp }),
    user: t.field({ type: CredentialUserRef, description: 'Whom the credential is for.', resolve: (options) => options.user }),
    challenge: t.exposeString('challenge', { description: '32 random bytes, base64url; for 5 minutes and one use.' }),
    pubKeyCredParams: t.field({
      type: [ParametersRef],
      description: 'The algorithms that are taken, the best first.',
      resolve: (options) => options.pubKeyCredParams,
    }),
    timeout: t.int({ nullable: true, description: 'How long the browser waits, in milliseconds.', resolve: (options) => options.timeout }),
    excludeCredentials: t.field({
      type: [CredentialDescriptorRef],
      description: 'Credentials that the person has already: their authenticators say so instead of making another.',
      resolve: (options) => options.excludeCredentials ?? [],
    }),
    authenticatorSelection: t.field({
      type: SelectionRef,
      description: 'Which authenticators are wanted.',
      resolve: (options) => options.authenticatorSelection ?? {},
    }),
    hints: t.stringList({
      description: 'What the browser shows first: `security-key`, `client-device`, `hybrid`.',
      resolve: (options) => options.hints ?? [],
    }),
    attestation: t.string({ description: 'Which attestation is asked for.', resolve: (options) => options.attestation ?? 'none' }),
    prf: t.boolean({
      description: 'Whether to ask for the prf extension (WebAuthn L3 §10.1.4): add `extensions.prf = {}`.',
      resolve: (options) => 'prf' in (options.extensions ?? {}),
    }),
  }),
});

const ResponseInput = builder.inputType('AuthenticatorAttestationResponseInput', {
  description: 'The authenticator’s answer to a creation (WebAuthn L3 §5.2.1).',
  fields: (t) => ({
    clientDataJSON: t.string({ description: 'base64url.' }),
    attestationObject: t.string({ description: 'base64url.' }),
    transports: t.stringList({ required: false, description: 'How the authenticator can be reached, by getTransports().' }),
  }),
});

const CredPropsInput = builder.inputType('CredentialPropertiesOutputInput', {
  description: 'The credProps extension’s output (WebAuthn L3 §10.1.3).',
  fields: (t) => ({ rk: t.boolean({ required: false, description: 'Whether the credential is discoverable.' }) }),
});

const PrfInput = builder.inputType('PrfOutputInput', {
  description: 'The prf extension’s output (WebAuthn L3 §10.1.4).',
  fields: (t) => ({ enabled: t.boolean({ required: false, description: 'Whether the authenticator has it.' }) }),
});

const ExtensionsInput = builder.inputType('RegistrationExtensionOutputsInput', {
  description: 'What the client says of the extensions; others are left out.',
  fields: (t) => ({
    credProps: t.field({ type: CredPropsInput, required: false, description: 'The credential’s properties.' }),
    prf: t.field({ type: PrfInput, required: false, description: 'Whether prf is there.' }),
  }),
});

export const RegistrationCredentialInput = builder.inputType('RegistrationCredentialInput', {
  description: 'What navigator.credentials.create() gave, as RegistrationResponseJSON has it (WebAuthn L3 §5.1.7).',
  fields: (t) => ({
    id: t.string({ description: 'The credential id, base64url.' }),
    rawId: t.string({ description: 'The same.' }),
    authenticatorAttachment: t.string({ required: false, description: '`platform` or `cross-platform`.' }),
    response: t.field({ type: ResponseInput, description: 'The authenticator’s answer.' }),
    clientExtensionResults: t.field({ type: ExtensionsInput, required: false, description: 'What the client says of the extensions.' }),
  }),
});

/** The input as the library takes it. What is null is left out. */
export function toRegistrationResponse(input: typeof RegistrationCredentialInput.$inferInput): RegistrationResponseJSON {
  const { id, rawId, authenticatorAttachment: attachment, response, clientExtensionResults: extensions } = input;
  return {
    id,
    rawId,
    type: 'public-key',
    ...(attachment === 'platform' || attachment === 'cross-platform' ? { authenticatorAttachment: attachment } : {}),
    response: {
      clientDataJSON: response.clientDataJSON,
      attestationObject: response.attestationObject,
      transports: (response.transports ?? []) as NonNullable<RegistrationResponseJSON['response']['transports']>,
    },
    clientExtensionResults: {
      ...(extensions?.credProps?.rk == null ? {} : { credProps: { rk: extensions.credProps.rk } }),
      ...(extensions?.prf?.enabled == null ? {} : { prf: { enabled: extensions.prf.enabled } }),
    },
  };
}
