import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { builder } from '../builder.ts';
import { CredentialDescriptorRef } from './descriptor.ts';

export const RequestOptionsRef = builder.objectRef<PublicKeyCredentialRequestOptionsJSON>('PublicKeyCredentialRequestOptions').implement({
  description: 'The options for navigator.credentials.get(), as PublicKeyCredentialRequestOptionsJSON has them (WebAuthn L3 §5.5).',
  fields: (t) => ({
    challenge: t.exposeString('challenge', { description: '32 random bytes, base64url; for 5 minutes and one use.' }),
    rpId: t.string({ description: 'The RP ID.', resolve: (options) => options.rpId ?? '' }),
    timeout: t.int({ nullable: true, description: 'How long the browser waits, in milliseconds.', resolve: (options) => options.timeout }),
    userVerification: t.string({
      description: 'Whether the authenticator verifies its user.',
      resolve: (options) => options.userVerification ?? 'preferred',
    }),
    allowCredentials: t.field({
      type: [CredentialDescriptorRef],
      description: 'The credentials that are taken; empty where the device offers its own.',
      resolve: (options) => options.allowCredentials ?? [],
    }),
    hints: t.stringList({ description: 'What the browser shows first.', resolve: (options) => options.hints ?? [] }),
  }),
});

const ResponseInput = builder.inputType('AuthenticatorAssertionResponseInput', {
  description: 'The authenticator’s answer to a request (WebAuthn L3 §5.2.2).',
  fields: (t) => ({
    clientDataJSON: t.string({ description: 'base64url.' }),
    authenticatorData: t.string({ description: 'base64url.' }),
    signature: t.string({ description: 'base64url.' }),
    userHandle: t.string({ required: false, description: 'The user handle, base64url, where the credential is discoverable.' }),
  }),
});

export const AuthenticationCredentialInput = builder.inputType('AuthenticationCredentialInput', {
  description: 'What navigator.credentials.get() gave, as AuthenticationResponseJSON has it (WebAuthn L3 §5.1.7).',
  fields: (t) => ({
    id: t.string({ description: 'The credential id, base64url.' }),
    rawId: t.string({ description: 'The same.' }),
    authenticatorAttachment: t.string({ required: false, description: '`platform` or `cross-platform`.' }),
    response: t.field({ type: ResponseInput, description: 'The authenticator’s answer.' }),
  }),
});

/** The input as the library takes it. What is null is left out. */
export function toAuthenticationResponse(input: typeof AuthenticationCredentialInput.$inferInput): AuthenticationResponseJSON {
  const { id, rawId, authenticatorAttachment: attachment, response } = input;
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    id,
    rawId,
    type: 'public-key',
    ...(attachment === 'platform' || attachment === 'cross-platform' ? { authenticatorAttachment: attachment } : {}),
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) },
    clientExtensionResults: {},
  };
}
