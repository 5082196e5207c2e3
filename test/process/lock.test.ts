import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lockFolder } from '../../src/db/embedded/lock.ts';

const folder = await mkdtemp(join(tmpdir(), 'latchkey-lock-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const lock = join(folder, 'latchkey.lock');

test('of twenty that come at once, one gets the folder', async () => {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const taken = results.filter((result) => result.status === 'fulfilled');
  expect(taken).toHaveLength(1);
  for (const result of results) if (result.status === 'rejected') expect(result.reason.message).toContain(`process ${process.pid}`);
  await taken[0]?.value();
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['a process that is no more', JSON.stringify({ pid: 2 ** 22 + 1, started: 'long ago' })],
  ['a number that another process has by now', JSON.stringify({ pid: process.pid, started: 'Thu Jan  1 00:00:00 1970' })],
  ['half a line', '{"pid":'],
  ['nothing', ''],
])('a lock of %s is cleared, by one of twenty', async (_, content) => {
  await writeFile(lock, content);
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const taken = results.filter((result) => result.status === 'fulfilled');
  expect(taken).toHaveLength(1);
  await taken[0]?.value();
  expect(await readdir(folder)).toEqual([]);
});
