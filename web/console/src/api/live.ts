import type { Query, QueryClient } from '@tanstack/react-query';
import { EnrolmentStatusChangedDocument, EventLoggedDocument } from '../gql/graphql.ts';
import type { Failure } from './failure.ts';
import { type Follower, follow, watchLine } from './socket.ts';
import { concerns, type Happening, type Shows } from './topics.ts';

/** How the line to the server stands. */
export type Line = 'opening' | 'standing' | 'lost';

interface LiveOptions {
  queries: QueryClient;
  /** Whether the caller may read the whole log; else only enrolments are followed. */
  wholeLog: boolean;
  /** Where the log stood before anything was asked; null where that cannot be known. */
  after: string | null;
  onLine(line: Line): void;
  /** The session is over, or the role changed. */
  onEnded(): void;
}

/** Within this, what happened is gathered and asked for at once. */
const gatherFor = 150;
const tryAgainIn = 1_000;
/** Who may not read the log hears of enrolments alone; for the rest, what is shown is asked for again this often. */
const lookAgainEvery = 15_000;
/** Cursors that the server cannot go on from. */
const lostPlace = new Set(['CURSOR_EXPIRED', 'CURSOR_AHEAD', 'CURSOR_INVALID']);
const over = new Set(['ACCESS_ENDED', 'SIGN_IN_REQUIRED', 'FORBIDDEN']);

/**
 * Follows what happens, and asks again for whatever that changes. It goes on by cursor after a cut, so nothing is missed.
 * @returns a function that ends it
 */
export function startLive({ queries, wholeLog, after, onLine, onEnded }: LiveOptions): () => void {
  // Its `after` moves with each payload: a new connection goes on from there.
  const variables = { after };
  let happened: Happening[] = [];
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let wasCut = false;
  let unfollow = () => {};

  const refetch = (predicate: (query: Query) => boolean) => void queries.invalidateQueries({ predicate });
  const refetchAll = () => refetch(({ meta }) => meta?.topics !== undefined);

  const flush = () => {
    gathering = undefined;
    const seen = happened;
    happened = [];
    refetch(({ meta }) => seen.some((one) => concerns(meta as Shows | undefined, one)));
  };
  const take = (cursor: string, happening: Happening | null) => {
    variables.after = cursor;
    if (!happening) return;
    happened.push(happening);
    gathering ??= setTimeout(flush, gatherFor);
  };
  const failed = (failure: Failure) => {
    if (over.has(failure.code)) return onEnded();
    if (lostPlace.has(failure.code)) {
      variables.after = null;
      refetchAll();
    }
    again();
  };
  const again = () => {
    clearTimeout(retrying);
    retrying = setTimeout(start, tryAgainIn);
  };
  const start = () => {
    unfollow();
    const ends = { failed, ended: again };
    unfollow = wholeLog ? followLog(variables, take, ends) : followEnrolments(variables, take, ends);
  };

  const looking = wholeLog ? undefined : setInterval(refetchAll, lookAgainEvery);
  const unwatch = watchLine((stands) => {
    onLine(stands ? 'standing' : 'lost');
    // Without a place to go on from, all that is shown may be out of date; and what failed meanwhile may work now.
    if (stands && wasCut) refetch(({ meta, state }) => meta?.topics !== undefined && (variables.after === null || state.status === 'error'));
    wasCut = !stands;
  });
  start();
  return () => {
    clearTimeout(gathering);
    clearTimeout(retrying);
    clearInterval(looking);
    unwatch();
    unfollow();
  };
}

type Take = (cursor: string, happening: Happening | null) => void;
type Ends = Pick<Follower<unknown>, 'failed' | 'ended'>;

const followLog = (variables: { after: string | null }, take: Take, ends: Ends) =>
  follow(EventLoggedDocument, variables, {
    ...ends,
    next: ({ eventLogged: { cursor, event } }) => take(cursor, event ?? null),
  });

const followEnrolments = (variables: { after: string | null }, take: Take, ends: Ends) =>
  follow(EnrolmentStatusChangedDocument, variables, {
    ...ends,
    next: ({ enrolmentStatusChanged: { cursor, change } }) =>
      take(cursor, change ? { type: 'SECURITY_KEY_STATUS_CHANGED', userId: change.enrolment?.user?.id ?? null } : null),
  });
