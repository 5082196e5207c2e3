import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { answerSignIn, beginSignIn, enterPin } from '../support/signIns.ts';

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: { TRUSTED_PROXY_HOPS: '1' } });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

const pin = '274913';

/** Somebody whose phone is verified by a PIN that this server checks. */
async function withPin(settings = {}) {
  const invited = await invite(server, owner, { smartphone: { verification: 'PIN', ...settings } });
  const device = phone();
  await activate(visitor(server), invited.link, device, { pin });
  return { ...invited, device };
}

/** A sign-in whose phone has signed. */
async function signed(device: ReturnType<typeof phone>) {
  const browser = visitor(server);
  const begun = await beginSignIn(browser);
  expect(await answerSignIn(browser, begun, device)).toMatchObject({ status: 'PIN_WANTED', user: null });
  expect(browser.cookies.size).toBe(0);
  return { browser, token: begun.signInToken as string };
}

const pinStatus = async (keyId: string) =>
  (await owner.ask('query ($id: ID!) { securityKey(id: $id) { ... on Smartphone { pinStatus } } }', { id: keyId })).securityKey.pinStatus;

describe('S10, S11: a phone that is verified by a PIN', () => {
  test('signs in with its signature and the PIN, and with neither alone', async () => {
    const { device, userId } = await withPin();
    const browser = visitor(server);
    const begun = await beginSignIn(browser);
    expect(await enterPin(browser, begun.signInToken, pin)).toMatchObject({ code: 'PIN_NOT_WANTED' });
    expect(await answerSignIn(browser, begun, device)).toMatchObject({ status: 'PIN_WANTED' });
    expect(await browser.ask('{ viewer { __typename } }')).toEqual({ viewer: null });
    expect(await enterPin(browser, begun.signInToken, '274914')).toMatchObject({ code: 'PIN_WRONG', message: 'That is not the PIN. 7 tries left.' });
    expect(await enterPin(browser, begun.signInToken, pin)).toMatchObject({ status: 'SIGNED_IN', user: { id: userId, role: null } });
    expect((await browser.ask('{ viewer { ... on User { id } } }')).viewer).toEqual({ id: userId });
    const [session] = await server.database.sql`select amr from sessions where user_id = ${userId}`;
    expect(session?.amr).toEqual(['swk', 'user', 'pin', 'mfa']);
    expect(await enterPin(browser, begun.signInToken, pin)).toMatchObject({ code: 'SIGN_IN_ENDED' });
  });

  test('by its username also where the phone checks nobody itself', async () => {
    const { device, userId, email } = await withPin();
    device.device.userVerified = false;
    const browser = visitor(server);
    const begun = await beginSignIn(browser, { username: email.split('@')[0] });
    expect(begun.options).toMatchObject({ userVerification: 'preferred', allowCredentials: [{ transports: ['hybrid', 'internal'] }] });
    await answerSignIn(browser, begun, device);
    expect(await enterPin(browser, begun.signInToken, pin)).toMatchObject({ status: 'SIGNED_IN' });
    const [session] = await server.database.sql`select amr from sessions where user_id = ${userId}`;
    expect(session?.amr).toEqual(['swk', 'pin', 'mfa']);
  });

  test('after three wrong PINs has to sign once more, after eight it is locked until an administrator unlocks it', async () => {
    const { device, keyId } = await withPin();
    const codes: (string | undefined)[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { browser, token } = await signed(device);
      for (let i = 0; i < 4; i += 1) codes.push((await enterPin(browser, token, `13572${i}`)).code);
    }
    const three = ['PIN_WRONG', 'PIN_WRONG', 'PIN_WRONG', 'PIN_NEEDS_TAP'];
    expect(codes).toEqual([...three, ...three, 'PIN_WRONG', 'PIN_WRONG', 'PIN_LOCKED', 'PIN_LOCKED']);
    const { browser, token } = await signed(device);
    expect(await enterPin(browser, token, pin)).toMatchObject({ code: 'PIN_LOCKED' });
    expect(await pinStatus(keyId)).toBe('LOCKED');
    expect(await owner.mutate('unlockCardPin', { keyId }, 'securityKey { ... on Smartphone { pinStatus } }')).toMatchObject({
      securityKey: { pinStatus: 'SET' },
    });
    expect(await enterPin(browser, token, pin)).toMatchObject({ status: 'SIGNED_IN' });
  });

  test('tried 100 times in parallel: 3 count until the phone signs again', async () => {
    const { device } = await withPin();
    const tried = { PIN_WRONG: 0, PIN_NEEDS_TAP: 0, PIN_LOCKED: 0, TRY_AGAIN: 0, RATE_LIMITED: 0 } as Record<string, number>;
    const { browser, token } = await signed(device);
    const others = Array.from({ length: 100 }, () => visitor(server));
    const answers = await Promise.all(others.map((other, i) => enterPin(other, token, String(300_000 + i))));
    for (const { code = 'in' } of answers) tried[code] = (tried[code] ?? 0) + 1;
    expect(tried).toMatchObject({ PIN_WRONG: 3 });
    expect(tried.in).toBeUndefined();
    expect(await enterPin(browser, token, pin)).toMatchObject({ code: 'PIN_NEEDS_TAP' });
    const again = await signed(device);
    expect(await enterPin(again.browser, again.token, pin)).toMatchObject({ status: 'SIGNED_IN' });
  });

  test('that is stopped between signature and PIN does not get in', async () => {
    const { device, keyId, userId } = await withPin();
    const { browser, token } = await signed(device);
    await owner.mutate('suspendUser', { userId }, 'user { id }');
    expect(await enterPin(browser, token, pin)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    await owner.mutate('resumeUser', { userId }, 'user { id }');
    await owner.mutate('reportSecurityKeyLost', { keyId }, 'securityKey { id }');
    expect(await enterPin(browser, token, pin)).toMatchObject({ code: 'SIGN_IN_ENDED' });
    expect(browser.cookies.size).toBe(0);
  });

  test('the right PIN twice at once makes one session', async () => {
    const { device, userId } = await withPin();
    const { token } = await signed(device);
    const answers = await Promise.all([1, 2, 3].map(() => enterPin(visitor(server), token, pin)));
    expect(answers.filter(({ status }) => status === 'SIGNED_IN')).toHaveLength(1);
    const sessions = await server.database.sql`select 1 from sessions where user_id = ${userId}`;
    expect(sessions).toHaveLength(1);
  });
});
