import { expect, test } from 'vitest';
import { gathered, iterator, joined, untilOver } from '../../src/lib/iterate.ts';

/** A stream that gives what is put in, and breaks where an error is. */
function source(...waiting: (number | Error)[]) {
  const left = { times: 0 };
  let wake = () => {};
  let closed = false;
  const stream = iterator<number>(
    async () => {
      while (waiting.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
      const item = waiting.shift();
      if (item instanceof Error) throw item;
      return item;
    },
    () => {
      left.times += 1;
      closed = true;
      wake();
    },
  );
  const put = (...items: (number | Error)[]) => {
    waiting.push(...items);
    wake();
  };
  const close = () => {
    closed = true;
    wake();
  };
  return { stream, put, close, left, waiting };
}

test('what waits comes together, and what comes later by itself', async () => {
  const { stream, put, close } = source(1, 2, 3);
  const together = gathered(stream, 10);
  expect(await together.next()).toEqual({ value: [1, 2, 3], done: false });
  const next = together.next();
  put(4);
  expect(await next).toEqual({ value: [4], done: false });
  put(5, 6);
  close();
  expect(await together.next()).toEqual({ value: [5, 6], done: false });
  expect(await together.next()).toEqual({ value: undefined, done: true });
});

test('of a crowd so many are taken at once, and the rest stays with the source', async () => {
  const { stream, waiting } = source(1, 2, 3, 4, 5);
  const together = gathered(stream, 2);
  expect((await together.next()).value).toEqual([1, 2]);
  expect(waiting).toEqual([3, 4, 5]);
});

test('an error comes after what came before it', async () => {
  const together = gathered(source(1, new Error('broken')).stream, 10);
  expect((await together.next()).value).toEqual([1]);
  await expect(together.next()).rejects.toThrow('broken');
});

test('a stream is left where the first look fails, and kept where it does not', async () => {
  const { stream, left } = source(1);
  expect(await joined(stream, async () => 'seen')).toBe('seen');
  expect(left.times).toBe(0);
  await expect(joined(stream, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(left.times).toBe(1);
});

test('a reader who leaves is not kept waiting, and its end is told once', async () => {
  const { stream, left } = source();
  let ends = 0;
  const together = untilOver(gathered(stream, 10), () => (ends += 1));
  const next = together.next();
  await together.return?.();
  expect(await next).toEqual({ value: undefined, done: true });
  expect(left.times).toBe(1);
  expect(ends).toBeGreaterThan(0);
});
