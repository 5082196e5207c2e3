import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examinePin as serverExamines } from '../../src/modules/keys/pinPolicy.ts';
import { isGoodPin } from '../../web/src/shared/pin.ts';

// The page shows the rules as the PIN is typed, the server decides: they must say the same.
const agrees = (pin: string): void => {
  expect(isGoodPin(pin)).toBe(serverExamines(pin, ['pin']).length === 0);
};

test('S10: page and server agree on every PIN of four digits', () => {
  for (let n = 0; n < 10_000; n += 1) agrees(String(n).padStart(4, '0'));
});

test('S10: page and server agree on other PINs', () => {
  const digits = fc.stringMatching(/^\d{5,9}$/);
  const repeated = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.nat(8)).map(([part, times]) => part.repeat(times));
  fc.assert(fc.property(fc.oneof(digits, repeated, fc.string({ unit: 'grapheme', maxLength: 70 })), agrees), { numRuns: 2_000 });
});

test.each(['1234', 'dcba', '1111', '1212', '2412', '1987', '24121987', '241287', '', '1', '12', 'a'.repeat(64)])('S10: %s is refused', (pin) => {
  expect(isGoodPin(pin)).toBe(false);
});
