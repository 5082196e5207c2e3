import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { inDatabase } from '../support/connection.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase({ empty: true });
afterAll(() => database.end());

test('four servers that start at once on an empty database all come up', async () => {
  const starts = await Promise.allSettled([1, 2, 3, 4].map(() => migrate(database.connection)));
  expect(starts.map((start) => (start.status === 'rejected' ? String(start.reason) : 'up'))).toEqual(['up', 'up', 'up', 'up']);
  const tables = await database.sql<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public'`;
  expect(tables.map((table) => table.name)).toEqual(expect.arrayContaining(['workspaces', 'users', 'security_keys', 'events', 'event_outbox']));
  // Each migration was run by one of them alone.
  const runs = await database.sql<{ hash: string; times: string }[]>`select hash, count(*) as times from drizzle.__drizzle_migrations group by hash`;
  expect(runs.length).toBeGreaterThan(0);
  expect(runs.filter((run) => run.times !== '1')).toEqual([]);
});

test('a migrated database is migrated again without a change', async () => {
  const columns = () =>
    database.sql`select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2`;
  const before = await columns();
  await migrate(database.connection);
  expect(await columns()).toEqual(before);
});

test('a database whose locale knows no case beyond ASCII is refused in one line, and left as it was', async () => {
  const name = `ascii_${process.pid}`;
  await database.sql`create database ${database.sql(name)} template template0 locale_provider libc locale 'C' encoding 'UTF8'`;
  try {
    await expect(migrate(inDatabase(database.connection, name))).rejects.toThrow('tells no å from Å (its locale is C)');
  } finally {
    await database.sql`drop database ${database.sql(name)} with (force)`;
  }
});

test('a migration that fails leaves the database as it was, with its data', async () => {
  const fresh = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-migrations-'));
  try {
    await fresh.sql`insert into workspaces (id, name, policies, created_at) values ('wsp_1', 'Kept', '{}', now())`;
    const shape = () =>
      fresh.sql`select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2`;
    const before = await shape();
    await cp(fileURLToPath(new URL('../../migrations', import.meta.url)), folder, { recursive: true });
    const journal = join(folder, 'meta', '_journal.json');
    const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8'));
    entries.push({ idx: entries.length, version: '7', when: Date.now(), tag: '9999_broken', breakpoints: true });
    await writeFile(journal, JSON.stringify({ ...rest, entries }));
    // It gets halfway: a column is added, a row is lost, and then it fails.
    const steps = ['alter table users add column half text', 'delete from workspaces', 'alter table nowhere add column x text'];
    await writeFile(join(folder, '9999_broken.sql'), steps.join(';\n--> statement-breakpoint\n'));
    await expect(migrate(fresh.connection, folder)).rejects.toThrow('nowhere');
    expect(await shape()).toEqual(before);
    expect((await fresh.sql`select name from workspaces`).map(({ name }) => name)).toEqual(['Kept']);
    await migrate(fresh.connection);
  } finally {
    await fresh.end();
    await rm(folder, { recursive: true, force: true });
  }
});
