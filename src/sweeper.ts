import type { Server } from './modules/context.ts';
import { expireEnrolments } from './modules/enrolment/manage.ts';
import { sweepMailbox } from './modules/mail/mailbox.ts';
import { sweepRemains } from './modules/operator/sweep.ts';
import { sweepReaderRemains, sweepReaders } from './modules/readers/sweep.ts';
import { sweepSignIns } from './modules/signin/attempts.ts';
import { listenerRound } from './modules/signin/listening.ts';
import { sweepOfflineGrants } from './modules/signin/offline/life.ts';
import { sweepArtifacts } from './modules/signin/oidc/artifacts.ts';
import { sweepSigningKeys } from './modules/signin/oidc/signingKeys.ts';
import { workspaceIds } from './modules/workspace/workspaces.ts';

const wakeEvery = 5_000;
const sweepEvery = 30_000;
const sweepReadersEvery = 1_000;
const listenersEvery = 1_000;

/** What ends by time. Safe on many nodes at once: each statement takes only what nobody else holds. */
export async function sweep(server: Server): Promise<void> {
  for (const workspaceId of await workspaceIds(server.db)) {
    while ((await expireEnrolments(server, workspaceId)) > 0);
    await sweepMailbox(server, workspaceId);
    await sweepRemains(server, workspaceId);
    await sweepReaderRemains(server, workspaceId);
    await sweepArtifacts(server, workspaceId);
    await sweepSigningKeys(server, workspaceId);
    await sweepOfflineGrants(server, workspaceId);
    await sweepSignIns(server, workspaceId);
  }
}

/**
 * Sweeps every half minute, the readers every second, wakes the agents that are to listen, and the sequencer for what a node that died left behind.
 * Returns a function that stops it.
 */
export function startSweeper(server: Server): () => Promise<void> {
  const failed = (error: unknown) => server.log.warn({ err: error }, 'a sweep was not finished; the next one tries again');
  const stops = [
    repeat(() => server.sequencer.wakeAll(), wakeEvery, failed),
    repeat(() => sweep(server), sweepEvery, failed),
    repeat(() => sweepReaders(server), sweepReadersEvery, failed),
    repeat(listenerRound(server), listenersEvery, failed),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Does some work again and again, never twice at once. Returns a function that stops it and waits for what runs. */
function repeat(work: () => Promise<void>, every: number, failed: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch(failed)
      .finally(() => {
        running = null;
      });
  }, every).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
