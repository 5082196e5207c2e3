import { sha256 } from './challenge.ts';

const digits = 8;

/** Where the phone's prf is evaluated for offline sign-in (WebAuthn L3 §10.1.4): the same for everybody, as each passkey has its own. */
export const prfSalt = (): Promise<Uint8Array> => sha256('latchkey offline 1');

/**
 * The key by which a phone answers one PC's challenges, and that PC's agent checks the answers: 32 bytes by HKDF (RFC 5869).
 * Where the key has a PIN, that is in it too, so that nothing on the PC tells whether a PIN is right.
 */
export async function verifierFor(prf: BufferSource, mark: string, pin: string): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', prf, 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode(`latchkey offline verifier 1\n${mark}\n${pin.normalize('NFC')}`);
  const bits = await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, 256);
  return new Uint8Array(bits);
}

/** The code for a challenge: HMAC-SHA-256, cut to digits as RFC 4226 §5.3 does. */
export async function codeFor(verifier: Uint8Array, challenge: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(verifier), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(challenge)));
  const number = mac.getUint32(mac.getUint8(mac.byteLength - 1) & 15) & 0x7f_ff_ff_ff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
