import { describe, expect, test } from 'vitest';
import { nextTry } from '../../src/modules/mail/retry.ts';
import { type ActivationMail, activationMail } from '../../src/modules/mail/templates/activation.ts';
import { fromNow, momentInWords } from '../../src/modules/mail/templates/moments.ts';
import { type PinMail, pinMail } from '../../src/modules/mail/templates/pin.ts';

const now = new Date('2026-11-24T14:36:00Z');
const link = 'https://keys.example.org/activate#4fT_x-9';
const mailTo = (given: Partial<ActivationMail> = {}) =>
  activationMail({
    organisation: 'Example',
    personName: 'Ada Lovelace',
    inviterName: 'Grace Hopper',
    keyKind: 'SMARTPHONE',
    link,
    expiresAt: new Date('2026-11-27T14:36:00Z'),
    now,
    note: null,
    activationCodeNeeded: false,
    again: false,
    ...given,
  });

const pinTo = (given: Partial<PinMail> = {}) =>
  pinMail({ organisation: 'Example', personName: 'Ada Lovelace', cardName: 'Blue badge', pin: '482913', note: null, again: false, ...given });

/** What a reader of the HTML sees. */
const seen = (html: string) =>
  html
    .replace(/[\s\S]*<body[^>]*>/, '')
    .replaceAll(/<br>|<\/p>|<\/div>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test('the mail greets, says who invites, carries the link and says until when, as text and as HTML', () => {
  const { subject, text, html } = mailTo();
  expect(subject).toBe('Activate your smartphone for Example');
  for (const body of [text, seen(html)]) {
    expect(body).toContain('Hello Ada Lovelace,');
    expect(body).toContain('Grace Hopper of Example invites you');
    expect(body).toContain(link);
    expect(body).toContain('This link works until Friday, 27 November 2026, 14:36 UTC – 3 days from now.');
    expect(body).toContain('You did not expect this mail?');
    expect(body).not.toMatch(/activation code|older links|writes:/);
  }
  expect(html.match(new RegExp(`href="${link}"`, 'g'))).toHaveLength(2);
});

test.each([
  ['SMARTPHONE', /on the phone itself.*fingerprint, your face or your screen lock.*QR code/s],
  ['HARDWARE_KEY', /plug the key in or hold it/],
  ['CONTACTLESS_CARD', /at a computer with a card reader/],
] as const)('a %s’s mail says what will happen', (keyKind, expected) => {
  const { text, html } = mailTo({ keyKind });
  expect(text).toMatch(expected);
  expect(seen(html)).toMatch(expected);
});

test('S10: a smartphone that is verified by a PIN is told to choose one; no other is', () => {
  const { text, html } = mailTo({ pinChosen: true });
  for (const body of [text, seen(html)]) expect(body).toContain('You also choose a PIN on the phone, of 4 to 63 characters');
  for (const keyKind of ['SMARTPHONE', 'HARDWARE_KEY', 'CONTACTLESS_CARD'] as const) expect(mailTo({ keyKind }).text).not.toMatch(/PIN/);
});

describe('C12: the mail with a card’s PIN', () => {
  test('names organisation, person and card, sets the PIN apart, and says how it is used and kept', () => {
    const { subject, text, html } = pinTo();
    expect(subject).toBe('The PIN of your card for Example');
    for (const body of [text, seen(html)]) {
      expect(body).toContain('Hello Ada Lovelace,');
      expect(body).toContain('Your card “Blue badge” of Example is active.');
      expect(body).toMatch(/lay the card on the reader, then type the PIN/);
      expect(body).toMatch(/Keep the PIN secret/);
      expect(body).toMatch(/lost or stolen.*Tell an administrator of Example at once/);
      expect(body).not.toMatch(/old PIN|note for you|https?:/);
    }
    expect(text).toContain('\n\nYour PIN:\n\n    482913\n\n');
    expect(html.match(/482913/g)).toHaveLength(1);
    expect(html).toMatch(/font-size:32px[^>]*>482913</);
  });

  test('the PIN is not in the subject, which lock screens and lists show, nor in the title', () => {
    const { subject, html } = pinTo();
    expect(subject).not.toContain('482913');
    expect(/<title>(.*)<\/title>/.exec(html)?.[1]).not.toContain('482913');
  });

  test('after a reset it says that the old PIN is over', () => {
    const { subject, text, html } = pinTo({ again: true });
    expect(subject).toBe('The new PIN of your card for Example');
    for (const body of [text, seen(html)]) expect(body).toMatch(/The old PIN is over and works no more\..*Your new PIN/s);
  });

  test('names and notes put no markup into it, and nothing is fetched', () => {
    const { html, text } = pinTo({ cardName: '<img src=x>', personName: '<script>', note: '<b>Hi</b>\nyou' });
    expect(html).not.toMatch(/<script|<img|<b>|<link|src="|url\(|@import/);
    expect(html).toContain('<bdi>&lt;img src=x&gt;</bdi>');
    expect(text).toContain('A note for you:\n\n> <b>Hi</b>\n> you');
  });
});

test('without an inviter the organisation invites, and an administrator has the code', () => {
  const { text } = mailTo({ inviterName: null, activationCodeNeeded: true, note: 'Welcome' });
  expect(text).toContain('Example invites you');
  expect(text).toContain('Your administrator gives it to you by another way');
  expect(text).toContain('A note for you:\n\n> Welcome');
});

test('a repeated mail says that older links no longer work', () => {
  for (const body of [mailTo({ again: true }).text, seen(mailTo({ again: true }).html)]) expect(body).toContain('older links no longer work');
});

test('a person called <script> and a note with a link put no markup into the mail', () => {
  const evil = `</p><a href=https://evil.example>click</a>`;
  const { subject, text, html } = mailTo({
    personName: '<script>alert(1)</script>',
    inviterName: '" onload="x',
    organisation: "A&B <img src='x'>",
    note: `${evil}\n& more`,
  });
  expect(html).not.toMatch(/<script|<img|<a href=https:\/\/evil|"\s*onload="/);
  expect(html.match(/<a /g)).toHaveLength(2);
  expect(html).toContain('<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>');
  expect(html).toContain(`&lt;/p&gt;&lt;a href=https://evil.example&gt;click&lt;/a&gt;`);
  expect(html).toContain('<title>Activate your smartphone for A&amp;B &lt;img src=&#39;x&#39;&gt;</title>');
  expect(text).toContain(`> ${evil}\n> & more`);
  expect(subject).toBe("Activate your smartphone for A&B <img src='x'>");
});

test('a note keeps its lines, empty ones too', () => {
  const { text, html } = mailTo({ note: 'One\n\nThree' });
  expect(text).toContain('Grace Hopper writes:\n\n> One\n>\n> Three\n\n');
  expect(html).toContain('<div dir="auto">One</div><div dir="auto">&nbsp;</div><div dir="auto">Three</div>');
});

test('a link with signs that HTML knows comes through whole', () => {
  const odd = 'https://keys.example.org/activate?a=1&b="2"#t';
  expect(mailTo({ link: odd }).html).toContain('href="https://keys.example.org/activate?a=1&amp;b=&quot;2&quot;#t"');
  expect(mailTo({ link: odd }).text).toContain(odd);
});

describe('names', () => {
  test('no line break gets into the subject, nor a line of its own into the text', () => {
    const { subject, text } = mailTo({ organisation: 'Example\r\nBcc: evil@example.com', personName: 'Ada\u2028Visit\u0000 evil' });
    expect(subject).toBe('Activate your smartphone for Example Bcc: evil@example.com');
    expect(text).toContain('Hello Ada Visit evil,');
  });

  test('a name from right to left is isolated, in the subject too; an emoji stays whole', () => {
    const { subject, text, html } = mailTo({ personName: 'עדה לאבלייס', organisation: 'شركة', inviterName: 'Grace 👩🏽‍🚀' });
    expect(text).toContain('Hello \u2068עדה לאבלייס\u2069,');
    expect(html).toContain('Hello <bdi>עדה לאבלייס</bdi>,');
    expect(subject).toBe('Activate your smartphone for \u2068شركة\u2069');
    expect(text).toContain('Grace 👩🏽‍🚀 of');
  });

  test('a name that turns the direction of what follows loses those signs', () => {
    const { subject, text, html } = mailTo({ personName: 'Ada\u202e\u2069evol', organisation: 'Ex\u2067ample' });
    for (const body of [subject, text, html]) expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(text).toContain('Hello Adaevol,');
  });
});

test('nothing in the mail is fetched from anywhere, and it suits a phone and the dark', () => {
  const { html } = mailTo({ note: 'Hi', activationCodeNeeded: true, again: true });
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(html).not.toMatch(/<img|<link|src=|url\(|@import|@font-face/);
  expect([...html.matchAll(/https?:\/\/[^"<\s]+/g)].map(([address]) => address)).toEqual([link, link, link]);
  expect(html).toContain('name="viewport"');
  expect(html).toContain('max-width:560px');
  expect(html).toContain('prefers-color-scheme: dark');
});

test.each([
  ['2026-11-27T14:36:00Z', '3 days from now'],
  ['2026-11-27T14:35:59Z', '2 days from now'],
  ['2026-11-26T14:35:00Z', '47 hours from now'],
  ['2026-11-24T15:36:00Z', '1 hour from now'],
  ['2026-11-24T15:35:00Z', '59 minutes from now'],
  ['2026-11-24T14:37:00Z', '1 minute from now'],
  ['2026-11-24T14:36:59Z', 'less than a minute from now'],
])('%s is %s', (moment, expected) => expect(fromNow(new Date(moment), now)).toBe(expected));

test('a moment in words has 24 hours', () => {
  expect(momentInWords(new Date('2027-01-01T00:05:00Z'))).toBe('Friday, 1 January 2027, 00:05 UTC');
});

test('no try comes later than a day after the mail was made', () => {
  const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  expect(nextTry({ attempts: 1, createdAt: now }, now)).toEqual(new Date('2026-11-24T14:36:10Z'));
  expect(nextTry({ attempts: 9, createdAt: now }, at(23))).toEqual(at(24));
  expect(nextTry({ attempts: 9, createdAt: now }, new Date(at(23).getTime() + 1))).toBeNull();
});
