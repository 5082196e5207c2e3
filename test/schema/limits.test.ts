import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { hardwareKey } from '../support/devices.ts';
import { beginRegistration, setUp, tokenOf } from '../support/people.ts';
import { behindProxy, invite, scriptWith, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { endCodes, follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

/** How many calls pass before the first that is RATE_LIMITED; and that one. */
async function untilLimited(call: () => Promise<Answer['data']>, atMost = 100): Promise<{ passed: number; limited: Answer['data'] }> {
  for (let passed = 0; passed < atMost; passed += 1) {
    const answer = await call();
    if (codeOf(answer) === 'RATE_LIMITED') return { passed, limited: answer };
  }
  throw new Error(`${atMost} calls passed`);
}
const codeOf = (answer: Answer['data']): string | undefined => answer.code ?? answer.errors?.[0]?.extensions.code;

const preview = (by: ApiClient) => by.send('query { activationPreview(token: "x") { id } }');
const open = (by: ApiClient, token = 'x') => by.mutate('openActivation', { token }, 'activation { id }');
const begin = (by: ApiClient) => by.mutate('beginSignIn', {}, 'options { challenge }');
const inTime = { retryAfterSeconds: expect.toSatisfy((seconds: number) => Number.isInteger(seconds) && seconds >= 1 && seconds <= 60) };

describe('by address, in a minute', () => {
  let server: TestServer;
  let owner: ApiClient;
  beforeAll(async () => {
    server = await startServer();
    ({ owner } = await server.owner());
  });
  afterAll(() => server.stop());
  // Without a proxy that is trusted, what this header says counts for nothing.
  let claims = 0;
  const stranger = () => {
    claims += 1;
    return server.stranger({
      'x-forwarded-for': `192.0.2.${claims % 250}`,
      forwarded: `for=192.0.2.${claims % 250}`,
      'x-real-ip': `192.0.2.${claims % 250}`,
    });
  };

  test('60 looks at links and openings together; then 429 with when to come back', async () => {
    for (let i = 0; i < 10; i += 1) expect(codeOf(await open(stranger()))).toBe('LINK_UNKNOWN');
    const { passed, limited } = await untilLimited(() => preview(stranger()));
    expect(passed).toBe(50);
    expect(limited.status).toBe(429);
    expect(limited.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', ...inTime });
    expect(await open(stranger())).toMatchObject({ __typename: 'RateLimitedError', code: 'RATE_LIMITED', ...inTime });
    // Over a WebSocket the same limit counts.
    const stream = follow(stranger().subscribe('subscription { activationChanged(token: "x") { id } }'));
    await waitFor(() => stream.end ?? stream.items.length);
    expect(endCodes(stream)).toEqual(['RATE_LIMITED']);
  });

  test('an opening counts once, whether the link works or not', async () => {
    const own = await startServer();
    const { owner } = await own.owner();
    const { link } = await invite(own, owner);
    const { passed } = await untilLimited(() => open(own.stranger(), tokenOf(link)));
    expect(passed).toBe(60);
    await own.stop();
  });

  test('10 setups, of which the owner’s own was one', async () => {
    const attempt = () => setUp(stranger(), `${server.app.address}/setup#${'x'.repeat(43)}`, hardwareKey());
    const { passed, limited } = await untilLimited(attempt);
    expect(passed).toBe(9);
    expect(limited).toMatchObject({ __typename: 'RateLimitedError', ...inTime });
  });

  test('30 looks into the trial mailbox; the operator’s are not counted', async () => {
    const look = (by: ApiClient) => by.mutate('readTrialMailbox', { token: 'x' }, 'mails { id }');
    const { passed, limited } = await untilLimited(() => look(stranger()));
    expect(passed).toBe(30);
    expect(limited).toMatchObject({ __typename: 'RateLimitedError', ...inTime });
    expect(await look(server.operator)).toHaveProperty('mails');
  });

  test('60 answers to sign-ins, and 120 sign-ins that are begun: an office may have one address', async () => {
    const { signInToken } = await stranger().mutate('beginSignIn', {}, 'signInToken');
    const answers = await untilLimited(() => stranger().mutate('enterSignInPin', { signInToken, pin: '2749' }, 'signIn { status }'));
    expect(answers.passed).toBe(60);
    const { passed, limited } = await untilLimited(() => begin(stranger()), 200);
    expect(passed).toBe(119);
    expect(limited).toMatchObject({ __typename: 'RateLimitedError', ...inTime });
  });

  test('30 bad tokens; a good one from the same address goes on', async () => {
    const { script } = await scriptWith(server, owner, ['READ']);
    let tries = 0;
    const { passed, limited } = await untilLimited(() => server.bearer(`${tries++ % 2 ? 'lk_' : ''}wrong`).send('{ setupOpen }'));
    expect(passed).toBe(30);
    expect([limited.status, limited.data]).toEqual([429, null]);
    expect(limited.errors[0].extensions).toMatchObject(inTime);
    expect((await script.send('{ viewer { __typename } }')).data).toEqual({ viewer: { __typename: 'ApiToken' } });
    expect((await server.operator.send('{ serverStatus { rpId } }')).data).toEqual({ serverStatus: { rpId: 'localhost' } });
  });

  test('one limit is in no other’s way: the owner, at the same address, works on', async () => {
    expect(await owner.mutate('startUserWizard', {}, 'wizard { status }')).toMatchObject({ wizard: { status: 'OPEN' } });
  });
});

describe('behind a trusted proxy', () => {
  test('each address has its own limit, as the proxy wrote it', async () => {
    const server = await startServer({ env: behindProxy });
    await server.owner();
    for (let i = 0; i < 70; i += 1) expect(codeOf(await preview(visitor(server)))).toBe('LINK_UNKNOWN');
    // What the client claims stands before what the proxy wrote.
    let claims = 0;
    const same = () => server.stranger({ 'x-forwarded-for': `192.0.2.${++claims}, 198.51.100.7` });
    const { passed } = await untilLimited(() => preview(same()));
    expect(passed).toBe(60);
    await server.stop();
  });

  test('two proxies: the address is the last but one', async () => {
    const server = await startServer({ env: { TRUSTED_PROXY_HOPS: '2' } });
    let claims = 0;
    const same = () => server.stranger({ 'x-forwarded-for': `192.0.2.${++claims}, 198.51.100.7, 10.0.0.1` });
    expect((await untilLimited(() => preview(same()))).passed).toBe(60);
    const other = server.stranger({ 'x-forwarded-for': '198.51.100.8, 10.0.0.1' });
    expect(codeOf(await preview(other))).toBe('LINK_UNKNOWN');
    await server.stop();
  });

  test('an activation’s ceremonies are counted by its session: 30, and opening the link again starts anew', async () => {
    const server = await startServer({ env: behindProxy });
    const { owner } = await server.owner();
    const { link } = await invite(server, owner);
    const browser = visitor(server);
    await open(browser, tokenOf(link));
    const { passed, limited } = await untilLimited(() => beginRegistration(browser));
    expect(passed).toBe(30);
    expect(limited).toMatchObject({ __typename: 'RateLimitedError', ...inTime });
    await open(browser, tokenOf(link));
    expect(await beginRegistration(browser)).toHaveProperty('options');
    await server.stop();
  });
});

describe('the cost of an operation', () => {
  let server: TestServer;
  let owner: ApiClient;
  beforeAll(async () => {
    server = await startServer();
    ({ owner } = await server.owner());
  });
  afterAll(() => server.stop());

  const page = (first: number) => `{ users(first: ${first}) { totalCount edges { cursor node { id displayName email status groups { id name }
    securityKeys { id kind status enrolment { id status expiresAt mail { status } } } } } } }`;

  test('a page of 200 people with their groups, keys and enrolments fits', async () => {
    expect((await owner.send(page(200))).errors).toEqual([]);
  });

  test.each([
    ['pages within pages', '{ users(first: 200) { edges { node { groups { members(first: 200) { edges { node { id } } } } } } } }'],
    ['by last', '{ groups(last: 200, before: "x") { edges { node { members(last: 200) { edges { node { id email } } } } } } }'],
    ['without a size', '{ users { edges { node { groups { members { edges { node { groups { id } } } } } } } } }'],
    ['the same page twenty times', `{ ${Array.from({ length: 20 }, (_, i) => `p${i}: ${page(200).slice(1, -1)}`).join(' ')} }`],
  ])('%s does not', async (_, query) => {
    const refused = await owner.send(query);
    expect(refused.data).toBeNull();
    expect(codeOf(refused)).toBe('QUERY_TOO_LARGE');
  });

  test('a size by variable counts as much', async () => {
    const query = 'query ($n: Int) { users(first: $n) { edges { node { groups { members(first: $n) { edges { node { id } } } } } } } }';
    expect(codeOf(await owner.send(query, { n: 200 }))).toBe('QUERY_TOO_LARGE');
    expect((await owner.send(query, { n: 10 })).errors).toEqual([]);
  });
});
