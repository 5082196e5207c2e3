import type { CardNumberFormat } from '../../db/tables/workspaces.ts';
import { Refused } from '../errors.ts';
import { parseCardNumber } from './cardNumber.ts';

const longest = 64;

/**
 * The number that a reader typed like a keyboard, as hexadecimal digits in the order of ISO/IEC 14443-3.
 * @throws Refused CARD_NUMBER_INVALID; it never repeats the number
 */
export function typedCardNumber(text: string, format: CardNumberFormat): string {
  const typed = text.trim();
  const hex = typed.length > longest ? '' : readers[format](typed);
  if ('refusal' in parseCardNumber(hex)) throw invalid(format);
  return hex;
}

const readers: Record<CardNumberFormat, (typed: string) => string> = {
  HEX: digitsOf,
  HEX_REVERSED: (typed) => reversed(digitsOf(typed)),
  DECIMAL: decimalAsHex,
  DECIMAL_REVERSED: (typed) => reversed(decimalAsHex(typed)),
};

/** Hexadecimal digits, however the reader sets the bytes apart: `04:A1:…`, `04-A1-…`, `04 A1 …`. */
function digitsOf(typed: string): string {
  const digits = typed.replaceAll(/[\s:-]/g, '').toLowerCase();
  return /^[0-9a-f]+$/.test(digits) ? digits : '';
}

/** A decimal number as digits of whole bytes. Readers leave out zeros in front, so it is filled up to the next size that a card has. */
function decimalAsHex(typed: string): string {
  const hex = /^\d+$/.test(typed) ? BigInt(typed).toString(16) : '0';
  const size = [8, 14, 20].find((digits) => digits >= hex.length);
  return hex === '0' || size === undefined ? '' : hex.padStart(size, '0');
}

const reversed = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('');

const spelled: Record<CardNumberFormat, string> = {
  HEX: 'hexadecimal digits (0–9, A–F)',
  HEX_REVERSED: 'hexadecimal digits (0–9, A–F), the bytes from last to first',
  DECIMAL: 'a decimal number',
  DECIMAL_REVERSED: 'a decimal number, the bytes from last to first',
};

const invalid = (format: CardNumberFormat) =>
  new Refused(
    'CARD_NUMBER_INVALID',
    `That is no card’s number: ${spelled[format]} of 4, 7 or 10 bytes was expected. Lay the card on the reader once more; a phone’s number does not count, as it is another each time.`,
  );
