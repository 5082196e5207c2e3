import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeAttestationObject, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { isAttested } from './attestation.ts';
import { requireSameOrigin } from './clientData.ts';
import { KeyNotDiscoverable, RegistrationInvalid, UserVerificationMissing, WrongDevice } from './errors.ts';
import type { FindModel } from './models.ts';
import type { RelyingParty } from './relyingParty.ts';

/** The kinds of device that register by WebAuthn. */
export type DeviceKind = 'SMARTPHONE' | 'HARDWARE_KEY';

/** What is being registered. */
export interface RegistrationWish {
  kind: DeviceKind;
  userVerification: 'required' | 'preferred';
  /** Ask for the prf extension, by which a phone computes the key for offline sign-in (WebAuthn L3 §10.1.4). */
  prf: boolean;
  /** The page runs on the phone itself, as the client says. */
  onPhone: boolean;
}

/** A credential that was registered, verified. */
export interface RegisteredCredential {
  /** base64url. */
  credentialId: string;
  /** COSE. */
  publicKey: Uint8Array;
  counter: number;
  transports: string[];
  /** As claimed; it counts only where `attested`. */
  aaguid: string;
  /** The attestation's chain ends at a root configured for this AAGUID. */
  attested: boolean;
  attestationFormat: string;
  attestationObject: Uint8Array;
  backupEligible: boolean;
  backedUp: boolean;
  prfEnabled: boolean;
  userVerified: boolean;
}

// EdDSA, ES256, RS256: what phones and keys have.
export const algorithms = [-8, -7, -257];

/** The options for navigator.credentials.create() (WebAuthn L3 §5.4). */
export async function registrationOptions(
  rp: RelyingParty,
  person: { handle: Uint8Array<ArrayBuffer>; name: string; displayName: string },
  wish: RegistrationWish,
  exclude: readonly { id: string; transports: string[] }[],
  challenge: Uint8Array<ArrayBuffer>,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: rp.name,
    rpID: rp.id,
    userID: person.handle,
    userName: person.name,
    userDisplayName: person.displayName,
    challenge,
    timeout: 300_000,
    // Phones rarely attest, and asking makes some browsers warn their user: it is asked where the model matters.
    attestationType: wish.kind === 'HARDWARE_KEY' ? 'direct' : 'none',
    excludeCredentials: [...exclude],
    authenticatorSelection: { residentKey: 'required', userVerification: wish.userVerification },
    preferredAuthenticatorType: wish.kind === 'HARDWARE_KEY' ? 'securityKey' : wish.onPhone ? 'localDevice' : 'remoteDevice',
    supportedAlgorithmIDs: algorithms,
    extensions: (wish.prf ? { prf: {} } : {}) as object,
  });
}

/**
 * Verifies what the authenticator answered (WebAuthn L3 §7.1), and that it is the kind of device that was asked for.
 * @throws RegistrationInvalid, WrongDevice, KeyNotDiscoverable, UserVerificationMissing
 */
export async function verifyRegistration(
  rp: RelyingParty,
  response: RegistrationResponseJSON,
  expectedChallenge: string,
  wish: RegistrationWish,
  findModel: FindModel,
  now: Date,
): Promise<RegisteredCredential> {
  const transports = (response.response.transports ?? []).filter((transport) => /^[\w-]{1,32}$/.test(transport)).slice(0, 10);
  requireDevice(response.authenticatorAttachment, transports, wish);
  const info = await verifyAnswer(rp, response, expectedChallenge);
  // A passkey that may be synced lives in an account, not in a key that one can hold.
  if (wish.kind === 'HARDWARE_KEY' && info.credentialDeviceType === 'multiDevice') throw new WrongDevice('HARDWARE_KEY');
  if (wish.userVerification === 'required' && !info.userVerified) {
    throw new UserVerificationMissing(wish.kind === 'SMARTPHONE' ? 'PHONE' : 'HARDWARE_KEY');
  }
  const extensions = response.clientExtensionResults as { credProps?: { rk?: boolean }; prf?: { enabled?: boolean } };
  if (extensions.credProps?.rk === false) throw new KeyNotDiscoverable();
  return {
    credentialId: info.credential.id,
    publicKey: info.credential.publicKey,
    counter: info.credential.counter,
    transports,
    aaguid: info.aaguid,
    attested: isAttested(info.attestationObject, info.aaguid, await findModel(info.aaguid), now),
    attestationFormat: info.fmt,
    attestationObject: info.attestationObject,
    backupEligible: info.credentialDeviceType === 'multiDevice',
    backedUp: info.credentialBackedUp,
    prfEnabled: extensions.prf?.enabled === true,
    userVerified: info.userVerified,
  };
}

/** The library's part of the verification, with the checks that it leaves out. @throws RegistrationInvalid */
export async function verifyAnswer(
  rp: RelyingParty,
  response: RegistrationResponseJSON,
  expectedChallenge: string,
): Promise<NonNullable<VerifiedRegistrationResponse['registrationInfo']>> {
  try {
    requireSameOrigin(response.response.clientDataJSON);
    requireKnownFormat(response.response.attestationObject);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: [...rp.origins],
      expectedRPID: rp.id,
      // Judged by what is registered, with a sentence of its own.
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified || !registrationInfo) throw new Error('the attestation’s signature does not verify');
    if (registrationInfo.credential.id !== response.id) throw new Error('the answer names another credential than it holds');
    requireWholeKey(registrationInfo.credential.publicKey);
    return registrationInfo;
  } catch (error) {
    throw new RegistrationInvalid((error as Error).message);
  }
}

/**
 * The formats that the library verifies without a call to an address in the sender's own certificate. Authenticators that
 * have others answer `none` where no attestation is asked for, as of phones.
 */
const formats = ['none', 'packed', 'fido-u2f', 'tpm'];

function requireKnownFormat(attestationObject: string): void {
  const format = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url'))).get('fmt');
  if (!formats.includes(format)) throw new Error(`the attestation format ${format} is not taken`);
}

// COSE's key type and curve for each algorithm (RFC 9053 §2 and §7, RFC 8812 §2; WebAuthn L3 §5.8.5).
const keyTypes: Record<number, { kty: number; crv?: number }> = { [-8]: { kty: 1, crv: 6 }, [-7]: { kty: 2, crv: 1 }, [-257]: { kty: 3 } };

/** Without an attestation nothing was verified by the key yet: one whose parts disagree would be registered, and never sign in. */
function requireWholeKey(cose: Uint8Array): void {
  const key = decodeCredentialPublicKey(new Uint8Array(cose)) as unknown as Map<number, unknown>;
  const [kty, alg, crv] = [1, 3, -1].map((label) => key.get(label));
  const expected = keyTypes[Number(alg)];
  const fits = expected && kty === expected.kty && (expected.crv === undefined || crv === expected.crv);
  if (!fits) throw new Error(`a key of type ${kty} and curve ${crv} is none for the algorithm ${alg}`);
}

function requireDevice(attachment: string | undefined, transports: readonly string[], { kind, onPhone }: RegistrationWish): void {
  const hybrid = transports.includes('hybrid') || transports.includes('cable');
  if (kind === 'HARDWARE_KEY') {
    if (attachment === 'platform' || hybrid || transports.includes('internal')) throw new WrongDevice('HARDWARE_KEY');
    return;
  }
  // A phone is known by how it answered: itself, where the page runs on it; else over the hybrid transport.
  const itself = onPhone && attachment !== 'cross-platform';
  const overHybrid = attachment !== 'platform' && hybrid;
  if (!itself && !overHybrid) throw new WrongDevice('PHONE');
}
