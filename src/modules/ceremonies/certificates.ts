import { X509Certificate } from 'node:crypto';

const longestChain = 6;

/** A certificate from PEM, or from base64 DER as metadata statements hold it. @throws where it is none */
export function readCertificate(text: string): X509Certificate {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text.replaceAll(/\s/g, ''), 'base64');
  return new X509Certificate(pem);
}

/**
 * Whether a chain (leaf first) ends at one of the roots, each certificate signed by the next and valid now. No revocation
 * list is fetched: the addresses in it are the sender's, and this server makes no calls that a stranger chooses.
 */
export function chainsTo(chain: readonly X509Certificate[], roots: readonly X509Certificate[], now: Date): boolean {
  const [leaf] = chain;
  if (!leaf || chain.length > longestChain || !chain.every((certificate) => validAt(certificate, now))) return false;
  const linked = chain.every((certificate, i) => {
    const issuer = chain[i + 1];
    return !issuer || isIssuedBy(certificate, issuer);
  });
  const last = chain.at(-1) as X509Certificate;
  // A root in a metadata statement may be the last certificate itself, the leaf included (FIDO MDS §3.1.1).
  return linked && roots.some((root) => validAt(root, now) && (root.raw.equals(last.raw) || isIssuedBy(last, root)));
}

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

const validAt = ({ validFromDate, validToDate }: X509Certificate, now: Date): boolean => validFromDate <= now && now <= validToDate;

// id-fido-gen-ce-aaguid, 1.3.6.1.4.1.45724.1.1.4 (WebAuthn L3 §8.2.1), as DER.
const aaguidOid = Buffer.from('060b2b0601040182e51c010104', 'hex');
// An OCTET STRING of 18 bytes that holds an OCTET STRING of 16.
const aaguidPrefix = Buffer.from('04120410', 'hex');

/** The AAGUID in an attestation certificate's extension, as hex; null where it has none. */
export function aaguidExtension(certificate: X509Certificate): string | null {
  const at = certificate.raw.indexOf(aaguidOid);
  if (at < 0) return null;
  const start = certificate.raw.indexOf(aaguidPrefix, at);
  return start < 0 ? '' : certificate.raw.subarray(start + aaguidPrefix.length, start + aaguidPrefix.length + 16).toString('hex');
}
