import type { EventFilter, EventType } from '../../gql/graphql.ts';
import type { Texts } from '../../texts/en/index.ts';

type Area = keyof Texts['activity']['areas'];

/** The types of events by what they are about; those of taps and pairing belong to the readers. */
const prefixes: Record<Area, readonly string[]> = {
  WORKSPACE: ['WORKSPACE_'],
  USER: ['USER_'],
  GROUP: ['GROUP_'],
  SECURITY_KEY: ['SECURITY_KEY_'],
  ENROLMENT: ['ENROLMENT_'],
  READER: ['READER_', 'PAIRING_', 'TAP_JOB_'],
  MAIL: ['MAIL_', 'MAILBOX_'],
  SESSION: ['SESSION_', 'SIGN_IN_'],
  API_TOKEN: ['API_TOKEN_'],
  SERVER: ['MODELS_', 'SECRET_'],
};

export const areas = Object.keys(prefixes) as Area[];

export const typesOf = (area: Area, types: readonly EventType[]): EventType[] =>
  types.filter((type) => prefixes[area].some((prefix) => type.startsWith(prefix)));

/** A day in the address, as `2026-11-24`, at its beginning in the reader's zone; null where it is none. */
function dayOf(text: string | undefined, daysOn = 0): Date | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '') ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day) + daysOn);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** What the address asks for: an area or one type, a person, and the days from and to, both with all of the day. */
export function readFilter({ type, person, since, until }: Record<string, string | undefined>, types: readonly EventType[]): EventFilter {
  const area = areas.find((one) => one === type);
  const one = types.find((known) => known === type);
  return {
    types: area ? typesOf(area, types) : one ? [one] : null,
    userId: person ?? null,
    since: dayOf(since)?.toISOString() ?? null,
    until: dayOf(until, 1)?.toISOString() ?? null,
  };
}
