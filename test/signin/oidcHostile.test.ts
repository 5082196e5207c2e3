import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../src/sweeper.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { signIn } from '../support/people.ts';
import { addApplication, addGroup, behindProxy, type TestApplication, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { dumpTables } from '../support/tables.ts';
import { ask, callback, enter, letIn, type Member, member, type RelyingParty, redeem, relyingParty, visit } from './relyingParty.ts';

let server: TestServer;
let owner: ApiClient;
let person: Member;
let application: TestApplication;
let party: RelyingParty;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  person = await member(server, owner);
  application = await addApplication(owner);
  await letIn(owner, application.id, [person.groupId]);
  party = await relyingParty(server, application);
});
afterAll(() => server.stop());

/** Asks the token endpoint with the application’s secret. */
async function token(body: Record<string, string>, { id, secret } = application): Promise<{ status: number; error?: string }> {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const response = await fetch(`${server.app.address}/oidc/token`, { method: 'POST', headers: { authorization }, body: new URLSearchParams(body) });
  return { status: response.status, ...((await response.json()) as object) };
}

/** A code for the person, and what it takes to redeem it. */
async function freshCode(): Promise<{ grant_type: string; code: string; code_verifier: string; redirect_uri: string }> {
  const asked = await ask(party);
  const { url } = await visit(person.browser, asked.url);
  return { grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '', code_verifier: asked.verifier, redirect_uri: callback };
}

describe('where a browser is sent back to', () => {
  test.each([
    'https://evil.example/callback',
    'http://localhost:3000/callback/',
    'http://localhost:3000/callback?next=evil',
    'http://localhost:3000/callback#x',
    'http://localhost:3001/callback',
    'http://LOCALHOST:3000/callback',
    'http://localhost:3000/../callback',
    'http://localhost:3000@evil.example/callback',
  ])('%s is not registered: a page says so, and no redirect follows', async (redirect_uri) => {
    const { url, response } = await visit(person.browser, (await ask(party, { redirect_uri })).url);
    expect(url.pathname).toBe('/oidc/authorize');
    expect(response?.status).toBe(400);
    expect(await response?.text()).toContain('not registered for it');
  });

  test.each([
    ['http://app.example/callback', 'ADDRESS_INVALID'],
    ['https://*.example/callback', 'ADDRESS_INVALID'],
    ['https://app.example/callback#fragment', 'ADDRESS_INVALID'],
    ['https://user:secret@app.example/', 'ADDRESS_INVALID'],
    ['javascript:alert(1)', 'ADDRESS_INVALID'],
    ['com.example.app:/callback', 'ADDRESS_INVALID'],
    ['/callback', 'ADDRESS_INVALID'],
    [`https://app.example/${'x'.repeat(1_000)}`, 'ADDRESS_INVALID'],
  ])('%s cannot be registered', async (address, code) => {
    const refused = await owner.mutate('createApplication', { name: 'Wiki', type: 'PUBLIC', redirectUris: [address] }, 'application { id }');
    expect(refused).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['redirectUris', '0'], code }] });
  });

  test('an application has an address, and a group once', async () => {
    expect(await owner.mutate('createApplication', { name: 'Wiki', type: 'PUBLIC', redirectUris: [] }, 'application { id }')).toMatchObject({
      issues: [{ path: ['redirectUris'], code: 'REQUIRED' }],
    });
    const twice = [person.groupId, person.groupId].map((groupId) => ({ groupId, claims: [] }));
    expect(await owner.mutate('setApplicationGroups', { applicationId: application.id, groups: twice }, 'application { id }')).toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

describe('codes', () => {
  test('a code that is used twice takes with it what came of it', async () => {
    const body = await freshCode();
    const first = (await token(body)) as unknown as { status: number; access_token: string; refresh_token: string };
    expect(first.status).toBe(200);
    expect(await token(body)).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect(await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token })).toMatchObject({ error: 'invalid_grant' });
  });

  test('of ten at once with one code, one gets tokens', async () => {
    const body = await freshCode();
    const answers = await Promise.all(Array.from({ length: 10 }, () => token(body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.flatMap(({ error }) => error ?? []))).toEqual(new Set(['invalid_grant']));
  });

  test('a code of over a minute is none', async () => {
    const body = await freshCode();
    server.clock.advance(61_000);
    expect(await token(body)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  test.each([
    ['another verifier', { code_verifier: client.randomPKCECodeVerifier() }, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 'invalid_grant'],
    ['another address', { redirect_uri: 'http://localhost:3000/other' }, 'invalid_grant'],
  ])('with %s it is refused', async (_, change, error) => {
    expect(await token({ ...(await freshCode()), ...change })).toMatchObject({ error });
  });

  test('another application cannot redeem it, nor can anybody with a wrong secret', async () => {
    const other = await addApplication(server.operator);
    const body = await freshCode();
    expect(await token(body, other)).toMatchObject({ error: 'invalid_grant' });
    expect(await token(body, { ...application, secret: 'lkc_wrong' })).toMatchObject({ status: 401, error: 'invalid_client' });
    expect(await token(body, { id: 'app_01h455vb4pex5vsknk084sn02q', secret: 'x' })).toMatchObject({ status: 401, error: 'invalid_client' });
  });

  test('a secret that was replaced is nothing any more', async () => {
    const before = await addApplication(server.operator);
    const rotated = await server.operator.mutate('rotateApplicationSecret', { applicationId: before.id }, 'clientSecret');
    const body = { grant_type: 'refresh_token', refresh_token: 'x' };
    expect(await token(body, before)).toMatchObject({ status: 401, error: 'invalid_client' });
    expect(await token(body, { id: before.id, secret: rotated.clientSecret })).toMatchObject({ status: 400, error: 'invalid_grant' });
  });
});

describe('requests that are less than the protocol asks for', () => {
  const without = (url: URL, name: string) => {
    const copy = new URL(url);
    copy.searchParams.delete(name);
    return copy;
  };
  const answerTo = async (url: URL) => (await visit(person.browser, url)).url.searchParams;

  test('without PKCE there is no code', async () => {
    const { url } = await ask(party);
    expect((await answerTo(without(url, 'code_challenge'))).get('error')).toBe('invalid_request');
    expect((await answerTo(without(without(url, 'code_challenge'), 'code_challenge_method'))).get('error')).toBe('invalid_request');
    url.searchParams.set('code_challenge_method', 'plain');
    expect((await answerTo(url)).get('error')).toBe('invalid_request');
  });

  test.each(['token', 'id_token', 'code id_token', 'none'])('response_type=%s gives nothing away', async (response_type) => {
    const { url } = await visit(person.browser, (await ask(party, { response_type })).url);
    const answer = new URLSearchParams(url.hash ? url.hash.slice(1) : url.search);
    expect(answer.get('error')).toBe('unsupported_response_type');
    expect(answer.has('code')).toBe(false);
  });

  test('a body that is too large is refused', async () => {
    expect(await token({ grant_type: 'refresh_token', refresh_token: 'x'.repeat(100_000) })).toMatchObject({ status: 400, error: 'invalid_request' });
  });
});

describe('people and browsers', () => {
  test('a sign-in that another browser began leads nowhere', async () => {
    const { url } = await visit(visitor(server), (await ask(party)).url);
    const response = await person.browser.open(`/oidc/interaction/${url.searchParams.get('interaction')}`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('begun in another browser');
  });

  test('one that took too long is over', async () => {
    const browser = visitor(server);
    const { url } = await visit(browser, (await ask(party)).url);
    server.clock.advance(16 * 60_000);
    await signIn(browser, person.key);
    expect((await browser.open(`/oidc/interaction/${url.searchParams.get('interaction')}`)).status).toBe(404);
    await signIn(person.browser, person.key);
  });

  test('who is in none of its groups is sent back, with the reason, and the log tells', async () => {
    const outsider = await member(server, owner);
    const asked = await ask(party);
    const { url } = await visit(outsider.browser, asked.url);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ error: 'access_denied', state: asked.state });
    expect(url.searchParams.get('error_description')).toContain('groups');
    await server.app.server.sequencer.idle();
    const { events } = await server.operator.ask(
      'query ($userId: ID!) { events(filter: { types: [APPLICATION_REFUSED], userId: $userId }, first: 5) { edges { node { details { name value } } } } }',
      { userId: outsider.userId },
    );
    expect(events.edges).toMatchObject([{ node: { details: expect.arrayContaining([{ name: 'reason', value: 'NOT_IN_GROUP' }]) } }]);
  });

  test('nobody is in an application that has no groups', async () => {
    const empty = await relyingParty(server, await addApplication(server.operator));
    const { url } = await visit(person.browser, (await ask(empty)).url);
    expect(url.searchParams.get('error')).toBe('access_denied');
  });
});

describe('in mid-session', () => {
  interface Inside extends Member {
    party: RelyingParty;
    applicationId: string;
    tokens: client.TokenEndpointResponse;
  }
  const inside = async (): Promise<Inside> => {
    const somebody = await member(server, owner);
    const made = await addApplication(server.operator);
    await letIn(server.operator, made.id, [somebody.groupId]);
    const theirs = await relyingParty(server, made);
    const tokens = await enter(somebody.browser, theirs);
    // It works until something happens.
    await client.fetchUserInfo(theirs.config, tokens.access_token, somebody.userId);
    return { ...somebody, party: theirs, applicationId: made.id, tokens };
  };

  const endings: Record<string, (who: Inside) => Promise<unknown>> = {
    'its groups are taken from the application': ({ applicationId }) => letIn(server.operator, applicationId, []),
    'the person leaves the group': ({ userId }) => server.operator.mutate('setUserGroups', { userId, groupIds: [] }, 'user { id }'),
    'the group is deleted': ({ groupId }) => server.operator.mutate('deleteGroup', { groupId }, 'groupId'),
    'the person is suspended': ({ userId }) => server.operator.mutate('suspendUser', { userId }, 'user { id }'),
    'the key is reported lost': ({ keyId }) => server.operator.mutate('reportSecurityKeyLost', { keyId }, 'securityKey { id }'),
    'the key is suspended': ({ keyId }) => server.operator.mutate('suspendSecurityKey', { keyId }, 'securityKey { id }'),
    'the person signs out': ({ browser }) => browser.mutate('signOut', null, '__typename'),
    'the application is deleted': ({ applicationId }) => server.operator.mutate('deleteApplication', { applicationId }, 'applicationId'),
  };

  test.each(Object.entries(endings))('%s: tokens and claims stop at once', async (_, happens) => {
    const who = await inside();
    expect((await happens(who)) ?? {}).not.toHaveProperty('code');
    const { party: theirs, tokens, userId } = who;
    await expect(client.fetchUserInfo(theirs.config, tokens.access_token, userId)).rejects.toMatchObject({ status: 401 });
    const refreshed = client.refreshTokenGrant(theirs.config, tokens.refresh_token ?? '');
    await expect(refreshed).rejects.toMatchObject(happens === endings['the application is deleted'] ? { status: 401 } : { error: 'invalid_grant' });
  });

  test('a code that is on its way when the group goes gives nothing', async () => {
    const who = await inside();
    const asked = await ask(who.party);
    const { url } = await visit(who.browser, asked.url);
    await letIn(server.operator, who.applicationId, []);
    await expect(redeem(who.party, asked, url)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('a token that the application gives back is over', async () => {
    const { party: theirs, tokens, userId } = await inside();
    await client.tokenRevocation(theirs.config, tokens.access_token);
    await expect(client.fetchUserInfo(theirs.config, tokens.access_token, userId)).rejects.toMatchObject({ status: 401 });
  });
});

test('S7: auditable off, an application leaves no trace of who was in it', async () => {
  const device = phone();
  const somebody = await member(server, owner, { smartphone: { auditable: false } }, device);
  const made = await addApplication(server.operator);
  await letIn(server.operator, made.id, [somebody.groupId]);
  const theirs = await relyingParty(server, made);
  await server.app.server.sequencer.idle();
  const before = new Set(Object.values(await dumpTables(server.database)).flat());
  const logged = server.logged.length;

  const tokens = await enter(somebody.browser, theirs);
  await client.refreshTokenGrant(theirs.config, tokens.refresh_token ?? '');
  await letIn(server.operator, made.id, []);
  // Refused once, too.
  await visit(somebody.browser, (await ask(theirs)).url);
  await somebody.browser.mutate('signOut', null, '__typename');
  await sweep(server.app.server);
  await server.app.server.sequencer.idle();

  const rows = Object.entries(await dumpTables(server.database)).flatMap(([table, all]) =>
    all.filter((row) => !before.has(row)).map((row) => `${table}: ${row}`),
  );
  const told = [...rows, ...server.logged.slice(logged)].filter((line) =>
    [somebody.userId, somebody.keyId, 'ses_'].some((trace) => line.includes(trace)),
  );
  expect(told).toEqual([]);
  expect(rows.filter((row) => row.startsWith('oidc_artifacts'))).toEqual([]);
});

test('what is kept and logged holds no code, no token, no secret, and nothing that a sign-in under way goes on by', async () => {
  const waiting = visitor(server);
  const interaction = (await visit(waiting, (await ask(party)).url)).url.searchParams.get('interaction');
  const asked = await ask(party);
  const { url } = await visit(person.browser, asked.url);
  const tokens = await redeem(party, asked, url);
  const cookies = [person, { browser: waiting }].flatMap(({ browser }) =>
    [...browser.cookies].filter(([name]) => name.includes('oidc')).map(([, value]) => value),
  );
  const secrets = [
    interaction,
    url.searchParams.get('code'),
    tokens.access_token,
    tokens.refresh_token,
    tokens.id_token,
    application.secret,
    ...cookies,
  ];
  const kept = `${JSON.stringify(await dumpTables(server.database))}${server.logged.join('')}`;
  expect(cookies.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(kept).not.toContain(secret);
});

describe('another organisation', () => {
  test('has an issuer of its own, and neither’s applications or people are the other’s', async () => {
    const { workspace } = await server.operator.mutate('createWorkspace', { name: 'Other' }, 'workspace { id }');
    const theirs = server.bearer(server.operator.headers.authorization?.replace('Bearer ', '') ?? '');
    theirs.headers['x-latchkey-workspace'] = workspace.id;
    const made = await addApplication(theirs);
    await letIn(theirs, made.id, [await addGroup(theirs, 'Theirs')]);
    const path = `/oidc/${workspace.id}`;
    const other = await relyingParty(server, made, { path });
    expect(other.config.serverMetadata()).toMatchObject({
      issuer: `${server.app.address}${path}`,
      token_endpoint: `${server.app.address}${path}/token`,
    });
    // Who is signed in to the first one is nobody here.
    expect((await visit(person.browser, (await ask(other)).url)).url.pathname).toBe('/sign-in');
    const here = await relyingParty(server, made);
    const { response } = await visit(person.browser, (await ask(here)).url);
    expect(response?.status).toBe(400);
    expect(await token({ grant_type: 'refresh_token', refresh_token: 'x' }, made)).toMatchObject({ status: 401, error: 'invalid_client' });
    // They sign by keys of their own.
    const kids = await Promise.all(
      ['/oidc', path].map(async (at) => {
        const { keys } = (await (await fetch(`${server.app.address}${at}/jwks`)).json()) as { keys: { kid: string; d?: string }[] };
        expect(keys.every((key) => !('d' in key))).toBe(true);
        return keys.map(({ kid }) => kid);
      }),
    );
    expect(new Set(kids.flat()).size).toBe(4);
  });
});

describe('people who only ask', () => {
  test.each(['/authorize', '/sign-out'])('whoever asks for too much at %s has to wait, however it is spelt', async (path) => {
    const headers = { 'x-forwarded-for': visitor(server).headers['x-forwarded-for'] ?? '' };
    const { search } = (await ask(party)).url;
    const spellings = [path, path.toUpperCase(), `${path}/`];
    const statuses = await Promise.all(
      Array.from(
        { length: 130 },
        async (_, i) => (await fetch(`${server.app.address}/oidc${spellings[i % 3]}${search}`, { headers, redirect: 'manual' })).status,
      ),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect(statuses).not.toContain(404);
  });

  test.each(['/oidc/authorize#', '/oidc/authorize\\#', '/oidc/sign-out#x'])('%s is no address, though it can be read as one', async (path) => {
    const { port } = new URL(server.app.address);
    const [response] = (await once(get({ host: '127.0.0.1', port, path }), 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(404);
  });

  test('what a request to sign out leaves behind is gone in minutes, and what one with its cookie leaves is nothing', async () => {
    const sessions = async () => ((await dumpTables(server.database)).oidc_artifacts ?? []).filter((row) => JSON.parse(row).model === 'Session');
    await sweep(server.app.server);
    const before = await sessions();
    const browser = visitor(server);
    expect((await browser.open('/oidc/sign-out')).status).toBe(200);
    expect(await sessions()).toHaveLength(before.length + 1);
    server.clock.advance(11 * 60_000);
    await sweep(server.app.server);
    expect(before).toEqual(expect.arrayContaining(await sessions()));
    const left = await sessions();
    expect((await browser.open('/oidc/sign-out/confirm', { method: 'POST' })).status).toBe(400);
    expect(await sessions()).toEqual(left);
  });
});
