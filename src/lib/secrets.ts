import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes as base64url, with an optional prefix: a bearer secret. */
export const newToken = (prefix = ''): string => prefix + randomBytes(32).toString('base64url');

/** SHA-256, for secrets of 32 random bytes: they need no slow hash. */
export const sha256 = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());

/** HMAC-SHA-256 over parts, one after the other. */
export function hmac(key: Uint8Array, ...parts: (Uint8Array | string)[]): Uint8Array {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return new Uint8Array(mac.digest());
}

/** Derives a bearer secret from another one, which it does not give away. */
export const tokenFrom = (secret: string, name: string): string => Buffer.from(hmac(Buffer.from(secret), name)).toString('base64url');

/** Whether two secrets are the same, in a time that does not tell where they differ. */
export function sameSecret(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

const nonceLength = 12;
const tagLength = 16;

/** Seals bytes by AES-256-GCM. `label` is bound to the box: it opens only under the same label. */
export function seal(key: Uint8Array, plain: Uint8Array, label: string): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(label));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
}

/** Opens a sealed box. Throws where the key, the label or a byte is another. */
export function unseal(key: Uint8Array, box: Uint8Array, label: string): Uint8Array {
  const nonce = box.subarray(0, nonceLength);
  const tag = box.subarray(nonceLength, nonceLength + tagLength);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(label)).setAuthTag(tag);
  return new Uint8Array(Buffer.concat([decipher.update(box.subarray(nonceLength + tagLength)), decipher.final()]));
}

// No 0/O, 1/I/L, U: nothing that is misread or misheard.
const codeAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code for people to pass on, without look-alikes. */
export function newCode(length: number): string {
  let code = '';
  while (code.length < length) {
    for (const byte of randomBytes(length)) {
      // Bytes past the last whole multiple would make the first letters likelier.
      if (byte < 240 && code.length < length) code += codeAlphabet[byte % codeAlphabet.length];
    }
  }
  return code;
}
