import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose, type Latchkey } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { type BackupTable, marks } from '../../src/db/backup/format.ts';
import { readBackup } from '../../src/db/backup/read.ts';
import { migrationsRun } from '../../src/db/backup/write.ts';
import { type Answer, ApiClient } from '../support/apiClient.ts';
import { Authenticator } from '../support/authenticator.ts';
import { stillClock } from '../support/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { hardwareKey } from '../support/devices.ts';
import { activate, signIn, tokenOf } from '../support/people.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const backup = fixture('first-release.backup');
const then = JSON.parse(await readFile(fixture('first-release.json'), 'utf8'));
/** What was asked of the server then. The answers are in the fixture. */
const reading = `{
  users(first: 50) { edges { node { id displayName email username employeeNumber department phone status role createdAt
    groups { name }
    securityKeys { id name kind status createdAt activatedAt
      enrolment { id status createdAt expiresAt openedAt endedAt createdBy { displayName } }
      ... on Smartphone { settings { auditable bluetoothProximity offlineLogin verification } deviceBound credential { credentialId transports } }
      ... on HardwareKey { credential { credentialId transports } } } } } }
  groups(first: 50) { edges { node { id name allowedKeyKinds } } }
  apiTokens { name scopes expiresAt }
}`;

type Row = Record<string, unknown>;

let database: TestDatabase;
let dataDir: string;
let app: Latchkey;
let owner: ApiClient;
/** The rows of each table as the migrations left them, before anything ran on them. */
const migrated = new Map<string, Row[]>();

/** The tables of the backup and their rows, as PostgreSQL wrote them then. */
function writtenThen(text: string): Map<BackupTable, Row[]> {
  const tables = new Map<BackupTable, Row[]>();
  let rows: Row[] = [];
  for (const line of text.split('\n').filter(Boolean)) {
    if (line.startsWith(marks.table)) {
      rows = [];
      tables.set(JSON.parse(line.slice(marks.table.length)), rows);
    } else if (!line.startsWith('#')) rows.push(JSON.parse(line));
  }
  return tables;
}

const tables = writtenThen(gunzipSync(await readFile(backup)).toString());

beforeAll(async () => {
  database = await testDatabase({ empty: true });
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-first-'));
  // Makes the tables as the first migration alone did, fills them, and runs today’s others.
  await readBackup(database.connection, backup);
  for (const { name } of tables.keys()) {
    const rows = await database.sql`select row_to_json(t)::text as row from ${database.sql(name)} t`;
    migrated.set(
      name,
      rows.map(({ row }) => JSON.parse(row)),
    );
  }
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, LATCHKEY_SECRET: then.secret, LATCHKEY_OPERATOR_TOKEN: 'o'.repeat(32) });
  app = await compose(config, { connection: database.connection, clock: stillClock(new Date(then.at)), log: pino({ level: 'silent' }) });
  owner = new ApiClient(app.address);
  owner.cookies = new Map(then.session);
});
afterAll(async () => {
  await app?.stop();
  await database?.end();
  await rm(dataDir, { recursive: true, force: true });
});

test('the backup is of the first migration alone, and has rows in every table of that time; today’s migrations have all run', async () => {
  const [first, ...others] = await migrationsRun(database.sql);
  expect(
    gunzipSync(await readFile(backup))
      .toString()
      .split('\n')[0],
  ).toBe(`${marks.head}{"format":1,"migrations":["${first}"]}`);
  expect(others.length).toBeGreaterThan(0);
  expect(tables.size).toBe(20);
  for (const [{ name }, rows] of tables) expect(rows.length, name).toBeGreaterThan(0);
});

test('every row is there with all that it held', () => {
  for (const [{ name, columns }, rows] of tables) {
    const asThen = (migrated.get(name) ?? []).map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
    expect(asThen.map((row) => JSON.stringify(row)).sort(), name).toEqual(rows.map((row) => JSON.stringify(row)).sort());
  }
});

test('the session of then is still signed in, and reads the same of people, groups, keys, enrolments and tokens', async () => {
  expect(await owner.ask(reading)).toEqual(then.answers);
});

test('the log reads the same, takes up what was not numbered yet, and verifies', async () => {
  await app.server.sequencer.idle();
  const operator = new ApiClient(app.address, { bearer: 'o'.repeat(32) });
  const { logVerifications } = await operator.ask('{ logVerifications { problem events } }');
  expect(logVerifications).toEqual([{ problem: null, events: expect.any(Number) }]);
  const { events } = await owner.ask('{ events(first: 200) { edges { node { type actor occurredAt } } } }');
  const nodes: Answer['data'][] = events.edges.map(({ node }: Answer['data']) => node);
  expect(nodes.slice(-then.events.length)).toEqual(then.events);
  expect(nodes.slice(0, -then.events.length).map(({ type }) => type)).toContain('GROUP_CREATED');
});

test('mail that was sealed then opens', async () => {
  const operator = new ApiClient(app.address, { bearer: 'o'.repeat(32) });
  const { mails } = await operator.mutate('readTrialMailbox', {}, 'mails { to subject text }');
  expect(mails).toEqual(then.mails);
});

test('the owner’s key of then signs in, and the script’s token reads', async () => {
  const { id, rpId, userHandle, privateKey: jwk, counter } = then.owner;
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const key = { algorithm: -7 as const, privateKey, cose: new Uint8Array(), point: new Uint8Array() };
  const held = new Authenticator({ transports: ['usb'], attachment: 'cross-platform' }, [
    { id: Buffer.from(id, 'base64url'), rpId, userHandle, key },
  ]);
  held.counter = counter;
  expect(await signIn(new ApiClient(app.address), held)).toMatchObject({ user: { role: 'OWNER' } });
  const script = new ApiClient(app.address, { bearer: then.token });
  expect(await script.ask('{ viewer { ... on ApiToken { name } } }')).toEqual({ viewer: { name: 'Nightly' } });
});

test('a link of then activates its key', async () => {
  expect(tokenOf(then.link)).toHaveLength(43);
  expect(await activate(new ApiClient(app.address), then.link, hardwareKey(), { onPhone: false })).toMatchObject({
    activation: { status: 'ACTIVATED' },
  });
});
