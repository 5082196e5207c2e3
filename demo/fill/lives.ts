import type { KeyKind } from '../../src/db/tables/keys.ts';
import type { SecurityKeyInput } from '../../src/modules/enrolment/enrol.ts';
import type { DemoDetails, DemoGroup } from './people.ts';
import { inventPeople } from './people.ts';
import type { Chance } from './random.ts';

/** What becomes of a person's key. */
export type Fate =
  | 'NO_KEY'
  | 'PENDING'
  | 'WAITS_FOR_TAP'
  | 'OPENED'
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'LOST'
  | 'REPLACED'
  | 'REVOKED'
  | 'EXPIRED'
  | 'CANCELLED'
  | 'PERSON_SUSPENDED';

/** How many of 300 people come to each; the rest are ACTIVE. */
const fates: Partial<Record<Fate, number>> = {
  NO_KEY: 14,
  PENDING: 19,
  WAITS_FOR_TAP: 3,
  OPENED: 9,
  SUSPENDED: 7,
  LOST: 5,
  REPLACED: 6,
  REVOKED: 8,
  EXPIRED: 11,
  CANCELLED: 7,
  PERSON_SUSPENDED: 5,
};

/** These are of the last hours: their links still work. */
const recent: readonly Fate[] = ['PENDING', 'WAITS_FOR_TAP', 'OPENED'];
/** These take four days at least until they have come about. */
const slow: readonly Fate[] = ['EXPIRED', 'REPLACED', 'REVOKED'];

const hour = 3_600_000;
const day = 24 * hour;
/** How far back the demo goes. */
export const span = 30 * day;

/** A person of the demo: who, with what key, when, and what becomes of it. */
export interface Life {
  details: DemoDetails;
  group: DemoGroup;
  fate: Fate;
  securityKey: SecurityKeyInput;
  kind: KeyKind;
  /** When an administrator adds them, and how long they take to act after that. */
  at: number;
  takes: number;
}

/** Invents the people who came in the last 30 days, the first of them first. */
export function inventLives(chance: Chance, count: number, now: number): Life[] {
  const dealt = Object.entries(fates).flatMap(([fate, times]) => Array<Fate>(Math.ceil((times * count) / 300)).fill(fate as Fate));
  const all = chance.shuffled([...dealt, ...Array<Fate>(count - dealt.length).fill('ACTIVE')]);
  return inventPeople(chance, count)
    .map(({ details, group }, i): Life => {
      const fate = all[i] ?? 'ACTIVE';
      const allowed = group.allowedKeyKinds ?? (['SMARTPHONE', 'SMARTPHONE', 'SMARTPHONE', 'CONTACTLESS_CARD', 'HARDWARE_KEY'] as const);
      const kind = fate === 'WAITS_FOR_TAP' ? 'CONTACTLESS_CARD' : chance.pick(allowed);
      const wholeGroup = allowed.includes(kind) ? group : null;
      const at = momentFor(chance, fate, now);
      return {
        details,
        group: wholeGroup ?? { ...group, name: 'Engineering', allowedKeyKinds: null },
        fate,
        kind,
        securityKey: keyFor(chance, kind, fate, details.displayName),
        at,
        // Whoever was added this morning has not taken until the evening.
        takes: Math.min(chance.whole(4, 600) * 60_000, (now - at) * 0.8),
      };
    })
    .sort((a, b) => a.at - b.at);
}

function keyFor(chance: Chance, kind: KeyKind, fate: Fate, name: string): SecurityKeyInput {
  const [short = name] = name.split(' ');
  if (kind === 'CONTACTLESS_CARD') {
    const activation = fate === 'WAITS_FOR_TAP' ? ('ADMIN_NOW' as const) : ('BY_USER' as const);
    return { contactlessCard: { name: `Badge ${chance.whole(1_000, 9_999)}`, activation } };
  }
  if (kind === 'HARDWARE_KEY') return { hardwareKey: { name: `${short}’s key` } };
  const withPin = chance.next() < 0.08;
  return {
    smartphone: {
      name: `${short}’s phone`,
      auditable: chance.next() > 0.1,
      bluetoothProximity: chance.next() < 0.2,
      offlineLogin: chance.next() < 0.3,
      verification: withPin ? 'PIN' : 'BIOMETRIC',
    },
  };
}

/** Weekdays between 7 and 17 o'clock, more of them lately. */
function momentFor(chance: Chance, fate: Fate, now: number): number {
  if (recent.includes(fate)) return now - chance.whole(20, 71 * 60) * 60_000;
  const youngest = slow.includes(fate) ? 5 * day : hour;
  for (;;) {
    const ago = youngest + (span - youngest - day) * chance.next() ** 1.25;
    const at = new Date(now - ago);
    const isWeekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
    if (isWeekend && chance.next() < 0.85) continue;
    at.setUTCHours(chance.whole(7, 16), chance.whole(0, 59), chance.whole(0, 59));
    if (at.getTime() < now - youngest) return at.getTime();
  }
}
