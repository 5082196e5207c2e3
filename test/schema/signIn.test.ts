import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../demo/freePorts.ts';
import { sweep } from '../../src/sweeper.ts';
import { ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate, setUp, signIn } from '../support/people.ts';
import { administrator, behindProxy, invite, logEnd, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { answerSignIn, beginSignIn, finishSignIn } from '../support/signIns.ts';
import { endCodes, follow } from '../support/streams.ts';
import { rowCounts } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
});
afterAll(() => server.stop());

const me = async (browser: ApiClient) => (await browser.ask('{ viewer { ... on User { displayName role } } }')).viewer;

describe('H9: a person signs in by their key', () => {
  test('with a hardware key, without naming themselves', async () => {
    const browser = visitor(server);
    const { options } = await beginSignIn(browser);
    expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] });
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    expect(await signIn(browser, ownerKey)).toMatchObject({ user: { displayName: 'Olive Owner', role: 'OWNER' } });
    expect(await me(browser)).toEqual({ displayName: 'Olive Owner', role: 'OWNER' });
    const { sessions } = await browser.ask('{ sessions { user { displayName } userAgent } }');
    expect(sessions.length).toBeGreaterThan(1);
  });

  test('S11: with a phone', async () => {
    const { link, userId, keyId } = await invite(server, owner);
    const [browser, device] = [visitor(server), phone()];
    await activate(browser, link, device);
    await owner.mutate('setUserRole', { userId, role: 'HELPDESK' }, 'user { id }');
    expect(await signIn(browser, device)).toMatchObject({ user: { role: 'HELPDESK' } });
    const { securityKey } = await owner.ask('query ($id: ID!) { securityKey(id: $id) { lastUsedAt } }', { id: keyId });
    expect(securityKey.lastUsedAt).toBe(server.clock.now().toISOString());
  });

  test('S7: an unaudited session’s streams end with it all the same', async () => {
    const { link, userId } = await invite(server, owner, { smartphone: { auditable: false } });
    const [browser, device] = [visitor(server), phone()];
    await activate(browser, link, device);
    await owner.mutate('setUserRole', { userId, role: 'ADMIN' }, 'user { id }');
    await signIn(browser, device);
    const { sessions } = await owner.ask('{ sessions { user { id } } }');
    expect(sessions).not.toContainEqual({ user: { id: userId } });
    const stream = follow(
      browser.subscribe('subscription ($after: String) { eventLogged(after: $after) { cursor } }', { after: await logEnd(server, owner) }),
    );
    await owner.mutate('createGroup', { name: 'Unaudited' }, 'group { id }');
    await waitFor(() => stream.items.length === 1);
    await browser.mutate('signOut', null, 'signedOut');
    await waitFor(() => stream.end);
    expect(endCodes(stream)).toEqual(['ACCESS_ENDED']);
  });

  test('and signs out: the cookie is cleared, and the session is over', async () => {
    const browser = visitor(server);
    await signIn(browser, ownerKey);
    const kept = new Map(browser.cookies);
    expect(await browser.mutate('signOut', null, 'signedOut')).toMatchObject({ signedOut: true });
    expect(browser.cookies.has('latchkey-session')).toBe(false);
    browser.cookies = kept;
    expect(await me(browser)).toBeNull();
    expect(await visitor(server).mutate('signOut', null, 'signedOut')).toMatchObject({ signedOut: true });
  });

  test('a session lasts 12 hours', async () => {
    const browser = visitor(server);
    await signIn(browser, ownerKey);
    server.clock.advance(12 * 3_600_000 - 1);
    expect(await me(browser)).not.toBeNull();
    server.clock.advance(1);
    expect(await me(browser)).toBeNull();
    await signIn(owner, ownerKey);
  });

  test('not over a WebSocket, which cannot carry a cookie', async () => {
    const browser = visitor(server);
    const result: unknown[] = [];
    for await (const item of browser.subscribe('mutation { signOut { __typename ... on Error { code } } }')) result.push(item);
    expect(result).toEqual([{ data: { signOut: { __typename: 'RefusedError', code: 'COOKIES_NEED_HTTP' } } }]);
  });
});

describe('H9: a sign-in that is refused says the same, whatever is wrong', () => {
  const same = {
    __typename: 'RefusedError',
    code: 'SIGN_IN_REFUSED',
    message: 'That did not work. Use a key that was set up here for you, or ask your administrator.',
  };

  /** Somebody with this role and a key of this kind. */
  async function enrolled(role: string | null, securityKey: object = { hardwareKey: {} }, device = hardwareKey()) {
    const made = await invite(server, owner, securityKey as Record<string, unknown>);
    await activate(visitor(server), made.link, device, { onPhone: false, pin: 'smartphone' in securityKey ? '2749' : null });
    if (role) await owner.mutate('setUserRole', { userId: made.userId, role }, 'user { id }');
    return { ...made, device };
  }

  async function refused(device: Authenticator, client = {}) {
    const browser = visitor(server);
    const begun = await beginSignIn(browser);
    const before = await rowCounts(server.database);
    const answer = await answerSignIn(browser, begun, device, client);
    expect(answer).toEqual({ ...same, issues: undefined });
    expect(browser.cookies.size).toBe(0);
    expect((await rowCounts(server.database)).sessions).toBe(before.sessions);
  }

  test('a suspended person, until they are let in again', async () => {
    const { device, userId } = await enrolled('ADMIN');
    await owner.mutate('suspendUser', { userId }, 'user { id }');
    await refused(device);
    await owner.mutate('resumeUser', { userId }, 'user { id }');
    expect(await signIn(visitor(server), device)).toHaveProperty('user');
  });

  test.each(['suspendSecurityKey', 'reportSecurityKeyLost', 'revokeSecurityKey'])('a key after %s', async (name) => {
    const { device, keyId } = await enrolled('ADMIN');
    await owner.mutate(name, { keyId }, 'securityKey { id }');
    await refused(device);
  });

  test('a deleted person', async () => {
    const { device, userId } = await enrolled('ADMIN');
    await owner.mutate('deleteUser', { userId }, 'userId');
    await refused(device);
  });

  test('a credential that nobody registered', async () => {
    const stranger = hardwareKey();
    await stranger.create(
      {
        rp: { id: 'localhost', name: 'x' },
        user: { id: 'AAAA', name: 'x', displayName: 'x' },
        challenge: 'AAAA',
        pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
      },
      { origin: server.app.address },
    );
    await refused(stranger);
  });

  test.each([
    ['a wrong origin', { origin: 'https://evil.example' }],
    ['crossOrigin', { crossOrigin: true }],
    ['another RP ID in what is signed', { rpId: 'localhost2' }],
    ['no user verified', { flags: 0x01 }],
    ['the client data of a creation', { type: 'webauthn.create' }],
  ])('%s', async (_, client) => {
    const device = ownerKey;
    if ('rpId' in client) {
      // The device picks by RP ID, so it is told which credential to use.
      const browser = visitor(server);
      const begun = await beginSignIn(browser);
      const [row] = await server.database
        .sql`select credential_id from webauthn_credentials c join users u on u.id = c.user_id where u.email = 'olive@example.org'`;
      const allowCredentials = [{ id: row?.credential_id, type: 'public-key' as const }];
      const answer = await device.get({ ...begun.options, allowCredentials }, { origin: server.app.address, ...client });
      expect(await finishSignIn(browser, begun, answer)).toMatchObject(same);
    } else await refused(device, client);
  });

  test('another’s signature over the right challenge', async () => {
    const browser = visitor(server);
    const begun = await beginSignIn(browser);
    const answer = await ownerKey.get(begun.options, { origin: server.app.address });
    const { options: later } = await beginSignIn(browser);
    const other = await ownerKey.get(later, { origin: server.app.address });
    expect(await finishSignIn(browser, begun, { ...answer, response: { ...answer.response, signature: other.response.signature } })).toMatchObject(
      same,
    );
  });
});

test('H9: a key whose counter went back is taken for a clone and refused; one that never counts is fine', async () => {
  const { link, userId } = await invite(server, owner, { hardwareKey: {} });
  const device = hardwareKey();
  await activate(visitor(server), link, device, { onPhone: false });
  await owner.mutate('setUserRole', { userId, role: 'ADMIN' }, 'user { id }');
  device.counter = 7;
  expect(await signIn(visitor(server), device)).toHaveProperty('user');
  device.counter = 5;
  expect(await signIn(visitor(server), device)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
  device.counter = 8;
  expect(await signIn(visitor(server), device)).toHaveProperty('user');
  await server.app.server.sequencer.idle();
  const { events } = await owner.ask(
    'query ($id: ID!) { events(filter: { userId: $id, types: [SIGN_IN_REFUSED] }) { edges { node { details { name value } } } } }',
    {
      id: userId,
    },
  );
  expect(events.edges).toHaveLength(1);
  expect(events.edges[0].node.details).toContainEqual({ name: 'reason', value: 'COUNTER' });

  const silent = await invite(server, owner);
  const device2 = phone();
  await activate(visitor(server), silent.link, device2);
  await owner.mutate('setUserRole', { userId: silent.userId, role: 'ADMIN' }, 'user { id }');
  for (let i = 0; i < 2; i += 1) {
    device2.counter = -1;
    expect(await signIn(visitor(server), device2)).toHaveProperty('user');
  }
});

describe('H9: a challenge', () => {
  test('counts once, and only in the sign-in that it was made for', async () => {
    const browser = visitor(server);
    const [begun, another] = [await beginSignIn(browser), await beginSignIn(browser)];
    const answer = await ownerKey.get(begun.options, { origin: server.app.address });
    expect(await finishSignIn(browser, another, answer)).toMatchObject({ code: 'CHALLENGE_SPENT' });
    expect(await finishSignIn(browser, begun, answer)).toMatchObject({ status: 'SIGNED_IN' });
    expect(await finishSignIn(browser, begun, answer)).toMatchObject({ code: 'SIGN_IN_ENDED' });
    expect(await finishSignIn(browser, another, answer)).toMatchObject({ code: 'CHALLENGE_SPENT' });
  });

  test('used by 8 at once gives one session', async () => {
    const begun = await beginSignIn(visitor(server));
    const answer = await ownerKey.get(begun.options, { origin: server.app.address });
    const codes = (await Promise.all(Array.from({ length: 8 }, () => finishSignIn(visitor(server), begun, answer)))).map(({ code }) => code ?? 'in');
    expect(codes.filter((code) => code === 'in')).toHaveLength(1);
    expect(codes.filter((code) => code !== 'in' && code !== 'SIGN_IN_ENDED' && code !== 'CHALLENGE_SPENT')).toEqual([]);
  });

  test('is over after 5 minutes, and of one’s own making is none', async () => {
    const browser = visitor(server);
    const begun = await beginSignIn(browser);
    server.clock.advance(5 * 60_000);
    const late = await ownerKey.get(begun.options, { origin: server.app.address });
    expect(await finishSignIn(browser, begun, late)).toMatchObject({ code: 'CHALLENGE_SPENT' });
    const own = await ownerKey.get({ ...begun.options, challenge: Buffer.alloc(32).toString('base64url') }, { origin: server.app.address });
    expect(await finishSignIn(browser, begun, own)).toMatchObject({ code: 'CHALLENGE_SPENT' });
  });

  test('of a sign-in that is over 10 minutes old is none, and the sign-in leaves no row', async () => {
    const browser = visitor(server);
    const begun = await beginSignIn(browser);
    server.clock.advance(10 * 60_000);
    const late = await ownerKey.get(begun.options, { origin: server.app.address });
    expect(await finishSignIn(browser, begun, late)).toMatchObject({ code: 'SIGN_IN_ENDED' });
    server.clock.advance(1);
    await sweep(server.app.server);
    expect((await rowCounts(server.database)).sign_ins).toBe(0);
  });

  test('of an organisation that nobody has is not made', async () => {
    const before = await rowCounts(server.database);
    expect(await beginSignIn(visitor(server), { workspaceId: 'wsp_nobody' })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await rowCounts(server.database)).challenges).toBe(before.challenges);
  });
});

describe('H9: what opened a session ends it', () => {
  beforeAll(() => signIn(owner, ownerKey));

  test.each(['suspendSecurityKey', 'reportSecurityKeyLost', 'revokeSecurityKey'])('%s: the session and its streams, at once', async (name) => {
    const { browser, keyId } = await administrator(server, owner, 'ADMIN');
    const after = await logEnd(server, owner);
    const stream = follow(browser.subscribe('subscription ($after: String) { eventLogged(after: $after) { event { type } } }', { after }));
    await owner.mutate('createGroup', { name: `Before ${name}` }, 'group { id }');
    await waitFor(() => stream.items.length === 1);
    await owner.mutate(name, { keyId }, 'securityKey { status }');
    expect(await me(browser)).toBeNull();
    await waitFor(() => stream.end);
    expect(endCodes(stream)).toEqual(['ACCESS_ENDED']);
  });

  test('a session that another key opened goes on', async () => {
    const { browser, key, userId } = await administrator(server, owner, 'ADMIN');
    const { enrolment } = await owner.mutate(
      'assignSecurityKey',
      { userId, securityKey: { hardwareKey: { name: 'Spare' } } },
      'enrolment { securityKey { id } user { email } }',
    );
    const [spare, other] = [hardwareKey(), visitor(server)];
    await activate(other, await server.mailTo(enrolment.user.email), spare, { onPhone: false });
    await signIn(other, spare);
    await owner.mutate('suspendSecurityKey', { keyId: enrolment.securityKey.id }, 'securityKey { id }');
    expect(await me(other)).toBeNull();
    expect(await me(browser)).toMatchObject({ role: 'ADMIN' });
    expect(key.counter).toBe(1);
  });
});

/** Notes every Set-Cookie line that a browser gets. */
function notedCookies(browser: ApiClient): string[] {
  const lines: string[] = [];
  const request = browser.request.bind(browser);
  browser.request = async (init) => {
    const response = await request(init);
    lines.push(...response.headers.getSetCookie().map((line) => line.replace(/=[\w-]{20,};/, '=…;')));
    return response;
  };
  return lines;
}

describe('the cookies', () => {
  const until = ({ clock }: TestServer, hours: number) => new Date(clock.now().getTime() + hours * 3_600_000).toUTCString();

  test('over http are HttpOnly and SameSite=Lax, and neither Secure nor __Host-', async () => {
    const own = await startServer();
    const browser = own.stranger();
    const lines = notedCookies(browser);
    await setUp(browser, own.app.setupLink ?? '', hardwareKey());
    await browser.mutate('signOut', null, 'signedOut');
    await own.stop();
    expect(lines).toEqual([
      `latchkey-activation=…; Path=/; Expires=${until(own, 0.25)}; HttpOnly; SameSite=Lax`,
      `latchkey-session=…; Path=/; Expires=${until(own, 12)}; HttpOnly; SameSite=Lax`,
      'latchkey-session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax',
    ]);
  });

  test('under an https address are Secure and __Host- too, and the plain names are nothing', async () => {
    const port = await freePort();
    const own = await startServer({ env: { PORT: String(port), PUBLIC_URL: 'https://keys.example.org' } });
    // The proxy that ends TLS reaches it here.
    const browser = new ApiClient(`http://127.0.0.1:${port}`);
    const lines = notedCookies(browser);
    expect(own.app.setupLink).toMatch(/^https:\/\/keys\.example\.org\/setup#/);
    await setUp(browser, own.app.setupLink ?? '', hardwareKey(), 'Example', 'https://keys.example.org');
    expect(await me(browser)).toMatchObject({ role: 'OWNER' });
    const plain = new ApiClient(browser.address);
    for (const [name, value] of browser.cookies) plain.cookies.set(name.replace('__Host-', ''), value);
    expect(await me(plain)).toBeNull();
    const response = await browser.request({ body: JSON.stringify({ query: '{ __typename }' }) });
    expect(response.headers.get('strict-transport-security')).toContain('max-age=');
    await own.stop();
    expect(lines).toEqual([
      `__Host-latchkey-activation=…; Path=/; Expires=${until(own, 0.25)}; HttpOnly; SameSite=Lax; Secure`,
      `__Host-latchkey-session=…; Path=/; Expires=${until(own, 12)}; HttpOnly; SameSite=Lax; Secure`,
    ]);
  });
});

test('a server that is no demo knows nothing of demos: nobody is signed in, no card is laid, the owner reads no mailbox', async () => {
  const stranger = visitor(server);
  expect(server.app.demoLink).toBeNull();
  expect(await stranger.ask('{ demo }')).toEqual({ demo: false });
  expect(await stranger.mutate('signInToDemo', { token: 'x'.repeat(43) }, 'signIn { status }')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await me(stranger)).toBeNull();
  expect(await owner.mutate('tapDemoCard', { tapJobId: 'tap_01h455vb4pex5vsknk084sn02q' }, 'tapJob { id }')).toMatchObject({ code: 'NOT_FOUND' });
  expect(await owner.mutate('readTrialMailbox', {}, 'mails { id }')).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
});
