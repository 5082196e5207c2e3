import { createHmac, randomBytes } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import {
  type Algorithm,
  type AttestationLeaf,
  type AttestationStyle,
  attestationObject,
  authenticatorData,
  type CredentialKey,
  newCredentialKey,
  sha256,
  signBy,
} from './attestation.ts';
import { type Client, clientDataJSON } from './client.ts';

/** What kind of device is played. */
export interface Device {
  transports: AuthenticatorTransport[];
  attachment: 'platform' | 'cross-platform';
  aaguid?: string;
  /** Whether it checks its user: a finger, a face, a PIN. */
  userVerified?: boolean;
  backupEligible?: boolean;
  backedUp?: boolean;
  attestation?: AttestationStyle;
  /** The maker's certificate, for `packed` and `fido-u2f`; attestationCa() makes one. */
  leaf?: AttestationLeaf;
  prf?: boolean;
  /** What the browser says of the credential being discoverable; null where it says nothing. */
  credProps?: boolean | null;
  algorithm?: Algorithm;
}

/** A credential as an authenticator keeps it. */
export interface HeldCredential {
  id: Buffer;
  rpId: string;
  userHandle: string;
  key: CredentialKey;
  /** What its prf computes by (CTAP 2.1 §12.5). */
  prfKey?: Buffer;
}

// WebAuthn L3 §6.1: user present, user verified, backup eligible, backup state, attested credential data.
export const flag = { UP: 0x01, UV: 0x04, BE: 0x08, BS: 0x10, AT: 0x40 } as const;

const noModel = '00000000-0000-0000-0000-000000000000';

/** An authenticator with its browser, in software: it answers options of the server as navigator.credentials would. */
export class Authenticator {
  readonly device: Device;
  /** How often it signed. Set it back to play a clone. */
  counter = 0;
  #credentials: HeldCredential[];

  /** @param credentials what it holds from before */
  constructor(device: Device, credentials: readonly HeldCredential[] = []) {
    this.device = device;
    this.#credentials = [...credentials];
  }

  /** navigator.credentials.create(). @throws DOMException as a browser does */
  async create(options: PublicKeyCredentialCreationOptionsJSON, client: Client): Promise<RegistrationResponseJSON> {
    const { attestation = 'none', transports, attachment, leaf = null } = this.device;
    const { residentKey, userVerification } = options.authenticatorSelection ?? {};
    if (options.excludeCredentials?.some(({ id }) => this.#find(id))) {
      throw new DOMException('The authenticator holds one of the excluded credentials.', 'InvalidStateError');
    }
    // A U2F key can do neither, and the browser answers as if the person had cancelled.
    if (attestation === 'fido-u2f' && (residentKey === 'required' || userVerification === 'required')) {
      throw new DOMException('The operation either timed out or was not allowed.', 'NotAllowedError');
    }
    const algorithm = this.device.algorithm ?? -7;
    if (!options.pubKeyCredParams.some(({ alg }) => alg === algorithm)) {
      throw new DOMException('None of the algorithms is supported.', 'NotSupportedError');
    }
    const rpId = client.rpId ?? options.rp.id ?? '';
    const id = randomBytes(32);
    const key = newCredentialKey(algorithm);
    const clientData = clientDataJSON('webauthn.create', options.challenge, client);
    const aaguid = attestation === 'fido-u2f' ? noModel : (this.device.aaguid ?? noModel);
    const authData = authenticatorData(
      { rpId, flags: client.flags ?? this.#flags() | flag.AT, counter: client.counter ?? this.counter },
      { aaguid, credentialId: id, cose: key.cose },
    );
    // Browsers leave the attestation out where the server does not ask for it (WebAuthn L3 §5.1.3 step 22).
    const style = options.attestation === 'none' ? 'none' : attestation;
    const object = attestationObject(style, { authData, clientDataHash: sha256(clientData), rpId, credentialId: id, key, leaf });
    this.#credentials.push({ id, rpId, userHandle: options.user.id, key, prfKey: randomBytes(32) });
    return {
      id: id.toString('base64url'),
      rawId: id.toString('base64url'),
      type: 'public-key',
      authenticatorAttachment: attachment,
      clientExtensionResults: this.#extensionResults(options),
      response: { clientDataJSON: clientData.toString('base64url'), attestationObject: Buffer.from(object).toString('base64url'), transports },
    };
  }

  /** navigator.credentials.get(). @throws DOMException as a browser does */
  async get(options: PublicKeyCredentialRequestOptionsJSON, client: Client): Promise<AuthenticationResponseJSON> {
    const rpId = client.rpId ?? options.rpId ?? '';
    const named = options.allowCredentials?.length
      ? options.allowCredentials.map(({ id }) => this.#find(id))
      : this.#credentials.filter((held) => held.rpId === options.rpId);
    const held = named.findLast((credential) => credential !== undefined);
    if (!held) throw new DOMException('The operation either timed out or was not allowed.', 'NotAllowedError');
    this.counter += 1;
    const clientData = clientDataJSON('webauthn.get', options.challenge, client);
    const authData = authenticatorData({ rpId, flags: client.flags ?? this.#flags(), counter: client.counter ?? this.counter });
    return {
      id: held.id.toString('base64url'),
      rawId: held.id.toString('base64url'),
      type: 'public-key',
      authenticatorAttachment: this.device.attachment,
      clientExtensionResults: this.#prfResults(options, held),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: Buffer.from(signBy(held.key.privateKey, Buffer.concat([authData, sha256(clientData)]))).toString('base64url'),
        userHandle: client.userHandle ?? held.userHandle,
      },
    };
  }

  /** WebAuthn L3 §10.1.4: the browser hashes what the page gave, and the authenticator computes by a key of the credential's own. */
  #prfResults(
    { extensions }: PublicKeyCredentialRequestOptionsJSON,
    { prfKey }: HeldCredential,
  ): AuthenticationResponseJSON['clientExtensionResults'] {
    const { first } = (extensions as { prf?: { eval?: { first: Uint8Array } } } | undefined)?.prf?.eval ?? {};
    if (!first || !prfKey || !this.device.prf) return {};
    const salt = sha256(Buffer.concat([Buffer.from('WebAuthn PRF\0'), first]));
    return { prf: { results: { first: createHmac('sha256', prfKey).update(salt).digest() } } } as object;
  }

  #find(id: string): HeldCredential | undefined {
    return this.#credentials.find((held) => held.id.toString('base64url') === id);
  }

  #flags(): number {
    const { userVerified = true, backupEligible = false, backedUp = false } = this.device;
    return flag.UP | (userVerified ? flag.UV : 0) | (backupEligible ? flag.BE : 0) | (backedUp ? flag.BS : 0);
  }

  #extensionResults({ extensions }: PublicKeyCredentialCreationOptionsJSON): RegistrationResponseJSON['clientExtensionResults'] {
    const { credProps = true, prf = false } = this.device;
    const asked = (extensions ?? {}) as { credProps?: boolean; prf?: object };
    return { ...(asked.credProps && credProps !== null ? { credProps: { rk: credProps } } : {}), ...(asked.prf ? { prf: { enabled: prf } } : {}) };
  }
}
