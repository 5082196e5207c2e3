import { access, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { waitFor } from '../support/waitFor.ts';
import { type Owner, postmasterIn, runs, startOwner } from './owner.ts';

const root = await mkdtemp(join(tmpdir(), 'latchkey-process-'));
const started: Owner[] = [];

async function start(folder: string): Promise<Owner> {
  const owner = await startOwner(folder);
  started.push(owner);
  return owner;
}

// Whatever a failed test left: the owners and the servers that this file started, by their own pids.
afterAll(async () => {
  for (const { pid, home } of started) {
    if (runs(pid)) process.kill(pid, 'SIGKILL');
    const postmaster = await postmasterIn(home).catch(() => 0);
    if (postmaster && runs(postmaster)) process.kill(postmaster, 'SIGQUIT');
    await waitFor(() => !postmaster || !runs(postmaster));
    await rm(home, { recursive: true, force: true });
  }
  await rm(root, { recursive: true, force: true });
});

describe('an embedded PostgreSQL', () => {
  const folder = join(root, 'data');

  test('starts on an empty folder; a second process gets one line that says who has it', async () => {
    const owner = await start(folder);
    expect((await owner.query('select 1 as one'))[0]).toEqual({ one: 1 });
    const refusal = (await startOwner(folder).catch((error: Error) => error)) as Error;
    expect(refusal.message).toBe(
      `The data folder ${folder} is in use by another Latchkey, process ${owner.pid}. Stop that one first, or set DATA_DIR.`,
    );
    // The first did not feel it.
    expect((await owner.query('select 2 as two'))[0]).toEqual({ two: 2 });
  });

  test('that a killed process left behind is taken over, with all that was acknowledged', async () => {
    const owner = started.at(-1) as Owner;
    await owner.query('create table kept (id int primary key)');
    const acknowledged: number[] = [];
    const writing = (async () => {
      for (let id = 1; ; id += 1) {
        await owner.query(`insert into kept values (${id})`);
        acknowledged.push(id);
      }
    })().catch(() => {});
    await waitFor(() => acknowledged.length >= 50);
    const postmaster = await owner.postmaster();
    await owner.kill();
    await writing;
    // The kill reached the owner alone: its database server runs on, as after any kill -9.
    expect(runs(postmaster)).toBe(true);

    const next = await start(folder);
    expect(next.lines).toContain('A database server that was left behind was taken over.');
    await waitFor(() => !runs(postmaster));
    const found = (await next.query('select id from kept order by id')).map((row) => row.id);
    expect(found).toEqual(expect.arrayContaining(acknowledged));
  });

  test('that was killed with its owner, as by a power cut, starts with all that was acknowledged', async () => {
    const owner = started.at(-1) as Owner;
    const [row] = await owner.query('insert into kept select max(id) + 1 from kept returning id');
    const postmaster = await owner.postmaster();
    process.kill(owner.pid, 'SIGSTOP');
    process.kill(postmaster, 'SIGKILL');
    await owner.kill();
    await waitFor(() => !runs(postmaster));
    const next = await start(folder);
    expect((await next.query('select max(id) as id from kept'))[0]).toEqual(row);
  });

  test('that is killed itself is started again', async () => {
    const owner = started.at(-1) as Owner;
    const before = await owner.postmaster();
    const rows = (await owner.query('select id from kept')).length;
    process.kill(before, 'SIGKILL');
    await waitFor(() => owner.lines.includes('The database server ended by itself; it is started again.'));
    const found = await waitFor(() => owner.query('select id from kept'));
    expect(found).toHaveLength(rows);
    expect(await owner.postmaster()).not.toBe(before);
  });

  test('that is stopped gives the folder back and leaves no process', async () => {
    const owner = started.at(-1) as Owner;
    const postmaster = await owner.postmaster();
    await owner.stop();
    expect(runs(postmaster)).toBe(false);
    await expect(access(join(folder, 'latchkey.lock'))).rejects.toMatchObject({ code: 'ENOENT' });
    const again = await start(folder);
    expect(again.lines).toEqual([]);
    expect((await again.query('select count(*)::int as rows from kept'))[0]?.rows).toBeGreaterThanOrEqual(50);
    await again.stop();
  });

  test('below a folder that only its owner may enter runs all the same', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const owner = await start(join(closed, 'data'));
    expect((await owner.query('select 1 as one'))[0]).toEqual({ one: 1 });
    // Root’s PostgreSQL runs as another user, who cannot enter; the ready line says where its data lie.
    const asRoot = process.getuid?.() === 0;
    expect(owner.home.startsWith(closed)).toBe(!asRoot);
    expect(owner.place).toMatch(asRoot ? /^\/var\/lib\/latchkey\/[0-9a-f]{16}, running as (postgres|nobody)$/ : /postgres$/);
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    await owner.stop();
  });
});
