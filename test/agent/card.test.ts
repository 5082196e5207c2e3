import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyEventsToText } from '../../agent/adapters/keyEvents.ts';
import { canonicalNumber, type NumberFormat, numberFormats } from '../../agent/card/numberFormat.ts';
import { readCard } from '../../agent/card/readCard.ts';
import { isNtag, kindOf } from '../../agent/card/technology.ts';
import { desfireAtr, storageAtr } from '../support/virtualCard.ts';

const kind = (hex: string) => kindOf(Buffer.from(hex, 'hex'));

test.each([
  ['0001', 'MIFARE_CLASSIC'],
  ['0002', 'MIFARE_CLASSIC'],
  ['0003', 'MIFARE_ULTRALIGHT'],
  ['003a', 'MIFARE_ULTRALIGHT'],
  ['f004', 'UNKNOWN'],
])('a storage card named %s is %s, and has no applets', (name, technology) => {
  expect(kind(storageAtr(name))).toEqual({ technology, processor: false });
});

test('cards with a processor, and what is no contactless card', () => {
  // As an ACR122U gives them: a DESFire EV1, a passport, and a card of ISO/IEC 15693 (standard byte 0B).
  expect(kind(desfireAtr)).toEqual({ technology: 'DESFIRE', processor: true });
  expect(kind('3b888001e1f35e11778183a095')).toEqual({ technology: 'ISO_14443_4', processor: true });
  expect(kind('3b8f8001804f0ca0000003060b00140000000077')).toEqual({ technology: 'UNKNOWN', processor: false });
  expect(kind('3b02 1450'.replace(' ', ''))).toEqual({ technology: 'UNKNOWN', processor: true });
  expect(kind('')).toEqual({ technology: 'UNKNOWN', processor: true });
});

test('an NTAG is told from an Ultralight by the size in its capability container', () => {
  expect([0x12, 0x3e, 0x6d].map((size) => isNtag(Uint8Array.of(0xe1, 0x10, size, 0)))).toEqual([true, true, true]);
  expect(isNtag(Uint8Array.of(0xe1, 0x10, 0x06, 0))).toBe(false);
  expect(isNtag(Uint8Array.of(0, 0, 0x12, 0))).toBe(false);
  expect(isNtag(Uint8Array.of())).toBe(false);
});

test('a reader that refuses what a card does not know is no failure', async () => {
  const refuse = async (command: Buffer) => {
    if (command.toString('hex') === 'ffca000000') return Buffer.from('04a1b2c39000', 'hex');
    throw new Error('Transaction failed');
  };
  expect(await readCard(Buffer.from(desfireAtr, 'hex'), refuse)).toEqual({
    uid: '04A1B2C3',
    atr: desfireAtr.toUpperCase(),
    technology: 'DESFIRE',
    fido2Applet: false,
  });
});

// ISO/IEC 14443-3 §6.5.4: the first byte of a longer number is the maker's, and never 00. Only single numbers may begin so.
const uids = fc
  .oneof(...[4, 7, 10].map((length) => fc.uint8Array({ minLength: length, maxLength: length })))
  .filter((uid) => uid.some((byte) => byte > 0));

/** What a reader types, with the size that a decimal number cannot tell. */
const typed: Record<NumberFormat, (uid: Buffer) => string> = {
  HEX: (uid) => uid.toString('hex'),
  HEX_REVERSED: (uid) => Buffer.from(uid).reverse().toString('hex'),
  DECIMAL: (uid) => BigInt(`0x${uid.toString('hex')}`).toString(),
  DECIMAL_REVERSED: (uid) => BigInt(`0x${Buffer.from(uid).reverse().toString('hex')}`).toString(),
};

test.each(numberFormats)('%s: whatever a reader types is the number in the order of ISO/IEC 14443-3', (format) => {
  fc.assert(
    fc.property(uids, fc.integer({ min: 0, max: 30 }), (bytes, width) => {
      const uid = Buffer.from(bytes);
      const text = typed[format](uid);
      const padded = format.startsWith('DECIMAL') ? text.padStart(width, '0') : text;
      expect(canonicalNumber(` ${padded}\r`, format, uid.length)).toBe(uid.toString('hex').toUpperCase());
    }),
  );
});

test('the four formats of one card; the size is reckoned where it was not named', () => {
  expect(canonicalNumber('04:A1:B2:C3', 'HEX')).toBe('04A1B2C3');
  expect(canonicalNumber('c3-b2-a1-04', 'HEX_REVERSED')).toBe('04A1B2C3');
  expect(canonicalNumber('0077705923', 'DECIMAL')).toBe('04A1B2C3');
  expect(canonicalNumber('3283263748', 'DECIMAL_REVERSED')).toBe('04A1B2C3');
  expect(canonicalNumber('1305036513367286', 'DECIMAL')).toHaveLength(14);
});

test('what is no card’s number is none', () => {
  for (const text of ['', 'hello', '04A1B2', '04A1B2C3D4', '04A1B2C', '0'.repeat(65)]) expect(canonicalNumber(text, 'HEX')).toBeNull();
  for (const text of ['', '0', '-5', '1.5', '04A1B2C3', '9'.repeat(25)]) expect(canonicalNumber(text, 'DECIMAL')).toBeNull();
  expect(canonicalNumber('04A1B2C3', 'HEX', 7)).toBeNull();
});

/** A key that is pressed or let go, as Linux tells it. */
function keyEvent(code: number, value: number): Buffer {
  const event = Buffer.alloc(24);
  event.writeUInt16LE(1, 16);
  event.writeUInt16LE(code, 18);
  event.writeInt32LE(value, 20);
  return event;
}

test('an input device of Linux: presses become text, in whatever pieces they come', () => {
  const codes = [11, 5, 30, 2, 28];
  const bytes = Buffer.concat(codes.flatMap((code) => [keyEvent(code, 1), keyEvent(code, 0), Buffer.alloc(24)]));
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 5 }), (cuts) => {
      const read = keyEventsToText();
      const at = [0, ...cuts.sort((one, other) => one - other), bytes.length];
      expect(
        at
          .slice(1)
          .map((end, i) => read(bytes.subarray(at[i], end)))
          .join(''),
      ).toBe('04A1\n');
    }),
  );
});
