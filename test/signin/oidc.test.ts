import * as jose from 'jose';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acrOf } from '../../src/modules/signin/oidc/claims.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { signIn } from '../support/people.ts';
import { addApplication, behindProxy, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { applicationFor, ask, enter, letIn, type Member, member, type RelyingParty, redeem, relyingParty, visit } from './relyingParty.ts';

let server: TestServer;
let owner: ApiClient;
let person: Member;
let party: RelyingParty;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  person = await member(server, owner);
  party = await applicationFor(server, server.operator, person);
});
afterAll(() => server.stop());

const eventsOf = async (type: string, userId: string) => {
  await server.app.server.sequencer.idle();
  const { events } = await owner.ask(
    'query ($types: [EventType!]!, $userId: ID!) { events(filter: { types: $types, userId: $userId }, first: 100) { edges { node { application { id } details { name value } } } } }',
    { types: [type], userId },
  );
  return events.edges.map(({ node: { application, details } }: Answer['data']) => ({
    application,
    ...Object.fromEntries(details.map(({ name, value }: { name: string; value: string }) => [name, value])),
  }));
};

test('what a client discovers: codes with PKCE and nothing older, at the public address whatever the request says', async () => {
  const { config } = party;
  expect(config.serverMetadata()).toMatchObject({
    issuer: `${server.app.address}/oidc`,
    authorization_endpoint: `${server.app.address}/oidc/authorize`,
    end_session_endpoint: `${server.app.address}/oidc/sign-out`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    scopes_supported: ['openid', 'offline_access', 'profile', 'email', 'phone', 'groups'],
    acr_values_supported: ['phrh', 'phr', 'urn:latchkey:acr:card-pin'],
  });
  expect(config.serverMetadata()).not.toHaveProperty('registration_endpoint');
  const forged = await fetch(`${server.app.address}/oidc/.well-known/openid-configuration`, { headers: { 'x-forwarded-host': 'evil.example' } });
  expect(await forged.text()).not.toContain('evil.example');
  const { openIdProvider } = await owner.ask(
    '{ openIdProvider { issuer discoveryUrl authorizationUrl tokenUrl userinfoUrl jwksUrl endSessionUrl } }',
  );
  expect(openIdProvider).toEqual({
    issuer: config.serverMetadata().issuer,
    discoveryUrl: `${server.app.address}/oidc/.well-known/openid-configuration`,
    authorizationUrl: config.serverMetadata().authorization_endpoint,
    tokenUrl: config.serverMetadata().token_endpoint,
    userinfoUrl: config.serverMetadata().userinfo_endpoint,
    jwksUrl: config.serverMetadata().jwks_uri,
    endSessionUrl: config.serverMetadata().end_session_endpoint,
  });
});

test('S11: whoever is signed in comes into the application, which learns who, and how they signed in', async () => {
  const tokens = await enter(person.browser, party);
  const claims = {
    sub: person.userId,
    auth_time: Math.floor(server.clock.now().getTime() / 1_000),
    amr: ['hwk', 'user', 'mfa'],
    // Nobody vouches for this key that it is hardware.
    acr: 'phr',
    name: expect.stringMatching(/^Person/),
    preferred_username: expect.stringMatching(/^person/),
    email: person.email,
    email_verified: true,
    phone_number: '+41 44 000 00 00',
    department: 'Research',
    groups: [expect.stringMatching(/^Team/)],
  };
  expect(tokens.claims()).toMatchObject({ ...claims, aud: party.id, iss: `${server.app.address}/oidc` });
  expect(await client.fetchUserInfo(party.config, tokens.access_token, person.userId)).toEqual(claims);
  expect(await eventsOf('APPLICATION_SIGNED_IN', person.userId)).toContainEqual({
    application: { id: party.id },
    applicationId: party.id,
    sessionId: expect.stringMatching(/^ses_/),
  });
});

test('a refresh token works once: used again, it takes everything with it that came of it', async () => {
  const first = await enter(person.browser, party);
  const second = await client.refreshTokenGrant(party.config, first.refresh_token ?? '');
  expect(second.claims()).toMatchObject({ sub: person.userId, amr: ['hwk', 'user', 'mfa'] });
  await expect(client.refreshTokenGrant(party.config, first.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(client.refreshTokenGrant(party.config, second.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(client.fetchUserInfo(party.config, second.access_token, person.userId)).rejects.toMatchObject({ status: 401 });
});

test('H9: whoever is not signed in is sent to sign in, and from there to the application', async () => {
  const browser = visitor(server);
  const asked = await ask(party, { login_hint: 'somebody' });
  const { url } = await visit(browser, asked.url);
  expect(url.pathname).toBe('/sign-in');
  const interaction = url.searchParams.get('interaction') ?? '';
  await signIn(browser, person.key);
  const { url: back } = await visit(browser, `/oidc/interaction/${interaction}`);
  expect((await redeem(party, asked, back)).claims()?.sub).toBe(person.userId);
  // It is done, so it leads nowhere any more.
  expect((await browser.open(`/oidc/interaction/${interaction}`)).status).toBe(404);
});

describe('what an application may ask for', () => {
  test('prompt=none answers at once: nobody is there, or somebody is', async () => {
    const asked = await ask(party, { prompt: 'none' });
    const { url } = await visit(visitor(server), asked.url);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ error: 'login_required', state: asked.state });
    await enter(person.browser, party);
    expect((await enter(person.browser, party, { prompt: 'none' })).claims()?.sub).toBe(person.userId);
  });

  test.each([{ prompt: 'login' }, { prompt: 'select_account' }, { max_age: '60' }])('%o asks for a sign-in that is new', async (given) => {
    const { browser, key } = await member(server, owner);
    await letIn(server.operator, party.id, [person.groupId, await groupOf(browser)]);
    await enter(browser, party);
    server.clock.advance(120_000);
    const asked = await ask(party, given as Record<string, string>);
    const { url } = await visit(browser, asked.url);
    expect(url.pathname).toBe('/sign-in');
    const address = `/oidc/interaction/${url.searchParams.get('interaction')}`;
    // The sign-in that was there before does not do.
    expect((await visit(browser, address)).url.pathname).toBe('/sign-in');
    await signIn(browser, key);
    const tokens = await redeem(party, asked, (await visit(browser, address)).url);
    expect(tokens.claims()?.auth_time).toBe(Math.floor(server.clock.now().getTime() / 1_000));
  });

  test('a hint at somebody else asks for them, and whoever signs in instead is not taken for them', async () => {
    const other = await member(server, owner);
    await letIn(server.operator, party.id, [person.groupId, other.groupId]);
    const { id_token } = await enter(other.browser, party);
    const asked = await ask(party, { id_token_hint: id_token ?? '' });
    const { browser, key } = { browser: visitor(server), key: person.key };
    const { url } = await visit(browser, asked.url);
    await signIn(browser, key);
    const { url: back } = await visit(browser, `/oidc/interaction/${url.searchParams.get('interaction')}`);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: asked.state });
  });

  test('scopes and groups decide together what it learns', async () => {
    const application = await addApplication(server.operator, { groupsClaim: 'IDS' });
    const wiki = await relyingParty(server, application);
    await letIn(server.operator, application.id, [person.groupId], ['USERNAME', 'GROUPS']);
    const told = (await enter(person.browser, wiki)).claims() ?? {};
    expect(told).toMatchObject({ preferred_username: expect.any(String), groups: [person.groupId] });
    for (const claim of ['name', 'email', 'phone_number', 'department']) expect(told).not.toHaveProperty(claim);
    expect((await enter(person.browser, wiki, { scope: 'openid' })).claims()).not.toHaveProperty('groups');
  });

  test('an address that was changed since is not told as verified', async () => {
    const { browser, userId, groupId } = await member(server, owner);
    const wiki = await applicationFor(server, server.operator, { groupId } as Member);
    expect((await enter(browser, wiki)).claims()).toMatchObject({ email_verified: true });
    server.clock.advance(1_000);
    await owner.mutate('updateUser', { userId, changes: { email: 'moved@example.org' } }, 'user { id }');
    const told = (await enter(browser, wiki)).claims();
    expect(told).toMatchObject({ email: 'moved@example.org' });
    expect(told).not.toHaveProperty('email_verified');
  });

  test('a link that an administrator saw proves no address', async () => {
    await server.operator.mutate('updateWorkspace', { activationLinkVisible: true }, 'workspace { id }');
    const seen = await member(server, owner);
    await server.operator.mutate('updateWorkspace', { activationLinkVisible: false }, 'workspace { id }');
    const told = (await enter(seen.browser, await applicationFor(server, server.operator, seen))).claims();
    expect(told).toMatchObject({ email: seen.email });
    expect(told).not.toHaveProperty('email_verified');
  });

  test('ID tokens are signed as the application takes them', async () => {
    const modern = await applicationFor(server, server.operator, person, { idTokenAlgorithm: 'ES256' });
    const { id_token = '' } = await enter(person.browser, modern);
    expect(jose.decodeProtectedHeader(id_token).alg).toBe('ES256');
    const keys = jose.createRemoteJWKSet(new URL(`${server.app.address}/oidc/jwks`));
    await jose.jwtVerify(id_token, keys, { audience: modern.id, issuer: `${server.app.address}/oidc` });
  });
});

const groupOf = async (browser: ApiClient): Promise<string> => {
  const { viewer } = await browser.ask('{ viewer { ... on User { id } } }');
  const { user } = await owner.ask('query ($id: ID!) { user(id: $id) { groups { id } } }', { id: viewer.id });
  return user.groups[0].id;
};

test('a phone’s passkey that can be copied to other devices is told as software', async () => {
  const { browser, groupId } = await member(server, owner, { smartphone: {} }, phone());
  const wiki = await applicationFor(server, server.operator, { groupId } as Member);
  expect((await enter(browser, wiki)).claims()).toMatchObject({ amr: ['swk', 'user', 'mfa'], acr: 'phr' });
});

test.each([
  [['hwk', 'user', 'mfa'], true, 'phrh'],
  [['hwk', 'user', 'mfa'], false, 'phr'],
  [['swk', 'pin', 'mfa'], true, 'phr'],
  [['pin'], false, 'urn:latchkey:acr:card-pin'],
  [[], false, undefined],
] as const)('%o, attested %s, is %s', (amr, attested, acr) => {
  expect(acrOf({ session: { amr: [...amr] } as never, attested })).toBe(acr);
});

describe('an application in the browser', () => {
  test('has no secret; its own origin may ask for tokens, and no other', async () => {
    const application = await addApplication(server.operator, { type: 'PUBLIC', redirectUris: ['https://spa.example/callback'] });
    expect(application.secret).toBeNull();
    await letIn(server.operator, application.id, [person.groupId]);
    const spa = await relyingParty(server, application);
    const exchange = async (origin: string) => {
      const asked = await ask(spa, { redirect_uri: 'https://spa.example/callback' });
      const { url } = await visit(person.browser, asked.url);
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: spa.id,
        code: url.searchParams.get('code') ?? '',
        code_verifier: asked.verifier,
        redirect_uri: 'https://spa.example/callback',
      });
      return fetch(`${server.app.address}/oidc/token`, { method: 'POST', body, headers: { origin } });
    };
    const own = await exchange('https://spa.example');
    expect(own.status).toBe(200);
    expect(own.headers.get('access-control-allow-origin')).toBe('https://spa.example');
    const foreign = await exchange('https://evil.example');
    expect(foreign.status).toBe(400);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('signing out', () => {
  const signOutUrl = (given: Record<string, string>) => client.buildEndSessionUrl(party.config, given);

  /** Opens the address, and sends off the form that is there. */
  const confirm = async (browser: ApiClient, address: URL, press = true) => {
    const { response } = await visit(browser, address);
    const html = (await response?.text()) ?? '';
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const body = new URLSearchParams({ xsrf, ...(press && { logout: 'yes' }) });
    return { html, response, done: await browser.open(action, { method: 'POST', body }) };
  };

  test('an application that says whom it means ends the session here too, and everything in it', async () => {
    const after = 'http://localhost:3000/bye';
    await server.operator.mutate('updateApplication', { applicationId: party.id, postLogoutRedirectUris: [after] }, 'application { id }');
    const { browser, groupId, userId } = await member(server, owner);
    await letIn(server.operator, party.id, [person.groupId, groupId]);
    const tokens = await enter(browser, party);
    const address = signOutUrl({ id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: after, state: 'abc' });
    const { html, response, done } = await confirm(browser, address);
    // The page sends itself off, and its policy lets it, to the application and nowhere else.
    expect(html).toContain('submit()');
    expect(response?.headers.get('content-security-policy')).toMatch(
      /script-src 'self' 'sha256-[^']+';.*form-action 'self' http:\/\/localhost:3000;/,
    );
    expect(done.headers.get('location')).toBe(`${after}?state=abc`);
    expect(await browser.ask('{ viewer { __typename } }')).toEqual({ viewer: null });
    await expect(client.fetchUserInfo(party.config, tokens.access_token, userId)).rejects.toMatchObject({ status: 401 });
    await expect(client.refreshTokenGrant(party.config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('without that, the person is asked, and can stay', async () => {
    await enter(person.browser, party);
    const { html } = await confirm(person.browser, signOutUrl({}), false);
    expect(html).not.toContain('<script');
    expect(await person.browser.ask('{ viewer { __typename } }')).toEqual({ viewer: { __typename: 'User' } });
  });

  test('a form that somebody else made up signs nobody out', async () => {
    await enter(person.browser, party);
    const forge = () => person.browser.open('/oidc/sign-out/confirm', { method: 'POST', body: new URLSearchParams({ xsrf: 'x', logout: 'yes' }) });
    expect((await forge()).status).toBe(400);
    // Not even while the person is asked.
    await visit(person.browser, signOutUrl({}));
    expect((await forge()).status).toBe(400);
    expect(await person.browser.ask('{ viewer { __typename } }')).toEqual({ viewer: { __typename: 'User' } });
  });

  test('it sends nobody to an address that is not registered', async () => {
    const { response } = await visit(person.browser, signOutUrl({ post_logout_redirect_uri: 'https://evil.example/' }));
    expect(response?.status).toBe(400);
  });
});

test('what the server answers is framed by nobody, kept by nobody, and holds no open door', async () => {
  const response = await server.stranger().open('/oidc/authorize?client_id=nobody');
  expect(response.status).toBe(400);
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  for (const path of ['/oidc', '/oidc/reg', '/oidc/interaction/x', '/oidc/device', '/oidc/wsp_01h455vb4pex5vsknk084sn02q/token']) {
    expect((await server.stranger().open(path)).status, path).toBe(404);
  }
});
