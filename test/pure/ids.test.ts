import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type IdKind, idKind, newId, prefixes } from '../../src/lib/ids.ts';

const kinds = Object.keys(prefixes) as IdKind[];

test.each(kinds)('an id of a %s tells its kind', (kind) => {
  const id = newId(kind);
  expect(id.startsWith(`${prefixes[kind]}_`)).toBe(true);
  expect(idKind(id)).toBe(kind);
});

test('no two kinds share a prefix', () => {
  expect(new Set(Object.values(prefixes)).size).toBe(kinds.length);
});

test('ids never repeat', () => {
  expect(new Set(Array.from({ length: 5_000 }, () => newId('user'))).size).toBe(5_000);
});

test.each([
  '',
  'usr_',
  'usr',
  'key_01',
  'xyz_01h455vb4pex5vsknk084sn02q',
  'usr_81h455vb4pex5vsknk084sn02q',
  'USR_01h455vb4pex5vsknk084sn02q',
  'usr_01h455vb4pex5vsknk084sn02q\n',
  'usr_01h455vb4pex5vsknk084sn02i',
])('%j is no id', (text) => {
  expect(idKind(text)).toBeUndefined();
});

test('any text that is taken for an id has the shape of one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{2,4}_[0-9a-z]{24,28}$/)), (text) => {
      if (idKind(text)) expect(text).toMatch(/^[a-z]{3}_[0-7][0-9a-z]{25}$/);
    }),
  );
});
