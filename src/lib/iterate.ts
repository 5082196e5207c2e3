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

/**
 * What a look gives after a stream was joined, so that a change in between comes twice rather than never. Where the look
 * fails, the stream is left.
 */
export async function joined<T>(stream: AsyncIterator<unknown>, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    await stream.return?.();
    throw error;
  }
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

/**
 * A stream with what waits taken together: what came while its reader was busy is one item of several. It takes at most
 * `most` at a time, so that a source which counts what waits still sees that its reader is slow.
 */
export function gathered<T>(stream: AsyncIterator<T>, most: number): AsyncIterableIterator<T[]> {
  let ahead: Promise<IteratorResult<T>> | null = null;
  const next = () => {
    ahead ??= stream.next();
    // Whoever reads next hears of an error; until then nobody does.
    ahead.catch(() => {});
    return ahead;
  };
  return iterator(
    async () => {
      const items: T[] = [];
      while (items.length < most) {
        // An end or an error waits until what came before it was taken.
        const came = items.length === 0 ? await next() : await Promise.race([next().catch(() => null), nothingMore()]);
        if (!came || (came.done && items.length > 0)) break;
        ahead = null;
        if (came.done) return undefined;
        items.push(came.value);
      }
      return items;
    },
    () => stream.return?.(),
  );
}

/** Comes after all that is there already. */
const nothingMore = (): Promise<null> => new Promise((resolve) => setImmediate(resolve, null));

/** A stream that says once that it is over: that it ended, broke, or that its reader left. */
export function untilOver<T>(stream: AsyncIterator<T>, over: () => void): AsyncIterableIterator<T> {
  return iterator(
    async () => {
      try {
        const { value, done } = await stream.next();
        if (!done) return value as T;
      } catch (error) {
        over();
        throw error;
      }
      over();
      return undefined;
    },
    async () => {
      over();
      await stream.return?.();
    },
  );
}
