import { iterator } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import type { LoggedEvent } from './catalogue.ts';
import { accessEnded, endAtExpiry, principalOf } from './principal.ts';
import { readAfter, resumeFrom } from './read.ts';
import { type StreamItem, Subscriber } from './subscriber.ts';

const page = 500;

/** A stream of the log: what a subscription reads. */
export type EventStream = AsyncIterableIterator<StreamItem>;

/** Where to begin, and which events are meant. */
interface Wish {
  after?: string | null | undefined;
  concerns: (event: LoggedEvent) => boolean;
}

/** A subscriber that has joined the log. */
export interface Joined {
  subscriber: Subscriber;
  /** Takes it out again. */
  leave(): void;
}

/**
 * Joins the log, and reads nothing yet. The caller has checked the right to see it. The subscriber is closed with
 * ACCESS_ENDED when what the caller lives by ends.
 * @throws Refused CURSOR_INVALID, CURSOR_AHEAD, CURSOR_EXPIRED, ACCESS_ENDED
 */
export async function joinLog(ctx: Ctx, workspaceId: string, { after, concerns }: Wish): Promise<Joined> {
  // Checked before the stream starts, so that a bad cursor is the subscription's own answer.
  const from = after == null ? null : await resumeFrom(ctx.db, workspaceId, after);
  // What stays as long as the subscriber holds no more of the call than these: there may be tens of thousands.
  const { hub } = ctx;
  const principal = principalOf(ctx);
  const subscriber = await hub.join(workspaceId, (last) => new Subscriber(principal, from ?? last, concerns));
  const callOff = endAtExpiry(ctx, subscriber);
  const leave = () => {
    callOff();
    hub.leave(workspaceId, subscriber);
  };
  try {
    // What the caller lives by may have ended after it was looked up and before the stream could hear of it.
    if (ctx.stillStands && !(await ctx.stillStands())) throw accessEnded();
  } catch (error) {
    leave();
    throw error;
  }
  return { subscriber, leave };
}

/**
 * The log as a stream: history after `after`, where it is given, then what comes. The caller has checked the right to
 * see it. Ends with ACCESS_ENDED when what the caller lives by ends, with SLOW_CONSUMER when it does not keep up.
 * @throws as joinLog
 */
export const streamEvents = async (ctx: Ctx, workspaceId: string, wish: Wish): Promise<EventStream> =>
  readLog(ctx, workspaceId, await joinLog(ctx, workspaceId, wish));

/** What a subscriber that has joined gets to see: history from where it stands, then what comes. */
export function readLog(ctx: Ctx, workspaceId: string, { subscriber, leave }: Joined): EventStream {
  // No await between the look at where the node stands and the switch: nothing can slip between.
  const history = historyOf(ctx, workspaceId, subscriber, () => {
    subscriber.live = true;
  });
  const next = async () => {
    try {
      const item = (subscriber.live ? null : await history()) ?? (await subscriber.next());
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

/**
 * Reads what the log has for a subscriber, page by page, until the subscriber stands where this node does: then it calls
 * `met`, at once, and gives null.
 */
export function historyOf({ db, hub }: Ctx, workspaceId: string, subscriber: Subscriber, met: () => void): () => Promise<StreamItem | null> {
  const history: StreamItem[] = [];
  return async () => {
    for (;;) {
      const item = history.shift();
      subscriber.throwIfRefused();
      if (item) return item;
      if (subscriber.position >= hub.lastDelivered(workspaceId)) {
        met();
        return null;
      }
      for (const event of await readAfter(db, workspaceId, subscriber.position, page)) {
        subscriber.position = event.number;
        const concerning = subscriber.sift(event);
        if (concerning) history.push(concerning);
      }
    }
  };
}
