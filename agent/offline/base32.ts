/** Crockford's base 32: no I, L, O and U, so nothing is misread. */
export const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first symbols of some bytes, five bits each. */
export function toBase32(bytes: Uint8Array, length: number): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const total = bytes.length * 8;
  return Array.from({ length }, (_, i) => symbols[Number((bits >> BigInt(total - 5 * (i + 1))) & 31n)]).join('');
}

/** In groups of four, to be read and typed. */
export const inGroups = (text: string): string => text.replaceAll(/.{4}(?=.)/g, '$&-');
