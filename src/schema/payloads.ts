import { mapStream } from '../lib/iterate.ts';
import type { SchemaContext } from './context.ts';

/** A subscription's payloads. The loaders forget before each one, so that what it links to is as it is now. */
export const payloadsOf = <T, Payload>({ loaders }: SchemaContext, stream: AsyncIterator<T>, toPayload: (item: T) => Payload) =>
  mapStream(stream, (item) => {
    loaders.reset();
    return toPayload(item);
  });
