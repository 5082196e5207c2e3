import { expect, test } from 'vitest';
import { interactionIn, nextPage, pageAfter } from '../../web/src/sign-in/nextPage.ts';

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

test.each([
  ['a person with a role to where they came from', 'ADMIN', '?next=/users', `${origin}/users`],
  ['a person without one to their keys', null, '?next=/users', '/my-keys'],
  ['both to the application that asked', null, '?interaction=Ab_9-x&next=/users', '/oidc/interaction/Ab_9-x'],
  ['and not to what is no interaction', 'ADMIN', '?interaction=..%2Fusers', '/'],
])('the sign-in sends %s', (_, role, search, to) => {
  expect(pageAfter({ role }, { search, origin })).toBe(to);
});

test('an interaction is known by its id', () => {
  expect([interactionIn('?interaction=Ab_9-x'), interactionIn('?interaction=a/b'), interactionIn('?interaction='), interactionIn('')]).toEqual([
    'Ab_9-x',
    null,
    null,
    null,
  ]);
});
