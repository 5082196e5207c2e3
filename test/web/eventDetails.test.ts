import { expect, test } from 'vitest';
import { eventDetails, type ToldEvent } from '../../web/console/src/components/eventDetails.ts';
import { ar } from '../../web/console/src/texts/ar/index.ts';
import { en } from '../../web/console/src/texts/en/index.ts';

const places = { application: { name: 'Wiki' }, readerAgent: { name: 'Front desk' } };
const tell = (type: ToldEvent['type'], details: Record<string, string> = {}, texts = en) =>
  // What keeps a name's direction is not seen.
  eventDetails(texts, { type, details: Object.entries(details).map(([name, value]) => ({ name, value })), ...places }).replaceAll(
    /[\u2068\u2069]/g,
    '',
  );

test.each<[ToldEvent['type'], Record<string, string>, string]>([
  ['SESSION_STARTED', { address: '192.0.2.7' }, 'to Wiki, at Front desk, from 192.0.2.7'],
  ['SIGN_IN_REFUSED', { reason: 'PIN', address: '192.0.2.7' }, 'wrong PIN, to Wiki, at Front desk, from 192.0.2.7'],
  ['APPLICATION_REFUSED', { reason: 'NOT_IN_GROUP' }, 'Wiki, in no group that may'],
  ['APPLICATION_UPDATED', { fields: '["name","redirectUris"]' }, 'Wiki: name, redirect URIs'],
  ['APPLICATION_CREATED', {}, 'Wiki'],
  ['OFFLINE_SIGNED_IN', {}, 'Front desk'],
])('%s tells the application, the PC, the address and the reason', (type, details, said) => {
  expect(tell(type, details)).toBe(said);
});

test('what is gone or was not there is left out', () => {
  const details = [{ name: 'address', value: '::1' }];
  expect(eventDetails(en, { type: 'SESSION_STARTED', details, application: null, readerAgent: null })).toBe('from \u2068::1\u2069');
  expect(eventDetails(en, { type: 'APPLICATION_DELETED', details: [] })).toBe('');
});

test('every reason has words in both languages; one that a newer server gives is told as it is', () => {
  expect(Object.keys(ar.activity.refusals)).toEqual(Object.keys(en.activity.refusals));
  expect(tell('OFFLINE_REFUSED', { reason: 'CODE_WRONG' }, ar)).toBe('رمز خاطئ، إلى Wiki، على Front desk');
  expect(tell('SIGN_IN_REFUSED', { reason: 'NEWER' })).toMatch(/^NEWER, /);
});
