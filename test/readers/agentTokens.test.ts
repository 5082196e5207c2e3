import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newAgentKey, pairAgent, type TestAgent, type TokenChanges } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { behindProxy, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow, overSse } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
let agent: TestAgent;
let other: TestAgent;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  [agent, other] = [await pairAgent(server, owner), await pairAgent(server, owner)];
});
afterAll(() => server.stop());

const ask = async (token: string, by: ApiClient = visitor(server)): Promise<Answer> => {
  by.headers.authorization = `Bearer ${token}`;
  return by.send('{ viewer { ... on ReaderAgent { id } } }');
};

const nobody = newAgentKey();
const bad: [string, () => TokenChanges][] = [
  ['signed by another key', () => ({ key: nobody.privateKey })],
  ['signed by another agent’s key', () => ({ key: other.key.privateKey })],
  ['that names another agent as its issuer', () => ({ claims: { iss: other.id } })],
  ['whose kid is another agent', () => ({ header: { kid: other.id } })],
  ['whose kid is nobody', () => ({ header: { kid: 'agt_01h455vb4pex5vsknk084sn02q' } })],
  ['whose kid is another kind of thing', () => ({ header: { kid: 'usr_01h455vb4pex5vsknk084sn02q' } })],
  ['without a kid', () => ({ header: { kid: undefined } })],
  ['for another server', () => ({ claims: { aud: 'https://elsewhere.example' } })],
  ['for this server with a slash more', () => ({ claims: { aud: `${server.app.address}/` } })],
  ['for nobody', () => ({ claims: { aud: undefined } })],
  ['of 61 seconds ago', () => ({ later: -61 })],
  ['of 6 seconds ahead', () => ({ later: 6 })],
  ['that lives for 61 seconds', () => ({ claims: { exp: Math.floor(server.clock.now().getTime() / 1_000) + 61 } })],
  ['that is over', () => ({ claims: { exp: Math.floor(server.clock.now().getTime() / 1_000) - 1 } })],
  ['without an end', () => ({ claims: { exp: undefined } })],
  ['without a beginning', () => ({ claims: { iat: undefined } })],
  ['without a jti', () => ({ claims: { jti: undefined } })],
  ['with an empty jti', () => ({ claims: { jti: '' } })],
  ['with a jti that is too long', () => ({ claims: { jti: 'j'.repeat(101) } })],
  ['with a jti that is no text', () => ({ claims: { jti: 7 } })],
  ['with NUL in its jti', () => ({ claims: { jti: 'a\0b' } })],
  ['of the type for pages', () => ({ header: { typ: 'latchkey-agent-proof+jwt' } })],
  ['of any type', () => ({ header: { typ: 'JWT' } })],
];

describe('a token over HTTP', () => {
  test.each([0, -59, 5])('counts where it was signed %d seconds after the server’s time', async (later) => {
    expect(await ask(await agent.token({ later }))).toMatchObject({ status: 200, data: { viewer: { id: agent.id } } });
  });

  test.each(bad)('is refused %s', async (_, changes) => {
    const { status, data, errors } = await ask(await agent.token(changes()));
    expect({ status, data, codes: errors.map(({ extensions }) => extensions.code) }).toEqual({
      status: 401,
      data: null,
      codes: ['AGENT_TOKEN_INVALID'],
    });
  });

  test('is refused where its signature is left out, or its algorithm is none', async () => {
    const [header = '', payload = '', signature = ''] = (await agent.token()).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'latchkey-agent+jwt', kid: agent.id })).toString('base64url');
    for (const forged of [`${none}.${payload}.${signature}`, `${header}.${payload}.AAAA`]) {
      expect((await ask(forged)).errors.map(({ extensions }) => extensions.code)).toEqual(['AGENT_TOKEN_INVALID']);
    }
  });

  test('counts once: of ten at the same time one', async () => {
    const token = await agent.token();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(token)));
    expect(answers.filter(({ data }) => data?.viewer?.id === agent.id)).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code))).toEqual(Array(9).fill('AGENT_TOKEN_INVALID'));
    // Also when the first one is long over.
    server.clock.advance(55_000);
    expect((await ask(token)).status).toBe(401);
  });

  test('is not spent by a server for which it was not', async () => {
    const token = await agent.token({ later: 6 });
    expect((await ask(token)).status).toBe(401);
    server.clock.advance(10_000);
    expect((await ask(token)).status).toBe(200);
  });

  test('two agents may use the same jti', async () => {
    const jti = 'the-same';
    expect((await ask(await agent.token({ claims: { jti } }))).status).toBe(200);
    expect((await ask(await other.token({ claims: { jti } }))).status).toBe(200);
    expect((await ask(await agent.token({ claims: { jti } }))).status).toBe(401);
  });

  test('opens a stream over Server-Sent Events too, though it counts once', async () => {
    const caller = visitor(server);
    caller.headers.authorization = `Bearer ${await agent.token()}`;
    const stream = follow(overSse(caller, 'subscription { tapJobs { id } }'));
    await waitFor(() => agent.isOnline());
    expect(stream).toMatchObject({ items: [], end: null });
    await stream.stop();
  });

  test('wrong ones are limited by address, and the agent elsewhere goes on', async () => {
    const stranger = visitor(server);
    const statuses = [];
    for (let i = 0; i < 31; i += 1) statuses.push((await ask(await agent.token({ later: -61 }), stranger)).status);
    expect(statuses).toEqual([...Array(30).fill(401), 429]);
    expect((await agent.send('{ viewer { __typename } }')).status).toBe(200);
  });
});

describe('a token over a WebSocket', () => {
  test('opens one connection, which goes on when the token is over', async () => {
    const token = await agent.token();
    const caller = visitor(server);
    caller.headers.authorization = `Bearer ${token}`;
    const socket = caller.socket({ lazy: false });
    const viewers = async () => {
      for await (const { data } of socket.iterate({ query: '{ viewer { ... on ReaderAgent { id } } }' })) return data?.viewer;
    };
    expect(await viewers()).toEqual({ id: agent.id });
    server.clock.advance(3_600_000);
    expect(await viewers()).toEqual({ id: agent.id });
    // It was spent there.
    expect((await ask(token)).status).toBe(401);
  });

  test.each(bad)('is closed with 4403 %s', async (_, changes) => {
    const socket = agent.connect(changes());
    await waitFor(() => socket.closed);
    expect(socket.closed).toBe(4403);
    expect(socket.jobs.items).toEqual([]);
  });

  test('is closed with 4403 when it was used before', async () => {
    const changes = { claims: { jti: 'used-before' } };
    expect((await ask(await agent.token(changes))).status).toBe(200);
    const socket = agent.connect(changes);
    await waitFor(() => socket.closed);
    expect(socket.closed).toBe(4403);
  });
});

test('what agents say is limited by agent', async () => {
  const busy = await pairAgent(server, owner);
  // Counted by the minute of the machine's own clock: the limits know no other.
  const { limits } = server.app.server;
  for (let i = 0; i < 599; i += 1) await limits.take('agent', busy.id);
  expect((await busy.send('{ viewer { __typename } }')).status).toBe(200);
  const limited = await busy.send('{ viewer { __typename } }');
  expect(limited).toMatchObject({ status: 429, errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  // Nothing is written for one that says too much, nor is it shut out: it is told to come again.
  const socket = busy.connect();
  await waitFor(() => socket.closed);
  expect(socket.closed).toBe(1013);
  expect(await server.database.sql`select count(*)::int as spent from agent_tokens where agent_id = ${busy.id}`).toEqual([{ spent: 1 }]);
  expect((await agent.send('{ viewer { __typename } }')).status).toBe(200);
});

test('no token is logged', async () => {
  const token = await agent.token();
  await ask(token);
  await ask(token);
  const [, payload = '', signature = ''] = token.split('.');
  const all = JSON.stringify(server.logged);
  for (const part of [payload, signature]) expect(all).not.toContain(part);
});
