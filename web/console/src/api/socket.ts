import { createClient } from 'graphql-ws';
import type { TypedDocumentString } from '../gql/graphql.ts';
import { Failure, failureOf } from './failure.ts';

const longestWait = 10_000;
const pingEvery = 10_000;
const pongWithin = 5_000;

type Stands = (stands: boolean) => void;
const watchers = new Set<Stands>();
const tell = (stands: boolean) => {
  for (const watcher of watchers) watcher(stands);
};

let pongMissed: ReturnType<typeof setTimeout> | undefined;

/** The page's one WebSocket: opened with the first subscription, and again for as long as there is one. */
const client = createClient({
  url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
  lazy: true,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: (tries) => new Promise((go) => setTimeout(go, Math.min(400 * 2 ** tries, longestWait) * (0.7 + Math.random() * 0.3))),
  keepAlive: pingEvery,
  on: {
    connected: () => tell(true),
    closed: () => {
      clearTimeout(pongMissed);
      tell(false);
    },
    // A computer that slept, or changed its network, holds a line that nobody answers on.
    ping: (received) => {
      if (!received) pongMissed = setTimeout(() => client.terminate(), pongWithin);
    },
    pong: (received) => {
      if (received) clearTimeout(pongMissed);
    },
  },
});

// The network went: what the socket will notice later, the browser knows now.
addEventListener('offline', () => client.terminate());

/** Tells whether the line stands, from the next change on. @returns a function that stops it */
export function watchLine(watcher: Stands): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export interface Follower<Data> {
  next(data: Data): void;
  /** The server ended it with an error; the subscription is over. */
  failed?(failure: Failure): void;
  /** It has ended as it should. */
  ended?(): void;
}

/**
 * Follows a subscription, over every cut of the line. Variables are read anew at each connection, so that a caller who
 * moves `after` in them goes on where it was.
 * @returns a function that ends it
 */
export function follow<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables, follower: Follower<Data>): () => void {
  return client.subscribe<Data>(
    { query: document.toString(), variables: variables as Record<string, unknown> },
    {
      next: ({ data, errors }) => {
        if (errors?.length) follower.failed?.(failureOf(errors as Parameters<typeof failureOf>[0]));
        else if (data) follower.next(data);
      },
      error: (error) => follower.failed?.(Array.isArray(error) ? failureOf(error) : new Failure('NETWORK')),
      complete: () => follower.ended?.(),
    },
  );
}
