import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmac, newCode, newToken, sameSecret, seal, sha256, unseal } from '../../src/lib/secrets.ts';

const key = new Uint8Array(randomBytes(32));
const bytes = fc.uint8Array({ maxLength: 200 });

describe('a sealed box', () => {
  test('opens to what was put in', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (plain, label) => {
        expect(unseal(key, seal(key, plain, label), label)).toEqual(new Uint8Array(plain));
      }),
    );
  });

  test('does not open where any byte of it is another', () => {
    const box = seal(key, Buffer.from('what nobody else may read'), 'mail:1');
    for (let i = 0; i < box.length; i += 1) {
      for (const bit of [0x01, 0x80]) {
        const changed = Uint8Array.from(box);
        changed[i] = (changed[i] as number) ^ bit;
        expect(() => unseal(key, changed, 'mail:1'), `byte ${i}`).toThrow();
      }
    }
  });

  test('does not open where it was cut, wherever that was', () => {
    const box = seal(key, Buffer.from('text'), 'a');
    for (let length = 0; length < box.length; length += 1) expect(() => unseal(key, box.subarray(0, length), 'a'), `${length} bytes`).toThrow();
  });

  test('does not open under another label or another key', () => {
    const box = seal(key, Buffer.from('text'), 'mail:1');
    expect(() => unseal(key, box, 'mail:2')).toThrow();
    expect(() => unseal(key, box, '')).toThrow();
    expect(() => unseal(new Uint8Array(randomBytes(32)), box, 'mail:1')).toThrow();
  });

  test('is another one each time, and does not hold its text', () => {
    const plain = Buffer.from('the same text again');
    const boxes = new Set(Array.from({ length: 50 }, () => Buffer.from(seal(key, plain, 'a')).toString('latin1')));
    expect(boxes.size).toBe(50);
    for (const box of boxes) expect(box).not.toContain('same text');
  });
});

describe('a code for people', () => {
  test('holds no look-alikes, and every letter of its alphabet comes', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 500; i += 1) {
      const code = newCode(8);
      expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
      for (const letter of code) seen.add(letter);
    }
    // 4,000 letters: that one of 30 never came has a chance of less than 1 in 10^57.
    expect(seen.size).toBe(30);
  });

  test('has the length that was asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 64 }), (length) => {
        expect(newCode(length)).toHaveLength(length);
      }),
    );
  });
});

test('a token is its prefix and 32 bytes that never repeat', () => {
  const tokens = new Set(Array.from({ length: 200 }, () => newToken('lk_')));
  expect(tokens.size).toBe(200);
  for (const token of tokens) expect(Buffer.from(token.slice(3), 'base64url')).toHaveLength(32);
});

test('secrets are the same only where every byte is', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(sameSecret(sha256(a), sha256(b))).toBe(a === b);
    }),
  );
  expect(sameSecret(new Uint8Array(2), new Uint8Array(3))).toBe(false);
});

test('a MAC covers its parts one after the other, and its key', () => {
  expect(hmac(key, 'ab', 'c')).toEqual(hmac(key, 'a', Buffer.from('bc')));
  expect(hmac(key, 'abc')).not.toEqual(hmac(key, 'abd'));
  expect(hmac(key, 'abc')).not.toEqual(hmac(new Uint8Array(32), 'abc'));
  // RFC 4231, test case 2.
  const known = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(Buffer.from(hmac(Buffer.from('Jefe'), 'what do ya want for nothing?')).toString('hex')).toBe(known);
});
