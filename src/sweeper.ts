import type { Server } from './modules/context.ts';
import { expireEnrolments } from './modules/enrolment/manage.ts';
import { sweepMailbox } from './modules/mail/mailbox.ts';
import { sweepRemains } from './modules/operator/sweep.ts';
import { workspaceIds } from './modules/workspace/workspaces.ts';

const wakeEvery = 5_000;
const sweepEvery = 30_000;

/** What ends by time. Safe on many nodes at once: each statement takes only what nobody else holds. */
export async function sweep(server: Server): Promise<void> {
  for (const workspaceId of await workspaceIds(server.db)) {
    while ((await expireEnrolments(server, workspaceId)) > 0);
    await sweepMailbox(server, workspaceId);
    await sweepRemains(server, workspaceId);
  }
}

/** Sweeps every half minute, and wakes the sequencer for what a node that died left behind. Returns a function that stops it. */
export function startSweeper(server: Server): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const failed = (error: unknown) => server.log.warn({ err: error }, 'a sweep was not finished; the next one tries again');
  const wake = setInterval(() => void server.sequencer.wakeAll().catch(failed), wakeEvery).unref();
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = sweep(server)
      .catch(failed)
      .finally(() => {
        busy = false;
      });
  }, sweepEvery).unref();
  return async () => {
    clearInterval(wake);
    clearInterval(timer);
    await running;
  };
}
