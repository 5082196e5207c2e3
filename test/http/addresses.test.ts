import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Limits, networkOf } from '../../src/modules/policy/limits.ts';
import { ApiClient } from '../support/apiClient.ts';
import { startServer, type TestServer } from '../support/server.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:c000:0207', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::', '2001:db8:0:1::/64'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
  ['1::5:6:7:8', '1:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ['acs_01h2xcejqtf2nbrexx3vqjhp41', 'acs_01h2xcejqtf2nbrexx3vqjhp41'],
  ['unknown', 'unknown'],
  ['not:an:address', 'not:an:address'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('more callers than the limits may remember', () => {
  test('new ones are refused, those that are known go on, in each limit by itself', async () => {
    const limits = new Limits({ newcomers: 3 });
    for (const key of ['a', 'b', 'c']) await limits.take('signIn', key);
    for (const key of ['d', 'e', 'd']) {
      await expect(limits.take('signIn', key)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
    }
    for (let tries = 1; tries < 60; tries += 1) await limits.take('signIn', 'a');
    await expect(limits.take('signIn', 'a')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await limits.take('signIn', 'b');
    await limits.take('link', 'd');
  });

  test('it remembers 50,000 in a window', async () => {
    const limits = new Limits();
    for (let i = 0; i < 50_000; i += 1) await limits.take('link', `2001:db8:${(i >> 8).toString(16)}:${(i & 255).toString(16)}::1`);
    await expect(limits.take('link', '2001:db9::1')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await limits.take('link', '2001:db8::2');
  });
});

const status = async (client: ApiClient) => (await client.send('{ serverStatus { rpId } }')).status;

describe.each(['0', '1'])('with %s trusted proxies', (hops) => {
  let server: TestServer;
  let bearer: string;
  beforeAll(async () => {
    server = await startServer({ env: { TRUSTED_PROXY_HOPS: hops } });
    bearer = server.operator.headers.authorization?.slice(7) ?? '';
  });
  afterAll(() => server.stop());

  const asOperator = (headers: Record<string, string>) => new ApiClient(server.app.address, { bearer, headers });

  test('the operator’s token counts from this machine without a proxy', async () => {
    expect(await status(server.operator)).toBe(200);
  });

  test.each([
    { 'x-forwarded-for': '203.0.113.9' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-for': '::1' },
    { 'x-forwarded-for': '203.0.113.9, 127.0.0.1' },
    { 'x-forwarded-for': '' },
    { forwarded: 'for=203.0.113.9' },
    { forwarded: 'for=127.0.0.1' },
  ])('it is nothing with %o', async (headers) => {
    const refused = await asOperator(headers).send('{ serverStatus { rpId } }');
    expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([401, 'SIGN_IN_REQUIRED']);
  });

  test('an API token counts from anywhere', async () => {
    await server.owner();
    const made = await server.operator.mutate('createApiToken', { name: 'script', scopes: ['READ'] }, 'token');
    const script = new ApiClient(server.app.address, { bearer: made.token, headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect((await script.ask('{ viewer { __typename } }')).viewer).toEqual({ __typename: 'ApiToken' });
  });
});

test('an IPv6 network is one caller, and an IPv4 address is itself in any spelling', async () => {
  const server = await startServer({ env: { TRUSTED_PROXY_HOPS: '1' } });
  await server.owner();
  const look = (address: string) => server.stranger({ 'x-forwarded-for': address }).mutate('readTrialMailbox', { token: 'x' }, 'mails { id }');
  for (const [first, other, elsewhere] of [
    [(i: number) => `2001:db8:0:1::${i + 1}`, '2001:db8::1:ffff:0:0:1', '2001:db8:0:2::1'],
    [(i: number) => (i % 2 ? '192.0.2.7' : '::ffff:192.0.2.7'), '::ffff:c000:207', '192.0.2.8'],
  ] as const) {
    for (let i = 0; i < 30; i += 1) expect(await look(first(i))).not.toMatchObject({ code: 'RATE_LIMITED' });
    expect(await look(other)).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await look(elsewhere)).not.toMatchObject({ code: 'RATE_LIMITED' });
  }
  await server.stop();
});
