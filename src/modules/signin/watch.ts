import { joined, mapStream, startingWith, untilOver } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import type { LoggedEvent } from '../events/catalogue.ts';
import { streamEvents } from '../events/stream.ts';
import { requireSignIn, type SignIn } from './attempts.ts';

/**
 * A sign-in as it is now, then after each change of its request for a tap, or of its agent and that one's readers. Without an
 * agent nothing changes: whoever connects one subscribes anew. Ends with the sign-in's time.
 * @throws Refused SIGN_IN_ENDED, also later; TOO_MANY_STREAMS; RateLimited
 */
export async function watchSignIn(ctx: Ctx, token: string): Promise<AsyncIterableIterator<SignIn>> {
  await ctx.limits.take('signInStep', ctx.origin.address);
  const signIn = await requireSignIn(ctx, token);
  const leave = ctx.limits.streams.enter('signIn', signIn.id);
  try {
    return await watch(ctx, token, signIn, leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function watch(
  ctx: Ctx,
  token: string,
  { workspaceId, agentId, expiresAt }: SignIn,
  leave: () => void,
): Promise<AsyncIterableIterator<SignIn>> {
  const events = await streamEvents(ctx, workspaceId, { concerns: (event) => agentId !== null && event.payload.agentId === agentId && tells(event) });
  const timer = setTimeout(() => void events.return?.(), expiresAt.getTime() - ctx.clock.now().getTime()).unref();
  const stream = untilOver(events, () => {
    clearTimeout(timer);
    leave();
  });
  const look = () => requireSignIn(ctx, token);
  const first = await joined(stream, look);
  const changes = mapStream(stream, ({ event }) => (event ? look() : undefined));
  return startingWith(first, changes, () => false);
}

/** Whether an event changes what the page shows: its agent, that one's readers, or a tap there. */
const tells = ({ type, payload }: LoggedEvent): boolean =>
  type === 'tap_job.status_changed' ? payload.purpose === 'SIGN_IN' : type.startsWith('reader');
