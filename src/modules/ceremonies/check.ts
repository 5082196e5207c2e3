import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON, type RegistrationResponseJSON } from '@simplewebauthn/server';
import { algorithms, verifyAnswer } from './registration.ts';
import type { RelyingParty } from './relyingParty.ts';

/** What a check tells of a key. */
export interface KeyCheck {
  /** NOT_FIDO2: it speaks U2F alone. NEEDS_PIN: it is FIDO2, so what it lacks is a PIN. UNKNOWN: it does not say. */
  result: 'NOT_FIDO2' | 'NEEDS_PIN' | 'UNKNOWN';
  /** The model's AAGUID, as claimed, where it says one. */
  aaguid: string | null;
}

const noModel = '00000000-0000-0000-0000-000000000000';

/**
 * The options of a creation that asks for nothing: a key that is not FIDO2 makes the browser answer as if the person had
 * cancelled, so only a key that is asked for less can tell what it is.
 */
export const checkOptions = (rp: RelyingParty, challenge: Uint8Array<ArrayBuffer>): Promise<PublicKeyCredentialCreationOptionsJSON> =>
  generateRegistrationOptions({
    rpName: rp.name,
    rpID: rp.id,
    // A handle of its own: the check must not overwrite a passkey that the person has.
    userName: 'check',
    userDisplayName: 'Check my key',
    challenge,
    timeout: 120_000,
    attestationType: 'direct',
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
    preferredAuthenticatorType: 'securityKey',
    supportedAlgorithmIDs: algorithms,
  });

/** What the key's answer tells about it. @throws RegistrationInvalid */
export async function checkAnswer(rp: RelyingParty, response: RegistrationResponseJSON, expectedChallenge: string): Promise<KeyCheck> {
  const { fmt, aaguid } = await verifyAnswer(rp, response, expectedChallenge);
  if (fmt === 'fido-u2f') return { result: 'NOT_FIDO2', aaguid: null };
  if (aaguid === noModel && fmt === 'none') return { result: 'UNKNOWN', aaguid: null };
  return { result: 'NEEDS_PIN', aaguid: aaguid === noModel ? null : aaguid };
}
