import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor';

/** COSE's numbers of ES256, EdDSA and RS256. */
export type Algorithm = -7 | -8 | -257;

/** How an authenticator attests: not at all, by the credential's own key, by a maker's certificate, or as U2F does. */
export type AttestationStyle = 'none' | 'packed-self' | 'packed' | 'fido-u2f';

/** What an authenticator's maker put into it: a certificate (leaf first, root left out) and its private key. */
export interface AttestationLeaf {
  x5c: Uint8Array[];
  privateKey: KeyObject;
}

/** A credential's key pair, with the public half as COSE. */
export interface CredentialKey {
  algorithm: Algorithm;
  privateKey: KeyObject;
  cose: Uint8Array;
  /** The point as U2F signs it, for ES256. */
  point: Uint8Array;
}

export const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** Makes a key pair for one of COSE's algorithms (RFC 9053 §2, RFC 8812 §2). */
export function newCredentialKey(algorithm: Algorithm): CredentialKey {
  if (algorithm === -8) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const x = base64url(publicKey.export({ format: 'jwk' }).x);
    return {
      algorithm,
      privateKey,
      cose: cose([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, x],
      ]),
      point: new Uint8Array(),
    };
  }
  if (algorithm === -257) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    return {
      algorithm,
      privateKey,
      cose: cose([
        [1, 3],
        [3, -257],
        [-1, base64url(n)],
        [-2, base64url(e)],
      ]),
      point: new Uint8Array(),
    };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const [x, y] = [base64url(jwk.x), base64url(jwk.y)];
  return {
    algorithm,
    privateKey,
    cose: cose([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, x],
      [-3, y],
    ]),
    point: Buffer.concat([Uint8Array.of(4), x, y]),
  };
}

/** Signs as WebAuthn L3 §6.5.5 says for each algorithm. */
export const signBy = (privateKey: KeyObject, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(sign(privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, privateKey));

/** The authenticator data (WebAuthn L3 §6.1). */
export function authenticatorData(
  { rpId, flags, counter }: { rpId: string; flags: number; counter: number },
  attested?: { aaguid: string; credentialId: Uint8Array; cose: Uint8Array },
): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(counter, 1);
  if (!attested) return Buffer.concat([sha256(rpId), head]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(attested.credentialId.length);
  const aaguid = Buffer.from(attested.aaguid.replaceAll('-', ''), 'hex');
  return Buffer.concat([sha256(rpId), head, aaguid, length, attested.credentialId, attested.cose]);
}

/** The attestation object (WebAuthn L3 §6.5.4 and §8). */
export function attestationObject(
  style: AttestationStyle,
  {
    authData,
    clientDataHash,
    rpId,
    credentialId,
    key,
    leaf,
  }: {
    authData: Buffer;
    clientDataHash: Buffer;
    rpId: string;
    credentialId: Uint8Array;
    key: CredentialKey;
    leaf: AttestationLeaf | null;
  },
): Uint8Array {
  const signed = Buffer.concat([authData, clientDataHash]);
  const u2fSigned = () => Buffer.concat([Uint8Array.of(0), sha256(rpId), clientDataHash, credentialId, key.point]);
  const statement = (): [string, CBORType][] => {
    if (style === 'none') return [];
    if (style === 'packed-self')
      return [
        ['alg', key.algorithm],
        ['sig', signBy(key.privateKey, signed)],
      ];
    if (!leaf) throw new Error(`An authenticator needs its maker's certificate to attest by ${style}`);
    if (style === 'packed')
      return [
        ['alg', -7],
        ['sig', signBy(leaf.privateKey, signed)],
        ['x5c', leaf.x5c],
      ];
    return [
      ['sig', signBy(leaf.privateKey, u2fSigned())],
      ['x5c', leaf.x5c],
    ];
  };
  const fmt = style === 'packed-self' ? 'packed' : style;
  return encodeCBOR(
    new Map<string, CBORType>([
      ['fmt', fmt],
      ['attStmt', new Map(statement())],
      ['authData', new Uint8Array(authData)],
    ]),
  );
}

const cose = (entries: [number, number | Uint8Array][]): Uint8Array => encodeCBOR(new Map(entries));
const base64url = (text: string | undefined): Uint8Array => new Uint8Array(Buffer.from(text ?? '', 'base64url'));
