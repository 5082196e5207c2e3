/** How a reader that types like a keyboard spells a card's number. */
export type NumberFormat = 'HEX' | 'HEX_REVERSED' | 'DECIMAL' | 'DECIMAL_REVERSED';
export const numberFormats: readonly NumberFormat[] = ['HEX', 'HEX_REVERSED', 'DECIMAL', 'DECIMAL_REVERSED'];

/** The sizes of ISO/IEC 14443-3 §6.5.4, in bytes. */
const sizes = [4, 7, 10];
const longest = 64;

/**
 * The canonical number of what was typed: the bytes in the order of ISO/IEC 14443-3, as upper-case hexadecimal digits.
 * `bytes` is the card's size where the reader's owner named it; otherwise the next one that the number fits.
 * @returns null where it is no card's number
 */
export function canonicalNumber(typed: string, format: NumberFormat, bytes: number | null = null): string | null {
  const text = typed.trim();
  if (text.length > longest) return null;
  const hex = format.startsWith('HEX') ? hexDigits(text) : decimalAsHex(text, bytes);
  if (hex === null || !(bytes === null ? sizes : [bytes]).includes(hex.length / 2)) return null;
  return (format.endsWith('REVERSED') ? reversed(hex) : hex).toUpperCase();
}

/** Digits, however the reader sets the bytes apart: `04:A1:…`, `04-A1-…`, `04 A1 …`. */
function hexDigits(text: string): string | null {
  const digits = text.replaceAll(/[\s:-]/g, '');
  return /^[0-9a-f]+$/i.test(digits) ? digits : null;
}

/** Zeros in front may be left out, or added up to a width of the reader's own: they say nothing. */
function decimalAsHex(text: string, bytes: number | null): string | null {
  if (!/^\d+$/.test(text)) return null;
  const hex = BigInt(text).toString(16);
  const size = bytes ?? sizes.find((size) => size * 2 >= hex.length);
  return size === undefined || hex === '0' ? null : hex.padStart(size * 2, '0');
}

const reversed = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');
