import { CompactEncrypt, importJWK } from 'jose';

/** Seals bytes for one agent (RFC 7516, ECDH-ES on X25519 by RFC 8037): nobody else opens them, the server neither. */
export async function sealFor(sealingKey: Uint8Array, plain: Uint8Array): Promise<string> {
  const key = await importJWK({ kty: 'OKP', crv: 'X25519', x: Buffer.from(sealingKey).toString('base64url') }, 'ECDH-ES+A256KW');
  return new CompactEncrypt(plain).setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' }).encrypt(key);
}
