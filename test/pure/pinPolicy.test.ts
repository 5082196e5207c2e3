import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examinePin, normalisePin } from '../../src/modules/keys/pinPolicy.ts';

const codesOf = (pin: string) => examinePin(pin, ['pin']).map((issue) => issue.code);

test.each([
  ['', 'PIN_LENGTH'],
  ['735', 'PIN_LENGTH'],
  ['7'.repeat(31) + '3'.repeat(33), 'PIN_LENGTH'],
  ['👩🏽👩🏽', 'PIN_REPEAT'],
  ['1234', 'PIN_RUN'],
  ['987654', 'PIN_RUN'],
  ['dcba', 'PIN_RUN'],
  ['wxyz', 'PIN_RUN'],
  ['1111', 'PIN_REPEAT'],
  ['1212', 'PIN_REPEAT'],
  ['369369', 'PIN_REPEAT'],
  ['abcabcabc', 'PIN_REPEAT'],
  ['1987', 'PIN_DATE'],
  ['2412', 'PIN_DATE'],
  ['1224', 'PIN_DATE'],
  ['24121987', 'PIN_DATE'],
  ['12241987', 'PIN_DATE'],
  ['19871224', 'PIN_DATE'],
  ['241287', 'PIN_DATE'],
  ['122487', 'PIN_DATE'],
  ['871224', 'PIN_DATE'],
])('%j is refused: %s', (pin, code) => {
  expect(codesOf(pin)).toEqual([code]);
});

test.each(['7391', '8046', '1243', '0917x', 'correct horse', 'żółw', '739164'])('%j will do', (pin) => {
  expect(codesOf(pin)).toEqual([]);
});

describe('any text', () => {
  const pins = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.stringMatching(/^\d{3,10}$/));

  test('gets at most one issue, at the path that was asked for', () => {
    fc.assert(
      fc.property(pins, (pin) => {
        const issues = examinePin(pin, ['input', 'pin']);
        expect(issues.length).toBeLessThan(2);
        for (const issue of issues) expect(issue.path).toEqual(['input', 'pin']);
      }),
    );
  });

  test('is the same in every normal form', () => {
    fc.assert(
      fc.property(pins, (pin) => {
        expect(normalisePin(pin.normalize('NFD'))).toBe(normalisePin(pin.normalize('NFC')));
        expect(codesOf(pin.normalize('NFD'))).toEqual(codesOf(pin.normalize('NFC')));
      }),
    );
  });

  test('outside 4 to 63 characters is refused for its length alone', () => {
    fc.assert(
      fc.property(pins, (pin) => {
        const { length } = [...normalisePin(pin)];
        expect(codesOf(pin)[0] === 'PIN_LENGTH').toBe(length < 4 || length > 63);
      }),
    );
  });
});

test('a message depends on the kind of fault alone, so none repeats a PIN', () => {
  const messages = (pins: string[]) => new Set(pins.flatMap((pin) => examinePin(pin, []).map((issue) => issue.message)));
  fc.assert(
    fc.property(fc.constantFrom(...'abcdefghijklmnopqrst'), fc.integer({ min: 4, max: 6 }), (first, length) => {
      const from = first.codePointAt(0) as number;
      const run = String.fromCodePoint(...Array.from({ length }, (_, i) => from + i));
      expect(messages([run, run.toUpperCase(), '2345'])).toHaveLength(1);
      expect(messages([first.repeat(length), '8888', 'xyxy'])).toHaveLength(1);
    }),
  );
  expect(messages(['1987', '24121987', '3112'])).toHaveLength(1);
  // A length is told; two PINs of one length get one text.
  expect(messages(['abc', 'xyz', '739'])).toHaveLength(1);
});
