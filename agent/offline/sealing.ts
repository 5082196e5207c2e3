import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { compactDecrypt, errors } from 'jose';
import { readPrivate, writePrivate } from '../state/folder.ts';
import { OfflineRefused } from './refused.ts';

const file = 'sealing.json';

/** The key to which the server seals what only this agent may open (X25519, RFC 7748). Made where there is none. */
export function sealingKey(folder: string): KeyObject {
  const kept = readPrivate<{ privateKey: string }>(folder, file);
  if (kept) return createPrivateKey(kept.privateKey);
  const { privateKey } = generateKeyPairSync('x25519');
  writePrivate(folder, file, { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
  return privateKey;
}

/** Its public half as the server takes it: 32 bytes, base64url. */
export const publicHalf = (key: KeyObject): string => key.export({ format: 'jwk' }).x as string;

/** Opens what was sealed for this agent. @throws OfflineRefused GRANT_CHANGED */
export async function unseal(folder: string, sealed: string): Promise<Uint8Array> {
  try {
    const { plaintext } = await compactDecrypt(sealed, sealingKey(folder), {
      keyManagementAlgorithms: ['ECDH-ES+A256KW'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return plaintext;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new OfflineRefused('GRANT_CHANGED');
    throw error;
  }
}
