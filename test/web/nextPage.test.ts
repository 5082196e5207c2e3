import { expect, test } from 'vitest';
import { nextPage } from '../../web/src/sign-in/nextPage.ts';

const origin = 'https://keys.example.org';
const next = (path: string) => nextPage(`?next=${encodeURIComponent(path)}`, origin);

test.each(['/', '/mailbox', '/users?search=a&first=5', '/a#b'])('the sign-in goes on to %s', (path) => {
  expect(next(path)).toBe(origin + path);
});

test.each([
  'https://elsewhere.example',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/\t/elsewhere.example',
  '\\\\elsewhere.example',
  'javascript:alert(1)',
  'mailbox',
  '',
])('the sign-in goes home instead of to %j', (path) => {
  expect(next(path)).toBe('/');
});

test.each(['/.//elsewhere.example', '/..//elsewhere.example', '/a/..//elsewhere.example', '/%2e//elsewhere.example'])(
  'the sign-in stays on this server for %j',
  (path) => {
    expect(new URL(next(path), origin).origin).toBe(origin);
  },
);

test('the sign-in goes home where nothing is asked for', () => {
  expect(nextPage('', origin)).toBe('/');
});
