import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockFolder } from '../../src/db/embedded/lock.ts';
import { lookUp, type Seen } from '../../src/db/embedded/processes.ts';
import { waitFor } from '../support/waitFor.ts';

const root = await mkdtemp(join(tmpdir(), 'latchkey-lock-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let folder = '';
let lock = '';
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'folder-'));
  lock = join(folder, 'latchkey.lock');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const linux = process.platform === 'linux';

/** Leaves a lock like one that this process wrote, but for some of it, and touched so many seconds ago. */
async function leaveLock(changes: Record<string, unknown>, { touched = 0 } = {}): Promise<void> {
  await rm(lock, { force: true });
  const unlock = await lockFolder(folder);
  const mine = JSON.parse(await readFile(lock, 'utf8'));
  await unlock();
  await writeFile(lock, JSON.stringify({ ...mine, ...changes }));
  const when = Date.now() / 1000 - touched;
  await utimes(lock, when, when);
}

/** Twenty come at once, and one gets the folder. */
async function oneOfTwenty(): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const taken = results.filter((result) => result.status === 'fulfilled');
  expect(taken).toHaveLength(1);
  for (const result of results) if (result.status === 'rejected') expect(result.reason.message).toContain(`process ${process.pid}`);
  await taken[0]?.value();
  expect(await readdir(folder)).toEqual([]);
}

const refusal = (): Promise<string> =>
  lockFolder(folder).then(
    () => 'taken',
    (error: Error) => error.message,
  );

/** A process that lives until the end of the test, and its parent, which waits for no child. */
async function otherProcess() {
  const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
  const gone = once(parent, 'exit');
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(line);
  // Until then it is a shell, which would wait.
  await waitFor(() => (lookUp(parent.pid ?? 0) as Seen).name === 'sleep');
  return {
    pid,
    [Symbol.asyncDispose]: async () => {
      process.kill(pid, 'SIGKILL');
      parent.kill('SIGKILL');
      await gone;
    },
  };
}

test('of twenty that come at once, one gets the folder', () => oneOfTwenty());

describe('a lock is cleared, by one of twenty, that is of', () => {
  test.each([
    ['a process that is no more', { pid: 2 ** 22 + 1 }],
    ['a number that another process has by now', { pid: process.ppid, started: 'Thu Jan  1 00:00:00 1970' }],
    ['an earlier run that had the number of this one', { run: 'an earlier one' }],
  ])('%s', async (_, changes) => {
    await leaveLock(changes);
    await oneOfTwenty();
  });

  test.each([
    ['half a line', '{"pid":'],
    ['nothing', ''],
  ])('%s', async (_, content) => {
    await writeFile(lock, content);
    await oneOfTwenty();
  });

  test('one who died about to succeed one who died', async () => {
    const content = (run: string) => JSON.stringify({ pid: process.pid, system: mine.system, started: '', run });
    await leaveLock({});
    const mine = JSON.parse(await readFile(lock, 'utf8'));
    await writeFile(lock, content('first'));
    await writeFile(`${lock}.after.${createHash('sha256').update(content('first')).digest('hex').slice(0, 32)}`, content('second'));
    await oneOfTwenty();
  });

  test('another container or machine that has not touched it for 30 seconds', async () => {
    await leaveLock({ system: 'another boot pid:[1]' }, { touched: 30 });
    await oneOfTwenty();
  });

  test.runIf(linux)('a process that has ended but was not waited for', async () => {
    await using zombie = await otherProcess();
    const { started } = lookUp(zombie.pid) as Seen;
    process.kill(zombie.pid, 'SIGKILL');
    await waitFor(async () => (await readFile(`/proc/${zombie.pid}/stat`, 'utf8')).includes(') Z '));
    await leaveLock({ pid: zombie.pid, started });
    await oneOfTwenty();
  });
});

describe('a lock is respected that is of', () => {
  test.each([0, 29])('another container or machine that touched it %s seconds ago, for the rest of 30', async (touched) => {
    // The number is that of this process, as the first processes of two containers have it: it says nothing there.
    await leaveLock({ system: 'another boot pid:[1]', run: 'another' }, { touched });
    const message = await refusal();
    expect(message).toMatch(
      /^The data folder .* is in use by a Latchkey in another container or on another machine; if it is gone, this start works in \d+ seconds\.$/,
    );
    const seconds = Number(/(\d+) seconds/.exec(message)?.[1]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(30 - touched);
  });

  test.runIf(linux)('a living process, where there is no ps to ask', async () => {
    await using living = await otherProcess();
    vi.stubEnv('PATH', '/nonexistent');
    const { started } = lookUp(living.pid) as Seen;
    await leaveLock({ pid: living.pid, started }, { touched: 3600 });
    expect(await refusal()).toBe(
      `The data folder ${folder} is in use by another Latchkey, process ${living.pid}. Stop that one first, or set DATA_DIR.`,
    );
    await leaveLock({ pid: living.pid, started: `${Number(started) - 1}` });
    await oneOfTwenty();
  });
});

describe('while a folder is held', () => {
  test('its lock is touched every 5 seconds, until it is given back', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const unlock = await lockFolder(folder);
    for (let beat = 0; beat < 2; beat += 1) {
      await utimes(lock, 0, 0);
      vi.advanceTimersByTime(5_000);
      await waitFor(async () => Date.now() - (await stat(lock)).mtimeMs < 10_000);
    }
    await unlock();
    expect(vi.getTimerCount()).toBe(0);
    // A second time does nothing.
    await unlock();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a lock that somebody else has taken since is neither touched nor removed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const unlock = await lockFolder(folder);
    await writeFile(`${lock}.theirs`, 'theirs');
    await utimes(`${lock}.theirs`, 0, 0);
    await rename(`${lock}.theirs`, lock);
    vi.advanceTimersByTime(5_000);
    await unlock();
    expect(await readFile(lock, 'utf8')).toBe('theirs');
    expect((await stat(lock)).mtimeMs).toBe(0);
  });
});
