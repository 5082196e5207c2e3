import type { EventType } from '../gql/graphql.ts';

/** What a page shows, by which the live layer knows what to ask for again. */
export type Topic = 'users' | 'groups' | 'keys' | 'enrolments' | 'readers' | 'taps' | 'events' | 'sessions' | 'tokens' | 'applications' | 'workspace';

/** What a query says of itself: what it shows, and of whom, where it shows one person alone. */
export interface Shows extends Record<string, unknown> {
  topics: readonly Topic[];
  userId?: string | undefined;
}

/** What happened, as far as it matters to what is shown. */
export interface Happening {
  type: EventType;
  userId?: string | null;
}

const byPrefix: readonly (readonly [string, readonly Topic[]])[] = [
  ['USER_', ['users', 'groups', 'enrolments', 'keys']],
  ['GROUP_', ['groups', 'users', 'applications']],
  ['SECURITY_KEY_', ['keys', 'users', 'enrolments']],
  ['ENROLMENT_', ['enrolments', 'keys']],
  ['MAIL_', ['enrolments']],
  ['READER_', ['readers']],
  ['PAIRING_', ['readers']],
  ['TAP_JOB_', ['taps']],
  ['OFFLINE_', ['keys']],
  ['SESSION_', ['sessions', 'keys']],
  ['API_TOKEN_', ['tokens']],
  ['APPLICATION_', ['applications']],
  ['SIGNING_KEYS_', ['applications']],
  ['WORKSPACE_', ['workspace']],
];

/** The topics that an event touches. Every event is one of the log's. */
export const topicsOf = (type: EventType): Set<Topic> =>
  new Set(['events', ...byPrefix.filter(([prefix]) => type.startsWith(prefix)).flatMap(([, topics]) => topics)]);

/** Whether something that happened may change what a query shows. */
export function concerns(shows: Shows | undefined, { type, userId }: Happening): boolean {
  if (!shows?.topics) return false;
  if (shows.userId && userId && shows.userId !== userId) return false;
  const touched = topicsOf(type);
  return shows.topics.some((topic) => touched.has(topic));
}
