import { access, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { choosePlace } from '../../src/db/embedded/place.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { ensureSecretFile } from '../../src/lib/secretFile.ts';
import { waitFor } from '../support/waitFor.ts';
import { type Owner, postmasterIn, runs, startOwner } from './owner.ts';

const asRoot = process.getuid?.() === 0;
const root = await mkdtemp(join(tmpdir(), 'latchkey-process-'));
// Everybody may enter: root’s PostgreSQL then has its home in the data folder.
await chmod(root, 0o711);
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
  const precious = join(root, 'precious');

  test('starts where a first run was broken off; a second process gets one line that says who has it', async () => {
    await mkdir(folder);
    await plantIn(folder, precious);
    const owner = await start(folder);
    expect((await owner.query('select 1 as one'))[0]).toEqual({ one: 1 });
    const refusal = (await startOwner(folder).catch((error: Error) => error)) as Error;
    expect(refusal.message).toBe(
      `The data folder ${folder} is in use by another Latchkey, process ${owner.pid}. Stop that one first, or set DATA_DIR.`,
    );
    // The first did not feel it.
    expect((await owner.query('select 2 as two'))[0]).toEqual({ two: 2 });
  });

  test('as root writes through no link of the user that it runs as, and hands that user none of its own environment', async () => {
    expect(await readFile(precious, 'utf8')).toBe('precious');
    expect((await stat(precious)).uid).toBe(process.getuid?.() ?? 0);
    expect(await readdir(folder)).toEqual(['latchkey.lock', 'postgres', 'postgres.log', 'postgres.password']);
    if (!asRoot || process.platform !== 'linux') return;
    const postmaster = await (started.at(-1) as Owner).postmaster();
    // The owner has this variable from here.
    expect(process.env.VITEST).toBeTruthy();
    expect(await readFile(`/proc/${postmaster}/environ`, 'utf8')).not.toContain('VITEST');
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
    expect(await readFile(precious, 'utf8')).toBe('precious');
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
    expect(owner.home.startsWith(closed)).toBe(!asRoot);
    expect(owner.place).toMatch(asRoot ? /^\/var\/lib\/latchkey\/[0-9a-f]{16}, running as (postgres|nobody)$/ : /postgres$/);
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    await owner.stop();
  });

  test.runIf(asRoot)('is refused below a folder of the user that it would run as', async () => {
    const theirs = join(root, 'theirs');
    const { uid, gid } = await stat((started[0] as Owner).home);
    await mkdir(theirs);
    await chown(theirs, uid, gid);
    await expect(startEmbedded(join(theirs, 'data'))).rejects.toThrow(`The folder ${theirs} belongs to `);
    expect(await readdir(join(theirs, 'data'))).toEqual([]);
  });
});

/** Does what the user that PostgreSQL runs as could: leaves half a database, and links to a file wherever something is written. */
async function plantIn(folder: string, precious: string): Promise<void> {
  await writeFile(precious, 'precious');
  const { home, user } = await choosePlace(folder, await ensureSecretFile(join(folder, 'postgres.password')));
  const half = join(home, 'data.half');
  await mkdir(half);
  await symlink(root, join(half, 'out'));
  if (user) await chown(half, user.uid, user.gid);
  for (const name of ['postgres.log', 'password.half', 'postgres.password']) await symlink(precious, join(home, name));
}
