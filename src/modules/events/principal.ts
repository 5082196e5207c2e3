import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';
import type { Subscriber } from './subscriber.ts';

const longestTimer = 2 ** 31 - 1;

/** What a subscriber lives by: when one of these ends, its streams end. */
export interface Principal {
  sessionId?: string;
  userId?: string;
  tokenId?: string;
  agentId?: string;
}

/** Why a stream ends when its principal does. */
export const accessEnded = () => new Refused('ACCESS_ENDED', 'The sign-in or token that this subscription lived by has ended.');

/** What the caller's streams live by; null for those that are read for an audience, whose members each have their own. */
export function principalOf(ctx: Ctx): Principal | null {
  if (ctx.audience) return null;
  const { actor } = ctx;
  if (actor.type === 'user') return { sessionId: actor.sessionId, userId: actor.userId };
  if (actor.type === 'token') return { tokenId: actor.tokenId };
  if (actor.type === 'agent') return { agentId: actor.agentId };
  return {};
}

/** Ends the stream when what the caller lives by is over. Returns a function that calls this off. */
export function endAtExpiry(ctx: Ctx, subscriber: Subscriber): () => void {
  const expiresAt = expiryOf(ctx);
  if (!expiresAt) return () => {};
  const { clock } = ctx;
  let timer: NodeJS.Timeout;
  const wait = () => {
    const left = expiresAt.getTime() - clock.now().getTime();
    // A timer reaches 25 days, and a token lives up to a year.
    timer = left > longestTimer ? setTimeout(wait, longestTimer).unref() : setTimeout(end, left).unref();
  };
  const end = () => subscriber.close(accessEnded());
  wait();
  return () => clearTimeout(timer);
}

function expiryOf(ctx: Ctx): Date | null {
  if (ctx.audience) return null;
  const { actor } = ctx;
  return actor.type === 'user' || actor.type === 'token' ? actor.expiresAt : null;
}
