import type { Query, QueryClient } from '@tanstack/react-query';
import { EnrolmentStatusChangedDocument, EventLoggedDocument, ReaderAgentChangedDocument } from '../gql/graphql.ts';
import type { Failure } from './failure.ts';
import { follow, watchLine } from './socket.ts';
import { concerns, type Happening, type Shows } from './topics.ts';

/** How the line to the server stands. */
export type Line = 'opening' | 'standing' | 'lost';

interface LiveOptions {
  queries: QueryClient;
  /** Whether the caller may read the whole log; else enrolments and readers are followed. */
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
/** Who may not read the log hears of enrolments and readers; for the rest, what is shown is asked for again this often. */
const lookAgainEvery = 15_000;
/** Cursors that the server cannot go on from. */
const lostPlace = new Set(['CURSOR_EXPIRED', 'CURSOR_AHEAD', 'CURSOR_INVALID']);
const over = new Set(['ACCESS_ENDED', 'SIGN_IN_REQUIRED', 'FORBIDDEN']);

/**
 * Follows what happens, and asks again for whatever that changes. It goes on by cursor after a cut, so nothing is missed.
 * @returns a function that ends it
 */
export function startLive({ queries, wholeLog, after, onLine, onEnded }: LiveOptions): () => void {
  let happened: Happening[] = [];
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let wasCut = false;

  const refetch = (predicate: (query: Query) => boolean) => void queries.invalidateQueries({ predicate });
  const refetchAll = () => refetch(({ meta }) => meta?.topics !== undefined);

  const flush = () => {
    gathering = undefined;
    const seen = happened;
    happened = [];
    refetch(({ meta }) => seen.some((one) => concerns(meta as Shows | undefined, one)));
  };
  const take = (happening: Happening) => {
    happened.push(happening);
    gathering ??= setTimeout(flush, gatherFor);
  };
  const streams = (wholeLog ? [followLog] : [followEnrolments, followReaders]).map((stream) =>
    keepUp(stream, after, { take, onLost: refetchAll, onEnded }),
  );

  const looking = wholeLog ? undefined : setInterval(refetchAll, lookAgainEvery);
  const unwatch = watchLine((stands) => {
    onLine(stands ? 'standing' : 'lost');
    // Without a place to go on from, all that is shown may be out of date; and what failed meanwhile may work now.
    if (stands && streams.some(({ hasPlace }) => !hasPlace())) refetchAll();
    else if (stands && wasCut) refetch(({ meta, state }) => meta?.topics !== undefined && state.status === 'error');
    wasCut = !stands;
  });
  return () => {
    clearTimeout(gathering);
    clearInterval(looking);
    unwatch();
    for (const { stop } of streams) stop();
  };
}

interface Place {
  after: string | null;
}

interface Ends {
  failed(failure: Failure): void;
  ended(): void;
}

/** Subscribes, and gives each payload's cursor with what happened, if anything did. @returns a function that ends it */
type Stream = (place: Place, take: (cursor: string, happening: Happening | null) => void, ends: Ends) => () => void;

interface Hears {
  take(happening: Happening): void;
  /** The server cannot go on from where it was: something may have been missed. */
  onLost(): void;
  onEnded(): void;
}

/** Keeps one subscription up, over every end that is not the session's. */
function keepUp(stream: Stream, after: string | null, { take, onLost, onEnded }: Hears): { hasPlace(): boolean; stop(): void } {
  // It moves with each payload: a new connection goes on from there.
  const place: Place = { after };
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let unfollow = () => {};
  let stopped = false;
  const hear = (cursor: string, happening: Happening | null) => {
    place.after = cursor;
    if (happening) take(happening);
  };
  const again = () => {
    clearTimeout(retrying);
    // What is unsubscribed from ends too.
    if (!stopped) retrying = setTimeout(start, tryAgainIn);
  };
  const failed = ({ code }: Failure) => {
    if (over.has(code)) return onEnded();
    if (lostPlace.has(code)) {
      place.after = null;
      onLost();
    }
    again();
  };
  const start = () => {
    unfollow();
    unfollow = stream(place, hear, { failed, ended: again });
  };
  start();
  return {
    hasPlace: () => place.after !== null,
    stop: () => {
      stopped = true;
      clearTimeout(retrying);
      unfollow();
    },
  };
}

const followLog: Stream = (place, take, ends) =>
  follow(EventLoggedDocument, place, { ...ends, next: ({ eventLogged: { cursor, event } }) => take(cursor, event ?? null) });

const followEnrolments: Stream = (place, take, ends) =>
  follow(EnrolmentStatusChangedDocument, place, {
    ...ends,
    next: ({ enrolmentStatusChanged: { cursor, change } }) =>
      take(cursor, change ? { type: 'SECURITY_KEY_STATUS_CHANGED', userId: change.enrolment?.user?.id ?? null } : null),
  });

const followReaders: Stream = (place, take, ends) =>
  follow(ReaderAgentChangedDocument, place, {
    ...ends,
    next: ({ readerAgentChanged: { cursor, readerAgent } }) => take(cursor, readerAgent ? { type: 'READER_AGENT_RENAMED' } : null),
  });
