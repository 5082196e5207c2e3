import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate, signIn } from '../support/people.ts';
import { behindProxy, invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
});
afterAll(() => server.stop());

/** Somebody without a role, who is signed in by their key. */
async function person(securityKey: Record<string, unknown> = { hardwareKey: { name: 'Blue key' } }, device: Authenticator = hardwareKey()) {
  const invited = await invite(server, owner, securityKey);
  await activate(visitor(server), invited.link, device, { onPhone: 'smartphone' in securityKey });
  const browser = visitor(server);
  expect(await signIn(browser, device)).toMatchObject({ user: { role: null } });
  await server.app.server.sequencer.idle();
  return { ...invited, device, browser };
}

const mine = async (browser: ApiClient) =>
  (
    await browser.ask(`{ me {
      user { id role groups { id } securityKeys { id } keyRequest { kind } }
      securityKeys { id name status lastUsedAt enrolment { id } user { id } }
      signIns(first: 20) { edges { node { occurredAt refusal offline securityKey { id } applicationName readerAgentName proximity address } } }
      sessions { id current createdAt user { id } }
    } }`)
  ).me;
const codeOf = async (answer: Promise<{ code?: string }>) => (await answer).code;

test('a person without a role sees what is theirs, and nothing besides', async () => {
  const { browser, userId, keyId, device } = await person();
  await signIn(visitor(server), device, 'https://evil.example');
  await server.app.server.sequencer.idle();
  const now = server.clock.now().toISOString();
  const { user, securityKeys, signIns, sessions } = await mine(browser);
  expect(user).toEqual({ id: userId, role: null, groups: null, securityKeys: null, keyRequest: null });
  expect(securityKeys).toEqual([{ id: keyId, name: 'Blue key', status: 'ACTIVE', lastUsedAt: now, enrolment: null, user: null }]);
  const row = { occurredAt: now, offline: false, securityKey: { id: keyId }, applicationName: null, readerAgentName: null, proximity: null };
  expect(signIns.edges.map(({ node }: { node: unknown }) => node)).toEqual([
    { ...row, refusal: 'SIGNATURE', address: expect.any(String) },
    { ...row, refusal: null, address: expect.any(String) },
  ]);
  expect(sessions).toEqual([{ id: expect.stringMatching(/^ses_/), current: true, createdAt: now, user: { id: userId } }]);
  expect(await mine(visitor(server))).toBeNull();
  expect(await mine(server.operator)).toBeNull();
});

test('S7: of sign-ins by a key that is not auditable there is nothing to see, and of its session no time', async () => {
  const { browser, userId, keyId } = await person({ smartphone: { auditable: false } }, phone());
  const { securityKeys, signIns, sessions } = await mine(browser);
  expect(securityKeys).toMatchObject([{ id: keyId, lastUsedAt: null }]);
  expect(signIns.edges).toEqual([]);
  expect(sessions).toEqual([{ id: expect.any(String), current: true, createdAt: null, user: { id: userId } }]);
});

describe('what they may do', () => {
  test('rename their own key, and nobody else’s', async () => {
    const [{ browser, keyId }, other] = await Promise.all([person(), person()]);
    expect(await browser.mutate('renameOwnKey', { keyId, name: ' Red key ' }, 'securityKey { name }')).toMatchObject({
      securityKey: { name: 'Red key' },
    });
    expect(await codeOf(browser.mutate('renameOwnKey', { keyId, name: '' }, 'securityKey { name }'))).toBe('INVALID_INPUT');
    expect(await codeOf(browser.mutate('renameOwnKey', { keyId: other.keyId, name: 'Mine' }, 'securityKey { name }'))).toBe('NOT_FOUND');
    expect((await mine(other.browser)).securityKeys[0].name).toBe('Blue key');
  });

  test('report it lost, an hour after the sign-in too: it stops at once, and so do the sessions that it opened', async () => {
    const [{ browser, keyId, device }, other] = await Promise.all([person(), person()]);
    const elsewhere = visitor(server);
    await signIn(elsewhere, device);
    expect(await codeOf(browser.mutate('reportOwnKeyLost', { keyId: other.keyId }, 'securityKey { status }'))).toBe('NOT_FOUND');
    server.clock.advance(3_600_000);
    expect(await browser.mutate('reportOwnKeyLost', { keyId }, 'securityKey { status }')).toMatchObject({ securityKey: { status: 'LOST' } });
    expect([await mine(browser), await mine(elsewhere)]).toEqual([null, null]);
    expect(await signIn(visitor(server), device)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await mine(other.browser)).not.toBeNull();
  });

  test('but not the last key of the last owner', async () => {
    await signIn(owner, ownerKey);
    const [key] = (await mine(owner)).securityKeys;
    expect(await codeOf(owner.mutate('reportOwnKeyLost', { keyId: key.id }, 'securityKey { status }'))).toBe('LAST_OWNER');
    expect((await mine(owner)).securityKeys[0].status).toBe('ACTIVE');
  });

  test('end their own sessions elsewhere, and nobody else’s', async () => {
    const [{ browser, device }, other] = await Promise.all([person(), person()]);
    const elsewhere = visitor(server);
    await signIn(elsewhere, device);
    const [there] = (await mine(browser)).sessions.filter(({ current }: { current: boolean }) => !current);
    const [theirs] = (await mine(other.browser)).sessions;
    expect(await codeOf(browser.mutate('endOwnSession', { sessionId: theirs.id }, 'sessionId'))).toBe('NOT_FOUND');
    expect(await browser.mutate('endOwnSession', { sessionId: there.id }, 'sessionId')).toMatchObject({ sessionId: there.id });
    expect(await codeOf(browser.mutate('endOwnSession', { sessionId: there.id }, 'sessionId'))).toBe('NOT_FOUND');
    expect(await mine(elsewhere)).toBeNull();
    expect((await mine(browser)).sessions).toHaveLength(1);
    expect(await mine(other.browser)).not.toBeNull();
  });

  test('ask for another key, which administrators see until they give one; five times an hour', async () => {
    const { browser, userId } = await person();
    const asked = async () => {
      await server.app.server.sequencer.idle();
      return (await owner.ask('query ($id: ID!) { user(id: $id) { keyRequest { kind requestedAt } } }', { id: userId })).user.keyRequest;
    };
    expect(await asked()).toBeNull();
    for (const kind of ['HARDWARE_KEY', 'HARDWARE_KEY', 'HARDWARE_KEY', 'SMARTPHONE', 'CONTACTLESS_CARD']) {
      expect(await browser.mutate('requestKey', { kind }, 'keyRequest { kind }')).toMatchObject({ keyRequest: { kind } });
    }
    expect(await codeOf(browser.mutate('requestKey', { kind: 'SMARTPHONE' }, 'keyRequest { kind }'))).toBe('RATE_LIMITED');
    expect(await asked()).toEqual({ kind: 'CONTACTLESS_CARD', requestedAt: server.clock.now().toISOString() });
    expect((await mine(browser)).user.keyRequest).toEqual({ kind: 'CONTACTLESS_CARD' });
    const { events } = await owner.ask('{ events(first: 1, filter: { types: [SECURITY_KEY_REQUESTED] }) { edges { node { actor userId } } } }');
    expect(events.edges).toEqual([{ node: { actor: userId, userId } }]);
    await owner.mutate('assignSecurityKey', { userId, securityKey: { hardwareKey: {} } }, 'enrolment { id }');
    expect(await asked()).toBeNull();
  });
});

test('whoever is nobody, or no person, has nothing of their own to change', async () => {
  for (const [caller, code] of [
    [visitor(server), 'SIGN_IN_REQUIRED'],
    [server.operator, 'FORBIDDEN'],
  ] as const) {
    expect(await codeOf(caller.mutate('renameOwnKey', { keyId: 'x', name: 'x' }, 'securityKey { id }'))).toBe(code);
    expect(await codeOf(caller.mutate('reportOwnKeyLost', { keyId: 'x' }, 'securityKey { id }'))).toBe(code);
    expect(await codeOf(caller.mutate('requestKey', { kind: 'SMARTPHONE' }, 'keyRequest { kind }'))).toBe(code);
    expect(await codeOf(caller.mutate('endOwnSession', { sessionId: 'x' }, 'sessionId'))).toBe(code);
  }
});
