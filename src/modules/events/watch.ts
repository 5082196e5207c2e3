import { mapStream } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import type { LoggedEvent } from './catalogue.ts';
import { streamEvents } from './stream.ts';
import type { StreamItem } from './subscriber.ts';

/** What a subscription on a list shows of a workspace's log. Whoever made it has checked the right to see it. */
export interface Watch<T> {
  workspaceId: string;
  /** Whether an event is one of those that are meant. */
  concerns: (event: LoggedEvent) => boolean;
  /** What is told of an event, or of the bare place in the log. */
  show: (item: StreamItem) => T | Promise<T>;
}

/** What a watch shows, after a cursor or from now on. @throws Refused CURSOR_… */
export const streamOf = async <T>(ctx: Ctx, { workspaceId, concerns, show }: Watch<T>, after: string | null): Promise<AsyncIterableIterator<T>> =>
  mapStream(await streamEvents(ctx, workspaceId, { after, concerns }), show);
