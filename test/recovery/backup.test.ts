import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BackupError } from '../../src/db/backup/format.ts';
import { readBackup } from '../../src/db/backup/read.ts';
import { allTables, writeBackup } from '../../src/db/backup/write.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createUser } from '../../src/modules/enrolment/assign.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { makeServer, newWorkspace } from '../support/modules.ts';
import { waitFor } from '../support/waitFor.ts';

let folder: string;
let from: TestDatabase;
const others: TestDatabase[] = [];

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await testDatabase({ empty: true });
  others.push(database);
  return database;
}

/** Every table's rows, as text, in an order of their own. */
async function contents({ sql }: TestDatabase): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name } of await allTables(sql)) {
    const rows = await sql`select t::text as row from ${sql(name)} t order by 1`;
    found[name] = rows.map(({ row }) => row);
  }
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-backup-'));
  from = await testDatabase();
  const server = makeServer(from.db);
  const { system } = await newWorkspace(server, 'Ex\\ample “1”');
  for (let i = 0; i < 60; i += 1) {
    const details = {
      displayName: `Person ${i} 🙂 \\N \\. ${'x'.repeat(i)}`,
      email: `p${i}@example.org`,
      username: `p${i}`,
      department: i % 2 ? null : 'مرحبا\\t',
    };
    await createUser(system, { details, securityKey: i % 3 ? { smartphone: {} } : null, note: 'line\nline\\' });
  }
  await server.sequencer.idle();
  server.hub.stop();
});
afterAll(async () => {
  for (const database of [from, ...others]) await database.end();
  await rm(folder, { recursive: true, force: true });
});

test('a round trip gives every row of every table back, and the database works on', async () => {
  const file = join(folder, 'whole');
  const { rows } = await writeBackup(from.sql, file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const before = await contents(from);
  expect(rows).toBe(Object.values(before).flat().length);
  const to = await emptyDatabase();
  expect(await readBackup(to.connection, file)).toEqual({ rows });
  expect(await contents(to)).toEqual(before);
  await migrate(to.connection);
  // The outbox counts on from where it was.
  const [next] =
    await to.sql`insert into event_outbox (workspace_id, type, actor, payload, occurred_at) values ('w', 't', 'a', '{}', now()) returning position::int`;
  const [last] = await from.sql`select last_value::int as position from event_outbox_position_seq`;
  expect(next?.position).toBeGreaterThan(0);
  expect(last?.position).toBeGreaterThan(0);
});

test('a backup is one moment: what is written meanwhile is in it whole or not at all', async () => {
  const server = makeServer(from.db);
  const { system } = await newWorkspace(server, 'Busy');
  let going = true;
  const writing = (async () => {
    for (let i = 0; going; i += 1)
      await createUser(system, {
        details: { displayName: 'Busy', email: `busy${i}@example.org`, username: `busy${i}` },
        securityKey: { hardwareKey: {} },
      });
  })();
  const file = join(folder, 'busy');
  await writeBackup(from.sql, file);
  going = false;
  await writing;
  const to = await emptyDatabase();
  await readBackup(to.connection, file);
  const [torn] =
    await to.sql`select count(*)::int as count from users u where email like 'busy%' and not exists (select 1 from security_keys k where k.user_id = u.id)`;
  expect(torn?.count).toBe(0);
  const [keys] = await to.sql`select count(*)::int as count from security_keys k where not exists (select 1 from enrolments e where e.key_id = k.id)`;
  expect(keys?.count).toBe(0);
  server.hub.stop();
});

test('what is committed between two tables of a backup is in neither', async () => {
  const server = makeServer(from.db);
  const { system } = await newWorkspace(server, 'Between');
  const file = join(folder, 'between');
  let writing: Promise<unknown> = Promise.resolve();
  await from.db.transaction(async (db) => {
    // The backup has read the people when it comes to the keys, and waits there.
    await db.execute('lock table security_keys in access exclusive mode');
    writing = writeBackup(from.sql, file);
    await waitFor(async () => (await from.sql`select 1 from pg_locks where not granted and relation = 'security_keys'::regclass`).length > 0);
    const details = { displayName: 'Between', email: 'between@example.org', username: 'between' };
    await createUser({ ...system, db }, { details, securityKey: { hardwareKey: {} } });
  });
  await writing;
  const to = await emptyDatabase();
  await readBackup(to.connection, file);
  expect(await to.sql`select 1 from users where username = 'between'`).toHaveLength(0);
  expect(await from.sql`select 1 from users where username = 'between'`).toHaveLength(1);
  await server.sequencer.idle();
  server.hub.stop();
});

test('a damaged, cut or foreign file is refused in words, and nothing of it is kept', async () => {
  const file = join(folder, 'good');
  await writeBackup(from.sql, file);
  const text = gunzipSync(await readFile(file));
  const at = text.indexOf('Person 7');
  const damaged = Buffer.from(text);
  damaged.write('P3rson', at);
  const lines = text.toString('latin1').split('\n');
  const without = Buffer.from(lines.filter((line) => !line.includes('Person 8 ')).join('\n'), 'latin1');
  const cases: [string, Buffer, RegExp][] = [
    ['damaged', gzipSync(damaged), /is damaged/],
    ['a row missing', gzipSync(without), /is damaged/],
    ['cut', gzipSync(text.subarray(0, text.lastIndexOf('#end'))), /is cut off/],
    ['cut in the gzip', (await readFile(file)).subarray(0, 3_000), /cannot be read as a backup/],
    ['no backup', gzipSync('hello\n'), /is no backup/],
    ['no gzip', Buffer.from('hello'), /cannot be read as a backup/],
    ['newer', gzipSync(Buffer.concat([Buffer.from('#latchkey-backup {"format":2,"migrations":[]}\n')])), /format 2/],
    ['another Latchkey', gzipSync(Buffer.from('#latchkey-backup {"format":1,"migrations":["ff"]}\n')), /newer Latchkey/],
  ];
  const to = await emptyDatabase();
  for (const [name, bytes, words] of cases) {
    const bad = join(folder, 'bad');
    await writeFile(bad, bytes);
    await expect(readBackup(to.connection, bad), name).rejects.toThrow(words);
  }
  expect(Object.values(await contents(to)).flat()).toEqual([]);
  expect((await readBackup(to.connection, file)).rows).toBeGreaterThan(60);
});

test('a database with an organisation in it is left alone', async () => {
  const file = join(folder, 'whole-again');
  await writeBackup(from.sql, file);
  const before = await contents(from);
  await expect(readBackup(from.connection, file)).rejects.toThrow(BackupError);
  expect(await contents(from)).toEqual(before);
});
