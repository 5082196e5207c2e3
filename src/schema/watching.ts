import { streamOf, type Watch } from '../modules/events/watch.ts';
import type { SchemaContext } from './context.ts';
import { payloadsOf } from './payloads.ts';

/** What a subscription on a list watches, by its arguments. */
export type WatchOf<Args, T> = (args: Args, ctx: SchemaContext) => Watch<T>;

interface Resumable {
  after?: string | null | undefined;
}

/**
 * How a subscription on a list is served. `watch` is kept with the field, so that those who ask for the same can share
 * what is executed (http/shared); `subscribe` serves whoever has nobody to share with.
 */
export const watching = <Args, T>(watch: WatchOf<Args, T>) => ({
  extensions: { watch },
  subscribe: async (_: unknown, args: Args & Resumable, ctx: SchemaContext) =>
    payloadsOf(ctx, await streamOf(ctx, watch(args, ctx), args.after ?? null), (payload) => payload),
  resolve: (payload: T) => payload,
});
