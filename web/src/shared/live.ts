import { createClient } from 'graphql-ws';
import type { Document } from './document.ts';
import { Failure, failureOf } from './failure.ts';

export interface Follower<Data> {
  next(data: Data): void;
  /** The server ended it with an error. */
  failed(failure: Failure): void;
  /** Whether the line stands. It is tried again for as long as the page is open. */
  connected(stands: boolean): void;
}

const longestWait = 30_000;
const pingEvery = 15_000;
const pongWithin = 5_000;

/**
 * Follows a subscription over a WebSocket of its own.
 * @returns a function that ends it
 */
export function follow<Data, Variables extends Record<string, unknown>>(
  text: Document<Data, Variables>,
  variables: Variables,
  follower: Follower<Data>,
): () => void {
  let pongMissed: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
    lazy: true,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (tries) => new Promise((go) => setTimeout(go, Math.min(500 * 2 ** tries, longestWait) * (0.7 + Math.random() * 0.3))),
    keepAlive: pingEvery,
    on: {
      connected: () => follower.connected(true),
      closed: () => {
        clearTimeout(pongMissed);
        follower.connected(false);
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
  const end = client.subscribe<Data>(
    { query: text, variables },
    {
      next: ({ data, errors }) => {
        if (errors?.length) follower.failed(failureOf(errors as Parameters<typeof failureOf>[0]));
        else if (data) follower.next(data);
      },
      error: (error) => follower.failed(Array.isArray(error) ? failureOf(error) : new Failure('NETWORK')),
      complete: () => {},
    },
  );
  return () => {
    clearTimeout(pongMissed);
    end();
    void client.dispose();
  };
}
