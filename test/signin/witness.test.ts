import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAgentKey, pairAgent, type TestAgent, type TokenChanges } from '../support/agent.ts';
import type { ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { phoneOverHybrid } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { behindProxy, invite, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { answerSignIn, beginSignIn, toldOf } from '../support/signIns.ts';
import { type Followed, follow } from '../support/streams.ts';
import { dumpTables } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';

// S7, Bluetooth proximity: what this PC's agent hears while somebody signs in there.
let server: TestServer;
let owner: ApiClient;
/** The agent on the PC where people sign in, what it is asked for, and another PC's. */
let agent: TestAgent;
let asked: Followed;
let elsewhere: TestAgent;
const minute = 60_000;

beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  [agent, elsewhere] = [await pairAgent(server, owner), await pairAgent(server, owner)];
  asked = follow(agent.connect().stream('subscription { proximityRequests { nonce expiresAt } }'));
  await waitFor(() => asked.items.length > 0);
});
afterAll(() => server.stop());

interface Request {
  nonce: string;
  expiresAt: string;
}
const requests = (): Request[] => asked.items.at(-1)?.data.proximityRequests ?? [];

const minimum = (minimumProximity: 'CLIENT_CLAIMED' | 'AGENT_OBSERVED') =>
  owner.mutate('updateWorkspace', { minimumProximity }, 'workspace { minimumProximity }');

/** Somebody whose phone has to be near. */
async function person({ auditable = true } = {}) {
  const details = somebody();
  const device = phoneOverHybrid();
  const invited = await invite(server, owner, { smartphone: { bluetoothProximity: true, auditable } }, details);
  device.device.attachment = 'platform';
  await activate(visitor(server), invited.link, device, { onPhone: true });
  device.device.attachment = 'cross-platform';
  return { ...invited, device, username: details.username };
}

/** A page on the agent's PC that has begun a sign-in, and what its agent is asked for. */
async function page(username: string, at = agent) {
  const browser = visitor(server);
  const begun = await beginSignIn(browser, { username });
  await connect(browser, begun.signInToken, at);
  return { browser, begun, signInToken: begun.signInToken as string, finish: (device: Authenticator) => answerSignIn(browser, begun, device) };
}

async function connect(browser: ApiClient, signInToken: string, at: TestAgent): Promise<void> {
  const { nonce } = await browser.mutate('beginSignInAgentDiscovery', { signInToken }, 'nonce');
  const connected = await browser.mutate('connectSignInAgent', { signInToken, by: { proof: await at.proof(nonce) } }, 'signIn { status }');
  expect(connected.signIn).toEqual({ status: 'STARTED' });
}

/** The request of the newest sign-in. */
const newest = async (before: readonly Request[]): Promise<Request> =>
  waitFor(() => requests().find(({ nonce }) => !before.some((old) => old.nonce === nonce)));

/** Somebody's sign-in at the agent's PC, with the request that the agent heard. */
async function listening(username: string) {
  const before = requests();
  const at = await page(username);
  return { ...at, ...(await newest(before)) };
}

const report = async (by: TestAgent, witness: string | Promise<string>) => by.mutate('reportProximity', { witness: await witness }, 'counted');

describe('S7: a phone that the PC’s agent hears', () => {
  test('lets its person in where the organisation demands that, and is what the session and the log say', async () => {
    const { username, userId, device } = await person();
    await minimum('AGENT_OBSERVED');
    const unheard = await listening(username);
    const refused = await unheard.finish(device);
    expect(refused).toMatchObject({ code: 'PROXIMITY_REQUIRED', message: expect.stringMatching(/No phone was heard near this PC\..*Bluetooth/) });

    const { nonce, expiresAt, finish } = await listening(username);
    expect(Date.parse(expiresAt) - server.clock.now().getTime()).toBe(5 * minute);
    expect(await report(agent, agent.witness(nonce))).toMatchObject({ counted: true });
    await waitFor(() => !requests().some((request) => request.nonce === nonce));
    expect(await finish(device)).toMatchObject({ status: 'SIGNED_IN' });
    await minimum('CLIENT_CLAIMED');
    const [session] = await server.database.sql`select proximity, agent_id from sessions where user_id = ${userId}`;
    expect(session).toEqual({ proximity: 'AGENT_OBSERVED', agent_id: agent.id });
  });

  test('counts no longer once five minutes have gone by', async () => {
    const { username } = await person();
    const { nonce, signInToken, browser } = await listening(username);
    server.clock.advance(5 * minute);
    expect(await report(agent, agent.witness(nonce))).toMatchObject({ code: 'WITNESS_LATE' });
    await waitFor(() => requests().length === 0);
    // The sign-in itself goes on: another agent may be connected with it.
    expect(await browser.mutate('beginSignInAgentDiscovery', { signInToken }, 'nonce')).toHaveProperty('nonce');
  });

  test('is no witness of somebody else’s own agent, nor of one that was shut out since', async () => {
    const [{ username, userId, device }, other] = [await person(), await person()];
    const proximities = async () => (await toldOf(server, userId, 'session.started')).map(({ payload }) => payload.proximity);
    await server.database.sql`update reader_agents set kind = 'PERSONAL', user_id = ${other.userId} where id = ${agent.id}`;
    const theirs = await listening(username);
    await report(agent, agent.witness(theirs.nonce));
    expect(await theirs.finish(device)).toMatchObject({ status: 'SIGNED_IN' });
    await server.database.sql`update reader_agents set kind = 'SHARED', user_id = null, revoked_at = null where id = ${agent.id}`;
    const gone = await listening(username);
    await report(agent, agent.witness(gone.nonce));
    await server.database.sql`update reader_agents set revoked_at = now() where id = ${agent.id}`;
    expect(await gone.finish(device)).toMatchObject({ status: 'SIGNED_IN' });
    await server.database.sql`update reader_agents set revoked_at = null where id = ${agent.id}`;
    expect(await proximities()).toEqual(['CLIENT_CLAIMED', 'CLIENT_CLAIMED']);
  });

  test('is not listened for where nobody was named; a name that nobody has is no different from one', async () => {
    const before = requests();
    const browser = visitor(server);
    const { signInToken } = await beginSignIn(browser);
    await connect(browser, signInToken, agent);
    await page('nobody at all');
    await newest(before);
    const [row] = await server.database
      .sql`select count(*) filter (where listen_nonce is null)::int as silent from sign_ins where agent_id = ${agent.id}`;
    expect(row?.silent).toBe(1);
  });

  test('is forgotten where the page goes over to another PC’s agent', async () => {
    const { username, device } = await person();
    const { nonce, browser, signInToken, finish } = await listening(username);
    expect(await report(agent, agent.witness(nonce))).toMatchObject({ counted: true });
    await connect(browser, signInToken, elsewhere);
    await minimum('AGENT_OBSERVED');
    expect(await finish(device)).toMatchObject({ code: 'PROXIMITY_REQUIRED' });
    await minimum('CLIENT_CLAIMED');
  });

  test('is asked for by another node: what stands in the database comes by the next round', async () => {
    const { signInToken } = await beginSignIn(visitor(server), { username: 'somebody' });
    expect(signInToken).toBeTruthy();
    const nonce = 'asked-for-by-another-node';
    await server.database.sql`
      update sign_ins set agent_id = ${agent.id}, listen_nonce = ${nonce} where id = (select max(id) from sign_ins)`;
    await waitFor(() => requests().some((request) => request.nonce === nonce));
    await server.database.sql`delete from sign_ins where listen_nonce = ${nonce}`;
    await waitFor(() => !requests().some((request) => request.nonce === nonce));
  });

  test('is no more listened for once the sign-in is over, however soon that was', async () => {
    const { username, device } = await person();
    const { nonce, finish } = await listening(username);
    expect(await finish(device)).toMatchObject({ status: 'SIGNED_IN' });
    await waitFor(() => !requests().some((request) => request.nonce === nonce));
  });

  test('leaves nothing behind of a sign-in that is not auditable', async () => {
    const { username, device } = await person({ auditable: false });
    await server.app.server.sequencer.idle();
    const events = async () => (await server.database.sql`select count(*)::int as n from events`)[0]?.n;
    const before = await events();
    const { nonce, finish } = await listening(username);
    expect(await report(agent, agent.witness(nonce, { claims: { rssi: -111 } }))).toMatchObject({ counted: true });
    expect(await finish(device)).toMatchObject({ status: 'SIGNED_IN' });
    await server.app.server.sequencer.idle();
    expect(await events()).toBe(before);
    expect(JSON.stringify(await dumpTables(server.database))).not.toContain(nonce);
    expect(server.logged.join('\n')).not.toContain(nonce);
  });
});

describe('witnesses that do not count', () => {
  let username: string;
  let device: Authenticator;
  beforeAll(async () => {
    ({ username, device } = await person());
    await minimum('AGENT_OBSERVED');
  });
  afterAll(() => minimum('CLIENT_CLAIMED'));

  test('replayed: one counts, of many at once and later', async () => {
    const { nonce, finish } = await listening(username);
    const witness = await agent.witness(nonce);
    const socket = agent.connect();
    const results = await Promise.all(Array.from({ length: 10 }, () => socket.mutate('reportProximity', { witness }, 'counted')));
    await socket.close();
    expect(results.filter(({ counted }) => counted)).toHaveLength(1);
    expect(results.filter(({ code }) => code === 'WITNESS_SPENT')).toHaveLength(9);
    expect(await finish(device)).toMatchObject({ status: 'SIGNED_IN' });
    expect(await report(agent, witness)).toMatchObject({ code: 'WITNESS_LATE' });
  });

  test('of another PC’s agent: its own word, and this one’s carried there', async () => {
    const { nonce, finish } = await listening(username);
    expect(await report(elsewhere, elsewhere.witness(nonce))).toMatchObject({ code: 'WITNESS_NOT_ASKED' });
    expect(await report(elsewhere, agent.witness(nonce))).toMatchObject({ code: 'WITNESS_NOT_ASKED' });
    expect(await report(agent, elsewhere.witness(nonce))).toMatchObject({ code: 'WITNESS_NOT_ASKED' });
    expect(await finish(device)).toMatchObject({ code: 'PROXIMITY_REQUIRED' });
  });

  test.each<[string, TokenChanges, string]>([
    ['heard before the sign-in began', { claims: { heardAt: 1 } }, 'WITNESS_LATE'],
    ['heard in time to come', { claims: { heardAt: 4e9 } }, 'WITNESS_LATE'],
    ['of another sign-in', { claims: { nonce: 'another' } }, 'WITNESS_LATE'],
    ['signed by another key', { key: newAgentKey().privateKey }, 'WITNESS_INVALID'],
    ['over a minute old', { later: -61 }, 'WITNESS_INVALID'],
    ['for another server', { claims: { aud: 'https://evil.example' } }, 'WITNESS_INVALID'],
    ['a proof for a page in its place', { header: { typ: 'latchkey-agent-proof+jwt' } }, 'WITNESS_INVALID'],
    ['without a time', { claims: { heardAt: undefined } }, 'WITNESS_INVALID'],
    ['without a signal strength', { claims: { rssi: 'strong' } }, 'WITNESS_INVALID'],
    ['of something that is no phone', { claims: { uuid: '180F' } }, 'WITNESS_INVALID'],
  ])('%s', async (_, changes, code) => {
    const { nonce, finish } = await listening(username);
    expect(await report(agent, agent.witness(nonce, changes))).toMatchObject({ code });
    expect(await finish(device)).toMatchObject({ code: 'PROXIMITY_REQUIRED' });
  });

  test('late: once the sign-in was refused for it, it has to begin anew', async () => {
    const { nonce, finish } = await listening(username);
    expect(await finish(device)).toMatchObject({ code: 'PROXIMITY_REQUIRED' });
    expect(await report(agent, agent.witness(nonce))).toMatchObject({ counted: true });
    expect(await finish(device)).toMatchObject({ code: 'CHALLENGE_SPENT' });
  });
});

test('an agent says whether it has a radio, and the log says when that changes', async () => {
  const radioOf = async () => (await owner.ask('query ($id: ID!) { node(id: $id) { ... on ReaderAgent { radio } } }', { id: agent.id })).node.radio;
  expect(await radioOf()).toBe('NONE');
  for (const radio of ['SIMULATED', 'SIMULATED', 'NONE']) {
    expect((await agent.mutate('reportRadio', { radio }, 'readerAgent { radio }')).readerAgent).toEqual({ radio });
    expect(await radioOf()).toBe(radio);
  }
  await server.app.server.sequencer.idle();
  const rows = await server.database.sql`select canonical from events where type = 'reader_agent.radio_changed' order by number`;
  expect(rows.map(({ canonical }) => JSON.parse(canonical).payload.radio)).toEqual(['SIMULATED', 'NONE']);
});
