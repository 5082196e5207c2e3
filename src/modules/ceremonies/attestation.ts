import { X509Certificate } from 'node:crypto';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { aaguidExtension, chainsTo, readCertificate } from './certificates.ts';
import type { Model } from './models.ts';

// Formats that sign with the first certificate of x5c (WebAuthn L3 §8). Certificates are public: in any other format a real
// one could be laid beside somebody else's signature.
const signedByCertificate = ['packed', 'tpm'];

/**
 * Whether an attestation proves the model that it claims: its chain ends at a root configured for that very AAGUID, and
 * the certificate names no other one. The library has checked the signature; with no roots configured it calls any
 * certificate verified, so what it says of trust does not count here.
 */
export function isAttested(attestationObject: Uint8Array<ArrayBuffer>, aaguid: string, model: Model | null, now: Date): boolean {
  const roots = model?.roots ?? [];
  const attestation = decodeAttestationObject(attestationObject);
  if (!signedByCertificate.includes(attestation.get('fmt'))) return false;
  const chain = attestation.get('attStmt').get('x5c');
  // Self attestation is signed by the credential itself, which anybody can make.
  if (!chain || chain.length === 0 || roots.length === 0) return false;
  try {
    const certificates = chain.map((der) => new X509Certificate(der));
    const named = aaguidExtension(certificates[0] as X509Certificate);
    if (named !== null && named !== aaguid.replaceAll('-', '')) return false;
    return chainsTo(certificates, roots.map(readCertificate), now);
  } catch {
    return false;
  }
}
