import { iterator } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import type { LoggedEvent } from './catalogue.ts';
import { readAfter, resumeFrom } from './read.ts';
import { accessEnded, type Principal, type StreamItem, Subscriber } from './subscriber.ts';

const page = 500;
const longestTimer = 2 ** 31 - 1;

/** A stream of the log: what a subscription reads. */
export type EventStream = AsyncIterableIterator<StreamItem>;

/**
 * The log as a stream: history after `after`, where it is given, then what comes. The caller has checked the right to
 * see it. Ends with ACCESS_ENDED when what the caller lives by ends, with SLOW_CONSUMER when it does not keep up.
 * @throws Refused CURSOR_INVALID, CURSOR_AHEAD, CURSOR_EXPIRED
 */
export async function streamEvents(
  ctx: Ctx,
  workspaceId: string,
  { after, concerns }: { after?: string | null | undefined; concerns: (event: LoggedEvent) => boolean },
): Promise<EventStream> {
  // Checked before the stream starts, so that a bad cursor is the subscription's own answer.
  const from = after == null ? null : await resumeFrom(ctx.db, workspaceId, after);
  const subscriber = await ctx.hub.join(workspaceId, (last) => new Subscriber(principalOf(ctx), from ?? last, concerns));
  const callOff = endAtExpiry(ctx, subscriber);
  const leave = () => {
    callOff();
    ctx.hub.leave(workspaceId, subscriber);
  };
  try {
    // What the caller lives by may have ended after it was looked up and before the stream could hear of it.
    if (ctx.stillStands && !(await ctx.stillStands())) throw accessEnded();
  } catch (error) {
    leave();
    throw error;
  }
  const read = nextOf(ctx, workspaceId, subscriber);
  const next = async () => {
    try {
      const item = await read();
      if (item) return item;
    } catch (error) {
      leave();
      throw error;
    }
    leave();
    return undefined;
  };
  return iterator(next, leave);
}

/** Reads history page by page until it meets the live stream, then the live stream. */
function nextOf({ db, hub }: Ctx, workspaceId: string, subscriber: Subscriber): () => Promise<StreamItem | null> {
  const history: StreamItem[] = [];
  return async () => {
    for (;;) {
      const item = history.shift();
      subscriber.throwIfRefused();
      if (item) return item;
      // No await between the look and the switch: nothing can slip between.
      if (subscriber.position >= hub.lastDelivered(workspaceId)) subscriber.live = true;
      if (subscriber.live) return subscriber.next();
      for (const event of await readAfter(db, workspaceId, subscriber.position, page)) {
        subscriber.position = event.number;
        const concerning = subscriber.sift(event);
        if (concerning) history.push(concerning);
      }
    }
  };
}

function principalOf({ actor }: Ctx): Principal {
  if (actor.type === 'user') return { sessionId: actor.sessionId, userId: actor.userId };
  if (actor.type === 'token') return { tokenId: actor.tokenId };
  if (actor.type === 'agent') return { agentId: actor.agentId };
  return {};
}

/** Ends the stream when what the caller lives by is over. Returns a function that calls this off. */
function endAtExpiry({ actor, clock }: Ctx, subscriber: Subscriber): () => void {
  if (actor.type !== 'user' && actor.type !== 'token') return () => {};
  const { expiresAt } = actor;
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
