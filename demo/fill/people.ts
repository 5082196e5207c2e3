import type { KeyKind } from '../../src/db/tables/keys.ts';
import type { Chance } from './random.ts';

export const organisation = 'Northport Demo';

/** A group, and the kinds of keys that it allows; null for all. */
export interface DemoGroup {
  name: string;
  description: string;
  allowedKeyKinds: KeyKind[] | null;
  /** How many of a hundred people are in it. */
  share: number;
}

export const groups: readonly DemoGroup[] = [
  { name: 'Engineering', description: 'Builds and runs what customers use.', allowedKeyKinds: null, share: 24 },
  {
    name: 'Field service',
    description: 'On the road, with one badge and one phone.',
    allowedKeyKinds: ['SMARTPHONE', 'CONTACTLESS_CARD'],
    share: 18,
  },
  { name: 'Warehouse', description: 'Gloves on: a card is all that works.', allowedKeyKinds: ['CONTACTLESS_CARD'], share: 12 },
  { name: 'Sales', description: 'Offices and fairs.', allowedKeyKinds: ['SMARTPHONE', 'HARDWARE_KEY'], share: 12 },
  { name: 'Support', description: 'Answers, around the clock.', allowedKeyKinds: null, share: 9 },
  { name: 'Finance', description: 'Hardware keys alone, by the auditors’ wish.', allowedKeyKinds: ['HARDWARE_KEY'], share: 7 },
  { name: 'People & culture', description: '', allowedKeyKinds: ['SMARTPHONE', 'HARDWARE_KEY'], share: 5 },
  { name: 'Data centre', description: 'No phones past the airlock.', allowedKeyKinds: ['HARDWARE_KEY', 'CONTACTLESS_CARD'], share: 4 },
  { name: 'Legal', description: '', allowedKeyKinds: ['SMARTPHONE', 'HARDWARE_KEY'], share: 3 },
  { name: 'Reception', description: 'Hands out visitors’ badges.', allowedKeyKinds: ['CONTACTLESS_CARD', 'SMARTPHONE'], share: 3 },
  { name: 'Works council', description: '', allowedKeyKinds: null, share: 2 },
  { name: 'Interns 🌱', description: 'Here until the end of the summer.', allowedKeyKinds: ['SMARTPHONE'], share: 1 },
];

// A name as it is written, and as it is in an address.
const first = [
  'Amina',
  'Jonas',
  'Mei',
  'Tomás',
  'Ingrid',
  'Kofi',
  'Leila',
  'Marek',
  'Priya',
  'Oskar',
  'Yuki',
  'Elena',
  'Samir',
  'Freya',
  'Diego',
  'Nadia',
  'Lukas',
  'Aoife',
  'Rafael',
  'Zanele',
  'Henrik',
  'Salma',
  'Pavel',
  'Chiara',
  'Emeka',
  'Sofia',
  'Anton',
  'Noor',
  'Björn',
  'Thandi',
] as const;
const last = [
  'Okafor',
  'Lindqvist',
  'Tanaka',
  'Moreau',
  'Haddad',
  'Novák',
  'Ferreira',
  'Byrne',
  'Schäfer',
  'Iyer',
  'Kowalska',
  'Mbeki',
  'Rossi',
  'Petrov',
  'Larsen',
  'Castillo',
  'Yilmaz',
  'Nguyen',
  'Virtanen',
  'Osei',
  'García',
  'Dubois',
  'Horvat',
  'Singh',
  'Weber',
  'Costa',
  'Andersson',
  'Mensah',
  'Jansen',
  'Sato',
] as const;

/** What a table has to put up with. */
const unusual: readonly (readonly [string, string])[] = [
  ['ليلى الحداد', 'laila.haddad'],
  ['田中 美咲', 'tanaka.misaki'],
  ['Maria-Magdalena von und zu Hohenstein-Oberdorf-Wittelsbach', 'maria.hohenstein'],
  ['דוד כהן', 'david.cohen'],
  ['Þórdís Jónsdóttir', 'thordis.jonsdottir'],
  ['Zoë 🦊 Fuchs', 'zoe.fuchs'],
  ['Bo Ek', 'bo.ek'],
];

export interface DemoDetails {
  displayName: string;
  email: string;
  username: string;
  employeeNumber: string;
  department: string;
  phone: string | null;
}

/** People in the order in which they come, each in one group. */
export function inventPeople(chance: Chance, count: number): { details: DemoDetails; group: DemoGroup }[] {
  const places = groups.flatMap((group) => Array<DemoGroup>(group.share).fill(group));
  const pairs = chance.shuffled(first.flatMap((one) => last.map((other) => [`${one} ${other}`, `${ascii(one)}.${ascii(other)}`] as const)));
  const names = chance.shuffled([...unusual, ...pairs.slice(0, count - unusual.length)]);
  return names.map(([displayName, address], i) => {
    const group = chance.pick(places);
    const details = {
      displayName,
      email: `${address}@demo.example`,
      username: address,
      employeeNumber: String(10_400 + i * 3),
      department: group.name.replace(/ \p{Extended_Pictographic}.*$/u, ''),
      phone: i % 3 === 0 ? `+44 20 7946 0${String(100 + (i % 900)).padStart(3, '0')}` : null,
    };
    return { details, group };
  });
}

const ascii = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
