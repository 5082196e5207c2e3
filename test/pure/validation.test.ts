import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { InvalidInput } from '../../src/modules/errors.ts';
import { examine, line, optionalLine, paragraph, parse } from '../../src/modules/validation.ts';

const name = line('Name', { max: 10 });
const codesOf = (schema: z.ZodType, input: unknown) => examine(schema, input).issues.map((issue) => issue.code);

describe('a line', () => {
  test.each([
    ['emoji', '👩🏽‍🚀 Ada'],
    ['Hebrew', 'מרים כהן'],
    ['Arabic', 'ليلى'],
    ['Japanese', '山田 花子'],
    // Unicode 16 §9.2: the marks that set direction are format characters (Cf), as names need them.
    ['a right-to-left mark', 'א\u200Fב'],
  ])('takes %s as it is', (_, text) => {
    expect(parse(name, text)).toBe(text.normalize('NFC'));
  });

  test('is trimmed, and in NFC', () => {
    expect(parse(name, '  Zoe\u0308 ')).toBe('Zoë');
  });

  test('counts characters, not code units', () => {
    expect(parse(name, '😀'.repeat(10))).toBe('😀'.repeat(10));
    expect(codesOf(name, '😀'.repeat(11))).toEqual(['TOO_LONG']);
  });

  test.each([
    ['', ['REQUIRED']],
    [' \t ', ['REQUIRED']],
    ['12345678901', ['TOO_LONG']],
    ['a\nb', ['UNPRINTABLE']],
    ['a\u0000b', ['UNPRINTABLE']],
    ['a\u001Bb', ['UNPRINTABLE']],
    ['a\u0085b', ['UNPRINTABLE']],
    ['a\u2028b', ['UNPRINTABLE']],
    ['a\u2029b', ['UNPRINTABLE']],
    ['a\uD83D', ['UNPRINTABLE']],
    ['\uDE00b', ['UNPRINTABLE']],
    ['a\u0000bcdefghijk', ['TOO_LONG', 'UNPRINTABLE']],
    [7, ['INVALID']],
    [null, ['INVALID']],
  ])('%j gives %j', (text, codes) => {
    expect(codesOf(name, text)).toEqual(codes);
  });

  test('that is taken is always one printable line of well-formed Unicode, and taken again unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        const { value } = examine(name, text);
        if (value === null) return;
        expect(value.isWellFormed()).toBe(true);
        expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(parse(name, value)).toBe(value);
      }),
    );
  });
});

test('an optional line that is empty, blank or left out is none', () => {
  const phone = optionalLine('Phone', { max: 5 });
  for (const input of ['', '   ', null, undefined]) expect(parse(phone, input)).toBeNull();
  expect(codesOf(phone, '123456')).toEqual(['TOO_LONG']);
});

test('a paragraph keeps its lines and refuses other control characters', () => {
  const note = paragraph('Note', { max: 20 });
  expect(parse(note, 'first\r\nsecond\n')).toBe('first\nsecond');
  expect(codesOf(note, 'a\u0007b')).toEqual(['UNPRINTABLE']);
  // A carriage return alone would hide what stands before it.
  expect(codesOf(note, 'a\rb')).toEqual(['UNPRINTABLE']);
  expect(codesOf(note, 'x'.repeat(21))).toEqual(['TOO_LONG']);
});

test('every problem comes at once, each with its whole path', () => {
  const person = z.object({ name, tags: z.array(line('Tag', { min: 2, max: 3 })) });
  const attempt = () => parse(person, { name: '', tags: ['ok', 'x', 'toolong'] }, ['details']);
  expect(attempt).toThrow(InvalidInput);
  try {
    attempt();
  } catch (error) {
    expect((error as InvalidInput).issues.map(({ path, code }) => [path.join('.'), code])).toEqual([
      ['details.name', 'REQUIRED'],
      ['details.tags.1', 'TOO_SHORT'],
      ['details.tags.2', 'TOO_LONG'],
    ]);
  }
});
