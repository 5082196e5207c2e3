import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { behindProxy } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { dumpTables } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';
import { OfflinePc, type OfflinePerson, offlinePerson } from './offlineStage.ts';

// S7, offline login: the server gives grants, renews and ends them, and takes the journal. The agent's own parts are at the other end.
let server: TestServer;
/** The operator, as no session lives as long as this file lets time pass. */
let operator: ApiClient;
let pc: OfflinePc;
const pcs: OfflinePc[] = [];
const day = 24 * 3_600_000;

const newPc = async (): Promise<OfflinePc> => {
  const made = await OfflinePc.pair(server, operator);
  pcs.push(made);
  return made;
};

beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  await server.owner();
  operator = server.operator;
  pc = await newPc();
});
afterAll(async () => {
  for (const made of pcs) made.remove();
  await server.stop();
});

const offlineUntil = async ({ keyId }: OfflinePerson): Promise<string | null> =>
  (await operator.ask('query ($id: ID!) { securityKey(id: $id) { ... on Smartphone { offlineUntil } } }', { id: keyId })).securityKey.offlineUntil;

/** What the log tells of a person's offline sign-ins, oldest first. */
async function told({ userId }: OfflinePerson): Promise<{ type: string; reason?: string; occurredAt?: string }[]> {
  await server.app.server.sequencer.idle();
  const { events } = await operator.ask(
    `query ($id: ID!) { events(first: 100, filter: { userId: $id }) { edges { node { type details { name value } } } } }`,
    { id: userId },
  );
  return events.edges
    .map(({ node }: { node: { type: string; details: { name: string; value: string }[] } }) => ({
      type: node.type,
      ...Object.fromEntries(node.details.map(({ name, value }) => [name, value])),
    }))
    .filter(({ type }: { type: string }) => type.startsWith('OFFLINE'))
    .reverse();
}

test('S7, S11: after one sign-in online at this PC the phone signs its person in without a network; the log hears of it once', async () => {
  const person = await offlinePerson(server, operator);
  await expect(pc.desk.begin(person.username)).rejects.toMatchObject({ refusal: 'NO_GRANT' });
  expect(await offlineUntil(person)).toBeNull();
  expect(await pc.signInOnline(person)).toMatchObject({ signIn: { status: 'SIGNED_IN' } });
  expect(new Date((await offlineUntil(person)) ?? 0).getTime()).toBeGreaterThan(server.clock.now().getTime() + 6 * day);

  expect(await pc.signIn(person)).toMatchObject({ userId: person.userId, username: person.username, keyId: person.keyId });
  pc.ahead = 3_600_000;
  expect(await pc.signIn(person)).toMatchObject({ userId: person.userId });
  expect(await told(person)).toMatchObject([{ type: 'OFFLINE_GRANTED' }]);
  // The hour went by here too: what is yet to come is not told.
  pc.ahead = 0;
  server.clock.advance(3_600_000);
  await pc.sync.run();
  await pc.sync.run();
  const [, first, second, ...more] = await told(person);
  expect([first?.type, second?.type, more]).toEqual(['OFFLINE_SIGNED_IN', 'OFFLINE_SIGNED_IN', []]);
  expect(Date.parse(second?.occurredAt ?? '') - Date.parse(first?.occurredAt ?? '')).toBeGreaterThan(3_500_000);
  const { securityKey } = await operator.ask('query ($id: ID!) { securityKey(id: $id) { lastUsedAt } }', { id: person.keyId });
  expect(securityKey.lastUsedAt).toBe(second?.occurredAt);
});

test.each([
  ['offline login is off', { offlineLogin: false }, {}],
  ['the phone has no prf', {}, { prf: false }],
] as const)('nothing is granted where %s', async (_, settings, device) => {
  const person = await offlinePerson(server, operator, settings, device);
  expect(await pc.signInOnline(person)).toMatchObject({ signIn: { status: 'SIGNED_IN' } });
  expect(await offlineUntil(person)).toBeNull();
  await expect(pc.desk.begin(person.username)).rejects.toMatchObject({ refusal: 'NO_GRANT' });
});

test('a verifier that is none is refused, and nobody is signed in', async () => {
  const person = await offlinePerson(server, operator);
  const browser = server.stranger({ 'x-forwarded-for': '10.9.9.9' });
  const { signInToken, options } = await browser.mutate('beginSignIn', {}, 'signInToken options { challenge rpId }');
  const { nonce } = await browser.mutate('beginSignInAgentDiscovery', { signInToken }, 'nonce');
  await browser.mutate('connectSignInAgent', { signInToken, by: { proof: await pc.agent.proof(nonce) } }, 'signIn { status }');
  const { id, rawId, response } = await person.phone.get(options, { origin: server.app.address });
  const { clientDataJSON, authenticatorData, signature } = response;
  const credential = { id, rawId, authenticatorAttachment: 'cross-platform', response: { clientDataJSON, authenticatorData, signature } };
  const answer = await browser.mutate('finishSignIn', { signInToken, credential, offlineVerifier: 'x' }, 'signIn { status }');
  expect(answer).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['offlineVerifier'] }] });
  expect((await browser.ask('{ viewer { __typename } }')).viewer).toBeNull();
});

test('S7: the key’s PIN is part of what the phone computes, and nothing on the PC tells whether it is right', async () => {
  const person = await offlinePerson(server, operator, { verification: 'PIN' }, { pin: '40921' });
  expect(await pc.signInOnline(person, '40921')).toMatchObject({ signIn: { status: 'SIGNED_IN' } });
  await expect(pc.signIn(person)).rejects.toMatchObject({ refusal: 'CODE_WRONG' });
  await expect(pc.signIn(person, '40922')).rejects.toMatchObject({ refusal: 'CODE_WRONG' });
  expect(await pc.signIn(person, '40921')).toMatchObject({ userId: person.userId });
});

test('S7: a key that is not auditable leaves no trace of its sign-ins, here or on the PC', async () => {
  const person = await offlinePerson(server, operator, { auditable: false });
  // What others left to tell is told first.
  await pc.sync.run();
  const before = await dumpTables(server.database);
  await pc.signInOnline(person);
  const granted = await dumpTables(server.database);
  // That it may sign in offline here is kept; when it did, nowhere.
  const grew = Object.keys(granted).filter((table) => JSON.stringify(granted[table]) !== JSON.stringify(before[table]));
  expect(grew.filter((table) => !['sessions', 'challenges', 'agent_tokens', 'webauthn_credentials'].includes(table))).toEqual(['offline_grants']);
  expect(await pc.signIn(person)).toMatchObject({ userId: person.userId });
  await expect(pc.signIn(person, 'another')).rejects.toMatchObject({ refusal: 'CODE_WRONG' });
  expect(pc.state().journal.waiting).toEqual([]);
  await pc.sync.run();
  const after = await dumpTables(server.database);
  const changed = Object.keys(after).filter((table) => JSON.stringify(after[table]) !== JSON.stringify(granted[table]));
  expect(changed).toEqual(['agent_tokens']);
  expect(await told(person)).toEqual([]);
  expect(server.logged.filter((line) => line.includes(person.keyId))).toEqual([]);
});

test('a grant is renewed each day while there is a line; the same one keeps its count', async () => {
  const person = await offlinePerson(server, operator);
  const own = await newPc();
  await own.signInOnline(person);
  await own.signIn(person);
  await own.sync.run();
  expect(own.state().grants).toMatchObject([{ usesLeft: 19 }]);
  const until = await offlineUntil(person);
  server.clock.advance(day);
  await own.sync.run();
  expect(own.state().grants).toMatchObject([{ usesLeft: 20 }]);
  expect(Date.parse((await offlineUntil(person)) ?? '') - Date.parse(until ?? '')).toBe(day);
  expect(await own.signIn(person)).toMatchObject({ userId: person.userId });
});

test('after twenty uses it is over until the server was heard', async () => {
  const person = await offlinePerson(server, operator);
  const own = await newPc();
  await own.signInOnline(person);
  for (let i = 0; i < 20; i += 1) await own.signIn(person);
  await expect(own.signIn(person)).rejects.toMatchObject({ refusal: 'GRANT_USED_UP' });
  await own.sync.run();
  await expect(own.signIn(person)).rejects.toMatchObject({ refusal: 'GRANT_USED_UP' });
  expect((await told(person)).filter(({ type }) => type === 'OFFLINE_SIGNED_IN')).toHaveLength(20);
  await own.signInOnline(person);
  expect(await own.signIn(person)).toMatchObject({ userId: person.userId });
});

test('a PC that was away for seven days has no grant any more, and its journal still counts', async () => {
  const person = await offlinePerson(server, operator);
  const own = await newPc();
  await own.signInOnline(person);
  own.ahead = 3 * day;
  await own.signIn(person);
  own.ahead = 7 * day;
  await expect(own.signIn(person)).rejects.toMatchObject({ refusal: 'GRANT_EXPIRED' });
  await expect(own.signIn(person)).rejects.toMatchObject({ refusal: 'NO_GRANT' });
  server.clock.advance(7 * day);
  own.ahead = 0;
  await own.sync.run();
  expect(own.state().grants).toEqual([]);
  expect(await told(person)).toMatchObject([
    { type: 'OFFLINE_GRANTED' },
    { type: 'OFFLINE_SIGNED_IN' },
    { type: 'OFFLINE_REFUSED', reason: 'GRANT_EXPIRED' },
  ]);
});

test('what somebody did offline is told although they were deleted meanwhile', async () => {
  const person = await offlinePerson(server, operator);
  const own = await newPc();
  await own.signInOnline(person);
  await own.signIn(person);
  await operator.mutate('deleteUser', { userId: person.userId }, 'userId');
  await own.sync.run();
  expect((await told(person)).map(({ type }) => type)).toEqual(['OFFLINE_GRANTED', 'OFFLINE_SIGNED_IN']);
});

test.each([
  ['the key is suspended', async ({ keyId }: OfflinePerson) => operator.mutate('suspendSecurityKey', { keyId }, 'securityKey { id }')],
  ['the key is reported lost', async ({ keyId }: OfflinePerson) => operator.mutate('reportSecurityKeyLost', { keyId }, 'securityKey { id }')],
  ['the person is suspended', async ({ userId }: OfflinePerson) => operator.mutate('suspendUser', { userId }, 'user { id }')],
  ['the person is deleted', async ({ userId }: OfflinePerson) => operator.mutate('deleteUser', { userId }, 'userId')],
])('the agent hears at once when %s, and drops the grant', async (_, stop) => {
  const person = await offlinePerson(server, operator);
  const own = await newPc();
  await own.signInOnline(person);
  const socket = own.agent.connect();
  const heard = socket.stream('subscription { offlineGrantsChanged { standing } }');
  expect((await heard.next()).value).toEqual({ data: { offlineGrantsChanged: { standing: 1 } } });
  const news = heard.next();
  expect(await stop(person)).not.toHaveProperty('code');
  expect((await news).value).toEqual({ data: { offlineGrantsChanged: { standing: 0 } } });
  await own.sync.run();
  await expect(own.desk.begin(person.username)).rejects.toMatchObject({ refusal: 'NO_GRANT' });
  await socket.close();
});

test('S7: the console is told how long a stopped key can live at a PC that was not reached, and that it is over once it was', async () => {
  const person = await offlinePerson(server, operator);
  const own = await newPc();
  await own.signInOnline(person);
  const until = await offlineUntil(person);
  await operator.mutate('suspendSecurityKey', { keyId: person.keyId }, 'securityKey { id }');
  expect(await offlineUntil(person)).toBe(until);
  // It has no line, so it still goes by what it has.
  expect(await own.signIn(person)).toMatchObject({ userId: person.userId });
  await own.sync.run();
  expect(await offlineUntil(person)).toBeNull();
  await expect(own.desk.begin(person.username)).rejects.toMatchObject({ refusal: 'NO_GRANT' });
  // What it did meanwhile is known all the same.
  expect((await told(person)).map(({ type }) => type)).toEqual(['OFFLINE_GRANTED', 'OFFLINE_SIGNED_IN']);
});

test('an agent hears at once of a sign-in that no event tells of', async () => {
  const person = await offlinePerson(server, operator, { auditable: false });
  const own = await newPc();
  const socket = own.agent.connect();
  const heard = socket.stream('subscription { offlineGrantsChanged { standing } }');
  expect((await heard.next()).value).toEqual({ data: { offlineGrantsChanged: { standing: 0 } } });
  const news = heard.next();
  await own.signInOnline(person);
  expect((await news).value).toEqual({ data: { offlineGrantsChanged: { standing: 1 } } });
  await socket.close();
});

test('an agent that was shut out is told nothing, and what it holds shows until its time is over', async () => {
  const person = await offlinePerson(server, operator);
  const own = await newPc();
  await own.signInOnline(person);
  await operator.mutate('revokeReaderAgent', { agentId: own.agent.id }, 'readerAgent { id }');
  const input = { sealingKey: 'A'.repeat(43), held: [] };
  await expect(own.agent.mutate('syncOfflineGrants', input, 'grants')).rejects.toThrow('AGENT_TOKEN_INVALID');
  expect(await offlineUntil(person)).not.toBeNull();
  server.clock.advance(7 * day);
  expect(await offlineUntil(person)).toBeNull();
});

test('two people at one PC: each has to say who they are, and neither’s phone answers for the other', async () => {
  const own = await newPc();
  const [one, other] = [await offlinePerson(server, operator), await offlinePerson(server, operator)];
  await own.signInOnline(one);
  await own.signInOnline(other);
  await waitFor(() => own.state().grants.length === 2);
  await expect(own.desk.begin(null)).rejects.toMatchObject({ refusal: 'NAME_WANTED' });
  expect(await own.signIn({ ...one, username: one.username.toUpperCase() })).toMatchObject({ userId: one.userId });
  await expect(own.signIn({ ...one, phone: other.phone })).rejects.toMatchObject({ refusal: 'CODE_WRONG' });
});
