import { createHmac, timingSafeEqual } from 'node:crypto';

const digits = 8;

/** The code that a phone shows for a challenge: HMAC-SHA-256, cut to digits as RFC 4226 §5.3 does. */
export function codeFor(verifier: Uint8Array, challenge: string): string {
  const mac = createHmac('sha256', verifier).update(challenge).digest();
  const offset = (mac.at(-1) as number) & 15;
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** Whether a code, as it was typed, is the right one; in a time that does not tell how much of it is. */
export function isCode(typed: string, right: string): boolean {
  const code = typed.replaceAll(/[\s-]/g, '');
  return code.length === right.length && timingSafeEqual(Buffer.from(code), Buffer.from(right));
}
