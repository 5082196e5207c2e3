import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Api } from './api.ts';

export type TapJobStatus = 'QUEUED' | 'CLAIMED' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'CANCELLED';

/** A request for a tap, as the server tells it. */
export interface TapJob {
  id: string;
  status: TapJobStatus;
  reader: { name: string } | null;
}

/** Why a connection ended. */
export type StreamEnd = { shutOut: boolean; why: string };

// graphql-transport-ws: the server closes so who may not connect.
const forbidden = 4403;
const pingEvery = 10_000;
const pongWithin = 5_000;

/** Another subscription on the same line. Where the server does not know it, being older, it is done without. */
export interface Beside {
  query: string;
  heard: (data: Record<string, unknown>) => void;
}

/** Opens the one WebSocket, and listens for requests until it ends. Never throws. */
export async function followTapJobs(
  api: Api,
  { opened, job, beside = [] }: { opened: () => void; job: (job: TapJob) => void; beside?: readonly Beside[] },
  signal: AbortSignal,
): Promise<StreamEnd> {
  let closed: { code: number; reason: string } | null = null;
  let dead: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${api.pairing.server.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: await api.authorization() }),
    retryAttempts: 0,
    keepAlive: pingEvery,
    on: {
      connected: opened,
      closed: (event) => {
        closed = event as { code: number; reason: string };
      },
      // A line that is cut without a word shows by a pong that does not come.
      ping: (received) => {
        if (!received) dead = setTimeout(() => client.terminate(), pongWithin);
      },
      pong: (received) => {
        if (received) clearTimeout(dead);
      },
    },
  });
  const stop = () => client.terminate();
  signal.addEventListener('abort', stop);
  try {
    for (const { query, heard } of beside) {
      client.subscribe({ query }, { next: ({ data }) => void (data && heard(data)), error: () => {}, complete: () => {} });
    }
    const results = client.iterate<{ tapJobs: TapJob }>({ query: 'subscription { tapJobs { id status reader { name } } }' });
    for await (const { data, errors } of results) {
      if (errors?.[0]) return endBy(closed, errors[0].message, errors[0].extensions?.code);
      if (data) job(data.tapJobs);
    }
    return endBy(closed, 'The server ended the stream.');
  } catch (error) {
    return endBy(closed, reasonOf(error));
  } finally {
    clearTimeout(dead);
    signal.removeEventListener('abort', stop);
    await client.dispose();
  }
}

const endBy = (closed: { code: number } | null, why: string, code?: unknown): StreamEnd => ({
  shutOut: closed?.code === forbidden || ['AGENT_TOKEN_INVALID', 'ACCESS_ENDED', 'SIGN_IN_REQUIRED'].includes(String(code)),
  why,
});

/** The words of what graphql-ws throws: an error, a closing, or the errors of an operation. */
function reasonOf(error: unknown): string {
  if (Array.isArray(error)) return reasonOf(error[0]);
  const { message, code, reason } = error as { message?: string; code?: number; reason?: string };
  return message || reason || (code ? `closed with ${code}` : 'the line broke');
}
