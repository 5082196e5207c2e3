/**
 * A stream with each item mapped; what maps to undefined is left out. Written by hand: a native generator's return()
 * would wait for the next item, and a subscriber who leaves would hang.
 */
export function mapStream<T, U>(stream: AsyncIterator<T>, map: (item: T) => Promise<U | undefined> | U | undefined): AsyncIterableIterator<U> {
  const mapped: AsyncIterableIterator<U> = {
    async next() {
      for (;;) {
        const { value, done } = await stream.next();
        if (done) return { value: undefined, done: true };
        try {
          const item = await map(value);
          if (item !== undefined) return { value: item, done: false };
        } catch (error) {
          await stream.return?.();
          throw error;
        }
      }
    },
    async return() {
      await stream.return?.();
      return { value: undefined, done: true };
    },
    async throw(error) {
      await stream.return?.();
      throw error;
    },
    [Symbol.asyncIterator]: () => mapped,
  };
  return mapped;
}
