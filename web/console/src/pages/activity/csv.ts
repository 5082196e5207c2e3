import type { EventFieldsFragment } from '../../gql/graphql.ts';

const header = ['number', 'time', 'type', 'actor', 'actor_name', 'user_id', 'user_name', 'key_id', 'key_name', 'enrolment_id', 'details'];

const record = (event: EventFieldsFragment): string[] => [
  String(event.number),
  event.occurredAt,
  event.type,
  event.actor,
  event.actorUser?.displayName ?? '',
  event.userId ?? '',
  event.user?.displayName ?? '',
  event.keyId ?? '',
  event.securityKey?.name ?? '',
  event.enrolmentId ?? '',
  JSON.stringify(Object.fromEntries(event.details.map(({ name, value }) => [name, value ?? null]))),
];

/** The log as CSV (RFC 4180): CRLF between records, quotes around whatever needs them. */
export const toCsv = (events: readonly EventFieldsFragment[]): string =>
  [header, ...events.map(record)].map((row) => `${row.map(cell).join(',')}\r\n`).join('');

/**
 * One field. What a spreadsheet would take for a formula, such as somebody's name that begins with `=`, gets an
 * apostrophe before it, so that it stays text.
 */
function cell(text: string): string {
  const safe = /^[\s]*[=+\-@]|^[\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
