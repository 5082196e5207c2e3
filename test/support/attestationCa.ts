import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
// Brings the Reflect polyfill that @peculiar/x509 asks for, so it comes first.
import '@simplewebauthn/server';
import { BasicConstraintsExtension, Extension, type X509CertificateCreateWithKeyParams, X509CertificateGenerator } from '@peculiar/x509';
import type { AttestationLeaf } from './attestation.ts';

type KeyPair = webcrypto.CryptoKeyPair;
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
const day = 24 * 3_600_000;
// id-fido-gen-ce-aaguid, WebAuthn L3 §8.2.1.
const aaguidOid = '1.3.6.1.4.1.45724.1.1.4';

interface Life {
  notBefore?: Date;
  notAfter?: Date;
}

/** A maker of authenticators: a root, and leaf certificates that its authenticators sign their attestations with. */
export interface AttestationCa {
  /** The root as PEM. */
  root: string;
  /**
   * A leaf with its chain, root excluded: `intermediates` stand between the two, and may issue unless `rogue`. `aaguid` goes
   * into its extension.
   */
  leaf(
    wish?: Life & { aaguid?: string | null; host?: string; intermediates?: number; rogue?: boolean; algorithm?: 'ES256' | 'RS256' },
  ): Promise<AttestationLeaf>;
}

/** Makes a root of a maker's own. */
export async function attestationCa({ name = 'Example Keys', ...life }: { name?: string } & Life = {}): Promise<AttestationCa> {
  const keys = await newKeys();
  const subject = `CN=${name} Root, O=${name}, C=SE`;
  const certificate = await issue({ subject, keys, issuer: subject, signingKey: keys.privateKey, ca: true, life });
  return {
    root: certificate.toString('pem'),
    leaf: async ({ aaguid = null, host, intermediates = 0, rogue = false, algorithm = 'ES256', ...life } = {}) => {
      let issuer = { subject, keys };
      const chain: Uint8Array[] = [];
      for (let i = 1; i <= intermediates; i += 1) {
        const next = { subject: `CN=${name} Intermediate ${i}, O=${name}, C=SE`, keys: await newKeys() };
        const made = await issue({ ...next, issuer: issuer.subject, signingKey: issuer.keys.privateKey, ca: !rogue, life: {} });
        chain.unshift(new Uint8Array(made.rawData));
        issuer = next;
      }
      const own = await newKeys(algorithm === 'RS256' ? rsa : ecdsa);
      const made = await issue({
        subject: `CN=${host ?? `${name} Serial 1`}, OU=Authenticator Attestation, O=${name}, C=SE`,
        keys: own,
        issuer: issuer.subject,
        signingKey: issuer.keys.privateKey,
        ca: false,
        life,
        aaguid,
      });
      return { x5c: [new Uint8Array(made.rawData), ...chain], privateKey: KeyObject.from(own.privateKey) };
    },
  };
}

const newKeys = (algorithm: typeof ecdsa | typeof rsa = ecdsa) =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<KeyPair>;

async function issue(certificate: {
  subject: string;
  keys: KeyPair;
  issuer: string;
  signingKey: webcrypto.CryptoKey;
  ca: boolean;
  life: Life;
  aaguid?: string | null;
}) {
  const { subject, keys, issuer, signingKey, ca, life, aaguid } = certificate;
  const extensions: Extension[] = [new BasicConstraintsExtension(ca, undefined, true)];
  if (aaguid)
    extensions.push(new Extension(aaguidOid, false, Buffer.concat([Buffer.from('0410', 'hex'), Buffer.from(aaguid.replaceAll('-', ''), 'hex')])));
  return X509CertificateGenerator.create({
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    subject,
    issuer,
    notBefore: life.notBefore ?? new Date(Date.now() - day),
    notAfter: life.notAfter ?? new Date(Date.now() + 3_650 * day),
    signingAlgorithm: ecdsa,
    publicKey: await webcrypto.subtle.exportKey('spki', keys.publicKey),
    // The same key, by the name that it has in a browser's types.
    signingKey: signingKey as X509CertificateCreateWithKeyParams['signingKey'],
    extensions,
  });
}
