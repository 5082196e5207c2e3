import { type Ctx, tx } from '../context.ts';
import { require } from '../policy/require.ts';
import { cancelOneTapJob, cancelOwnTestTaps, insertTapJob, type TapJob } from './tapJobs.ts';

/**
 * Asks for a tap of any card, to try a reader out, in place of what the caller asked for there before: nothing is kept of it.
 * @throws NotFound, AccessDenied, Refused READER_AWAY
 */
export async function requestTestTap(ctx: Ctx, readerId: string): Promise<TapJob> {
  const workspaceId = require(ctx, 'tap.request');
  return tx(ctx, async (ctx) => {
    await cancelOwnTestTaps(ctx, workspaceId, readerId);
    return insertTapJob(ctx, workspaceId, { readerId, purpose: 'TEST' });
  });
}

/** Takes back a request for a tap. One that was taken back already stays so. @throws NotFound, AccessDenied, Refused TAP_JOB_ENDED */
export async function cancelTapJob(ctx: Ctx, tapJobId: string): Promise<TapJob> {
  const workspaceId = require(ctx, 'tap.request');
  return tx(ctx, (ctx) => cancelOneTapJob(ctx, workspaceId, tapJobId));
}
