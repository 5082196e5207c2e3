import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as jose from 'jose';
import * as client from 'openid-client';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../demo/freePorts.ts';
import { compose, type Latchkey } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { sweep } from '../../src/sweeper.ts';
import { ApiClient } from '../support/apiClient.ts';
import { signIn } from '../support/people.ts';
import { addApplication, behindProxy, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { applicationFor, ask, enter, type Member, member, type RelyingParty, redeem, visit } from './relyingParty.ts';

const secret = 'a secret that both nodes know: of more than 32 characters';
const day = 24 * 3_600_000;

let first: TestServer;
let second: Latchkey;
let secondAddress: string;
let dataDir: string;
let person: Member;
let party: RelyingParty;
beforeAll(async () => {
  first = await startServer({ env: { ...behindProxy, LATCHKEY_SECRET: secret } });
  // Another node on the same database, known by the same public address.
  dataDir = await mkdtemp(join(tmpdir(), 'latchkey-node-'));
  const port = await freePort();
  const env = { PORT: String(port), DATA_DIR: dataDir, LATCHKEY_SECRET: secret, PUBLIC_URL: first.app.address };
  const log = pino({ level: 'silent' });
  second = await compose(readConfig(env), { clock: first.clock, log, connection: first.database.connection });
  secondAddress = `http://localhost:${port}`;
  const { owner } = await first.owner();
  person = await member(first, owner);
  party = await applicationFor(first, first.operator, person);
});
afterAll(async () => {
  await second?.stop();
  await first?.stop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

/** The same address at the other node. */
const atSecond = (url: string | URL): string => String(url).replace(first.app.address, secondAddress);

test('each step of a sign-in may come to another node', async () => {
  const browser = visitor(first);
  const asked = await ask(party);
  // Begun here.
  const { url } = await visit(browser, asked.url);
  await signIn(browser, person.key);
  // The other node sends it on, to the public address, where it is finished.
  const other = new ApiClient(secondAddress);
  other.cookies = browser.cookies;
  const sentOn = await other.open(`/oidc/interaction/${url.searchParams.get('interaction')}`);
  const next = sentOn.headers.get('location') ?? '';
  expect(next).toMatch(new RegExp(`^${first.app.address}/oidc/authorize/`));
  const { url: back } = await visit(browser, next);
  // The code, the refresh token and the claims are the other node’s business.
  const { config } = party;
  config[client.customFetch] = (address, options) => fetch(atSecond(address), options as RequestInit);
  const tokens = await redeem(party, asked, back);
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  config[client.customFetch] = (address, options) => fetch(address, options as RequestInit);
  expect(await client.fetchUserInfo(config, renewed.access_token, person.userId)).toMatchObject({ email: person.email });
  expect(tokens.claims()?.iss).toBe(`${first.app.address}/oidc`);
});

const publishedAt = async (address: string): Promise<string[]> => {
  const { keys } = (await (await fetch(`${address}/oidc/jwks`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};
const kidOf = ({ id_token = '' }: { id_token?: string }) => jose.decodeProtectedHeader(id_token).kid ?? '';

test('new signing keys sign at once on every node, and the old ones stay published for a day', async () => {
  const old = await publishedAt(secondAddress);
  const before = await enter(person.browser, party);
  expect(old).toContain(kidOf(before));

  const { signingKeys } = await first.operator.mutate('rotateSigningKeys', null, 'signingKeys { kid algorithm retiredAt }');
  const signing = signingKeys.filter(({ retiredAt }: { retiredAt: string | null }) => retiredAt === null);
  expect(signing.map(({ algorithm }: { algorithm: string }) => algorithm).sort()).toEqual(['ES256', 'RS256']);
  const now = await publishedAt(secondAddress);
  expect(now).toHaveLength(4);
  expect(now).toEqual(expect.arrayContaining(old));
  // What was signed before verifies still, and what is signed now goes by the new key.
  const keys = jose.createRemoteJWKSet(new URL(`${secondAddress}/oidc/jwks`));
  await jose.jwtVerify(before.id_token ?? '', keys, { issuer: `${first.app.address}/oidc`, audience: party.id });
  const after = await enter(person.browser, party);
  expect(signing.map(({ kid }: { kid: string }) => kid)).toContain(kidOf(after));
  expect(kidOf(after)).not.toBe(kidOf(before));

  first.clock.advance(day + 1_000);
  await sweep(first.app.server);
  expect((await publishedAt(first.app.address)).sort()).toEqual(signing.map(({ kid }: { kid: string }) => kid).sort());
});

test('keys of 90 days are renewed by themselves, once however many nodes look', async () => {
  const old = await publishedAt(first.app.address);
  first.clock.advance(91 * day);
  await Promise.all([sweep(first.app.server), sweep(second.server)]);
  const now = await publishedAt(first.app.address);
  expect(now).toHaveLength(4);
  expect(now).toEqual(expect.arrayContaining(old));
});

test('behind a proxy with TLS, everything is told as https, and cookies are secure', async () => {
  const port = await freePort();
  const server = await startServer({ env: { PUBLIC_URL: 'https://keys.example.org', PORT: String(port) } });
  try {
    const { authorization = '' } = server.operator.headers;
    const operator = new ApiClient(`http://localhost:${port}`, { headers: { authorization } });
    await operator.mutate('createWorkspace', { name: 'Proxied' }, 'workspace { id }');
    const application = await addApplication(operator);
    const discovered = await (await operator.open('/oidc/.well-known/openid-configuration')).json();
    expect(discovered).toMatchObject({ issuer: 'https://keys.example.org/oidc', token_endpoint: 'https://keys.example.org/oidc/token' });
    const asked = new URLSearchParams({
      client_id: application.id,
      redirect_uri: 'http://localhost:3000/callback',
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    const sent = await operator.open(`/oidc/authorize?${asked}`);
    expect(sent.headers.get('location')).toMatch(/^\/oidc\/interaction\//);
    const cookies = sent.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/(?=.*; secure)(?=.*; httponly)(?=.*; samesite=lax)/i);
  } finally {
    await server.stop();
  }
});
