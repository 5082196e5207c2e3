import { afterAll, expect, test } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
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
