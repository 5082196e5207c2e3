/**
 * A stream by what gives its next item, undefined at its end, and what is done when its reader leaves. Written by hand: a
 * native generator's return() would wait for the next item, and a reader who leaves would hang.
 */
export function iterator<T>(next: () => Promise<T | undefined>, leave: () => Promise<unknown> | unknown): AsyncIterableIterator<T> {
  const end: IteratorReturnResult<undefined> = { value: undefined, done: true };
  let over = false;
  const stream: AsyncIterableIterator<T> = {
    async next() {
      if (over) return end;
      const item = await next();
      if (item !== undefined) return { value: item, done: false };
      over = true;
      return end;
    },
    async return() {
      over = true;
      await leave();
      return end;
    },
    async throw(error) {
      over = true;
      await leave();
      throw error;
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

/** A stream with each item mapped; what maps to undefined is left out. */
export function mapStream<T, U>(stream: AsyncIterator<T>, map: (item: T) => Promise<U | undefined> | U | undefined): AsyncIterableIterator<U> {
  const leave = () => stream.return?.();
  return iterator(async () => {
    for (;;) {
      const { value, done } = await stream.next();
      if (done) return undefined;
      try {
        const item = await map(value);
        if (item !== undefined) return item;
      } catch (error) {
        await leave();
        throw error;
      }
    }
  }, leave);
}

/** A stream with a first item before it, which ends after an item that is the last. */
export function startingWith<T>(first: T, stream: AsyncIterator<T>, isLast: (item: T) => boolean): AsyncIterableIterator<T> {
  const leave = () => stream.return?.();
  let waiting: T | undefined = first;
  let over = false;
  return iterator(async () => {
    if (over) {
      await leave();
      return undefined;
    }
    const { value, done } = waiting === undefined ? await stream.next() : { value: waiting, done: false };
    waiting = undefined;
    if (done) return undefined;
    over = isLast(value);
    return value;
  }, leave);
}
