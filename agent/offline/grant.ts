import { createPublicKey, type KeyObject } from 'node:crypto';
import { compactVerify, decodeJwt, errors } from 'jose';
import { OfflineRefused } from './refused.ts';

/** What a grant says: who may sign in offline at which PC, by which key, and until when. */
export interface Grant {
  /** The agent, the person and the key. */
  aud: string;
  sub: string;
  keyId: string;
  username: string;
  displayName: string;
  auditable: boolean;
  /** Whether the phone asks for the key's PIN too. */
  pin: boolean;
  uses: number;
  /** What codes are checked by, sealed for this agent (RFC 7516). */
  verifier: string;
  /** Seconds since 1970. */
  nbf: number;
  exp: number;
}

/** What a grant says, before it is known whether it counts. Null where it says nothing. */
export function readGrant(jws: string): Grant | null {
  try {
    return decodeJwt<Grant>(jws) as Grant;
  } catch {
    return null;
  }
}

/** What a grant says that counts now, at this agent. @throws OfflineRefused */
export async function verifyGrant(jws: string, { agentId, grantKey, now }: { agentId: string; grantKey: string; now: number }): Promise<Grant> {
  const grant = await signedText(jws, publicKey(grantKey));
  if (grant.aud !== agentId) throw new OfflineRefused('GRANT_FOREIGN');
  if (now < grant.nbf * 1_000) throw new OfflineRefused('GRANT_EARLY');
  if (now >= grant.exp * 1_000) throw new OfflineRefused('GRANT_EXPIRED');
  return grant;
}

async function signedText(jws: string, key: KeyObject): Promise<Grant> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['EdDSA'] });
    // RFC 8725 §3.11: what else this key signed counts for nothing here.
    if (protectedHeader.typ !== 'latchkey-offline-grant+jwt') throw new OfflineRefused('GRANT_CHANGED');
    return JSON.parse(Buffer.from(payload).toString('utf8')) as Grant;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new OfflineRefused('GRANT_CHANGED');
    throw error;
  }
}

const publicKey = (x: string): KeyObject => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
