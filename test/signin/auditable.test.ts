import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/sweeper.ts';
import { ActivityDocument, type ActivityQuery } from '../../web/console/src/gql/graphql.ts';
import { toCsv } from '../../web/console/src/pages/activity/csv.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { behindProxy, invite, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { answerSignIn, beginSignIn, enterPin, finishSignIn } from '../support/signIns.ts';
import { dumpTables } from '../support/tables.ts';

let server: TestServer;
let owner: ApiClient;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-auditable-'));
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pin = '274913';
const address = '203.0.113.77';

/** A browser that can be found again by what it says of itself. */
const traceable = (): ApiClient => server.stranger({ 'x-forwarded-for': address, 'user-agent': 'Traceable/1.0' });

/** Whatever is kept and may be carried away, line by line: the tables, a backup, and the log as the console saves it. */
async function kept(): Promise<string[]> {
  const tables = Object.entries(await dumpTables(server.database)).flatMap(([table, rows]) => rows.map((row) => `${table}: ${row}`));
  await server.app.server.writeBackup(join(folder, 'backup'));
  const backup = gunzipSync(await readFile(join(folder, 'backup'))).toString();
  const csv = toCsv(await wholeLog());
  return [...tables, ...backup.split('\n').map((line) => `backup: ${line}`), ...csv.split('\r\n').map((line) => `csv: ${line}`)];
}

async function wholeLog() {
  const events: ActivityQuery['events']['edges'][number]['node'][] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page: ActivityQuery = await owner.ask(ActivityDocument.toString(), { first: 200, after });
    events.push(...page.events.edges.map(({ node }) => node));
    after = page.events.pageInfo.endCursor;
    more = page.events.pageInfo.hasNextPage;
  }
  return events;
}

/** Somebody who signs in, well and badly, and out again. @returns what their traces would hold */
async function comeAndGo(settings: { auditable: boolean; verification: 'BIOMETRIC' | 'PIN'; bluetoothProximity: boolean }): Promise<string[]> {
  const details = somebody();
  const { link, userId, keyId } = await invite(server, owner, { smartphone: settings }, details);
  const device = phone();
  // A phone that counts would show that it signed by its counter; phones do not.
  await activate(visitor(server), link, device, { pin: settings.verification === 'PIN' ? pin : null });
  device.device.attachment = 'cross-platform';
  await server.app.mailer.idle();
  await server.app.server.sequencer.idle();
  const before = new Set(await kept());
  const logged = server.logged.length;

  const browser = traceable();
  const attempt = async () => {
    device.counter = -1;
    const begun = await beginSignIn(browser, settings.bluetoothProximity ? { username: details.username } : {});
    return { begun, answer: await answerSignIn(browser, begun, device) };
  };
  const { begun, answer } = await attempt();
  if (settings.verification === 'PIN') {
    expect(await enterPin(browser, begun.signInToken, '111333')).toMatchObject({ code: 'PIN_WRONG' });
    expect(await enterPin(browser, begun.signInToken, pin)).toMatchObject({ status: 'SIGNED_IN' });
  } else expect(answer).toMatchObject({ status: 'SIGNED_IN' });
  expect(await browser.ask('{ viewer { ... on User { id } } }')).toEqual({ viewer: { id: userId } });
  await browser.mutate('signOut', null, 'signedOut');
  // Badly: the answer of another origin, and a sign-in that is given up half way.
  const bad = await beginSignIn(browser, { username: details.username });
  device.counter = -1;
  const signed = await device.get(bad.options, { origin: 'https://evil.example' });
  expect(await finishSignIn(browser, bad, signed)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
  if (settings.verification === 'PIN') await attempt();
  server.clock.advance(2 * 3_600_000);
  await sweep(server.app.server);
  await server.app.server.sequencer.idle();

  const added = (await kept()).filter((line) => !before.has(line));
  const traces = [userId, keyId, signed.id, address, 'Traceable', details.username];
  return [...added, ...server.logged.slice(logged)].filter((line) => traces.some((trace) => line.includes(trace)));
}

const walks = [
  { verification: 'BIOMETRIC', bluetoothProximity: false },
  { verification: 'PIN', bluetoothProximity: false },
  { verification: 'BIOMETRIC', bluetoothProximity: true },
] as const;

test.each(walks)('S7: auditable off, the sign-ins leave no trace: %o', async (walk) => {
  expect(await comeAndGo({ auditable: false, ...walk })).toEqual([]);
});

test('S7: auditable on, the same walk is found: events good and bad, the session, the last use', async () => {
  const found = await comeAndGo({ auditable: true, verification: 'PIN', bluetoothProximity: false });
  const tables = found.map((line) => line.slice(0, line.indexOf(':')));
  expect(tables).toEqual(expect.arrayContaining(['events', 'sessions', 'security_keys', 'backup', 'csv']));
  const types = found.filter((line) => line.startsWith('events')).map((line) => /"type":"([^"]+)"/.exec(line)?.[1]);
  expect(types.toSorted()).toEqual(['session.ended', 'session.started', 'sign_in.refused', 'sign_in.refused']);
  expect(found.filter((line) => line.startsWith('events') && line.includes(address))).toHaveLength(3);
});

test('S7: auditable off, a PIN that is tried until it is locked is no event either; the key shows the lock', async () => {
  const { link, userId, keyId } = await invite(server, owner, { smartphone: { auditable: false, verification: 'PIN' } });
  const device = phone();
  await activate(visitor(server), link, device, { pin });
  await server.app.server.sequencer.idle();
  const told = async () => (await server.database.sql`select 1 from events where user_id = ${userId}`).length;
  const before = await told();
  for (let tries = 0; tries < 8; ) {
    const browser = visitor(server);
    const begun = await beginSignIn(browser);
    await answerSignIn(browser, begun, device);
    for (let i = 0; i < 3 && tries < 8; i += 1, tries += 1) await enterPin(browser, begun.signInToken, `13572${i}`);
  }
  const { securityKey } = await owner.ask('query ($id: ID!) { securityKey(id: $id) { ... on Smartphone { pinStatus } } }', { id: keyId });
  expect(securityKey.pinStatus).toBe('LOCKED');
  await server.app.server.sequencer.idle();
  expect(await told()).toBe(before);
});

test('S7: auditable off, administrators see no session, while it is open and by its id; whoever it is sees it', async () => {
  const { link, userId } = await invite(server, owner, { smartphone: { auditable: false } });
  const [device, browser] = [phone(), visitor(server)];
  await activate(visitor(server), link, device);
  expect(await answerSignIn(browser, await beginSignIn(browser), device)).toMatchObject({ status: 'SIGNED_IN' });
  const { me } = await browser.ask('{ me { sessions { id current } } }');
  expect(me.sessions).toMatchObject([{ current: true }]);
  const { sessions, node } = await owner.ask('query ($id: ID!) { sessions { user { id } } node(id: $id) { id } }', { id: me.sessions[0].id });
  expect(sessions.some(({ user }: { user: { id: string } }) => user.id === userId)).toBe(false);
  expect(node).toBeNull();
});
