import { randomBytes } from 'node:crypto';
import type { Recording } from '../../stage/recording.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** How values are made that look like those which a flow makes anew each time. */
const makers: readonly { of: RegExp; make: (value: string) => string }[] = [
  // An id of ours; its first half is the time, which stays.
  {
    of: /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/,
    make: (value) => value.slice(0, 14) + Array.from(randomBytes(16), (byte) => alphabet[byte & 31]).join(''),
  },
  // 32 random bytes as text: a challenge, a credential's id.
  { of: /^[\w-]{43}$/, make: () => randomBytes(32).toString('base64url') },
  // Bytes: a hash, a sealed mail.
  { of: /^\\x[0-9a-f]{32,}$/, make: (value) => `\\x${randomBytes((value.length - 2) / 2).toString('hex')}` },
];

/** @returns what gives a flow its own values in the place of those that the recorded one made */
export function freshValues(steps: Recording, recordedTag: string): (tag: string) => Map<string, string> {
  const made = new Map<string, (value: string) => string>();
  const inserted = Object.values(steps)
    .flat(2)
    .filter(({ text }) => text.startsWith('insert'));
  for (const value of inserted.flatMap(({ values }) => values)) {
    const maker = makers.find(({ of }) => value && of.test(value));
    // Of what was there before, such as the organisation, nothing is made anew.
    if (value && maker && !/^(wsp|tok|grp)_/.test(value)) made.set(value, maker.make);
  }
  return (tag) => new Map([[recordedTag, tag], ...Array.from(made, ([value, make]) => [value, make(value)] as const)]);
}
