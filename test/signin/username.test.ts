import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { hardwareKey, phone, phoneOverHybrid } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { addUser, behindProxy, invite, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { answerSignIn, beginSignIn, toldOf } from '../support/signIns.ts';
import { rowCounts } from '../support/tables.ts';

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

/** Somebody with an active key. */
async function enrolled(securityKey: Record<string, unknown>, device = phone()) {
  const details = somebody();
  const invited = await invite(server, owner, securityKey, details);
  await activate(visitor(server), invited.link, device, { onPhone: 'smartphone' in securityKey });
  return { ...invited, device, username: details.username };
}

describe('H9: a sign-in by username', () => {
  test('names the person’s own active keys, whatever the case, and lets them in', async () => {
    const { device, username, userId, keyId } = await enrolled({ hardwareKey: {} }, hardwareKey());
    const browser = visitor(server);
    const begun = await beginSignIn(browser, { username: ` ${username.toUpperCase()} ` });
    expect(begun.options.allowCredentials).toMatchObject([{ transports: ['usb'] }]);
    expect(await answerSignIn(browser, begun, device)).toMatchObject({ status: 'SIGNED_IN', user: { id: userId, role: null } });
    const [session] = await server.database.sql`select amr from sessions where user_id = ${userId}`;
    expect(session?.amr).toEqual(['hwk', 'user', 'mfa']);
    await owner.mutate('suspendSecurityKey', { keyId }, 'securityKey { id }');
    const after = await beginSignIn(browser, { username });
    expect(after.options.allowCredentials[0].id).not.toBe(begun.options.allowCredentials[0].id);
  });

  /** What a stranger sees in an answer, beside what is made up each time. */
  async function seenOf(username: string) {
    const before = await rowCounts(server.database);
    const { options } = await beginSignIn(visitor(server), { username });
    const { challenge, allowCredentials, ...rest } = options;
    const after = await rowCounts(server.database);
    expect(after.sign_ins).toBe((before.sign_ins ?? 0) + 1);
    const credentials = allowCredentials.map(({ id, ...descriptor }: { id: string }) => ({
      ...descriptor,
      bytes: Buffer.from(id, 'base64url').length,
    }));
    return {
      shape: JSON.stringify({ ...rest, challenge: challenge.length, credentials }),
      ids: allowCredentials.map(({ id }: { id: string }) => id).join(),
    };
  }

  test('tells nobody who exists: names that nobody has get answers of the same shapes as those that somebody has', async () => {
    const people = [
      await enrolled({ smartphone: {} }),
      await enrolled({ smartphone: { bluetoothProximity: true } }),
      await enrolled({ hardwareKey: {} }, hardwareKey()),
    ];
    const [first] = people;
    const second = { hardwareKey: { name: 'Second' } };
    const { enrolment } = await owner.mutate('assignSecurityKey', { userId: first?.userId, securityKey: second }, 'enrolment { user { email } }');
    await activate(visitor(server), await server.mailTo(enrolment.user.email), hardwareKey(), { onPhone: false });
    // Lengths as real devices have them, and places that leave each of them room; nobody else is looked like.
    const [phoneId, nearId, keyId] = people.map(({ userId }) => userId);
    const { sql } = server.database;
    await sql`delete from webauthn_credentials where user_id <> all(${[phoneId, nearId, keyId] as string[]})`;
    await sql`update webauthn_credentials set credential_id = rpad(left('M' || credential_id, 20), 22, 'A') where user_id = ${nearId ?? ''}`;
    await sql`update webauthn_credentials set credential_id = left(repeat('z' || credential_id, 2), 86) where user_id = ${keyId ?? ''}`;
    await sql`update webauthn_credentials set credential_id = '5' || substr(credential_id, 2) where user_id = ${phoneId ?? ''}`;
    const withoutKey = somebody();
    await addUser(owner, withoutKey);
    const theirs = new Set<string>();
    for (const { username } of people) theirs.add((await seenOf(username)).shape);
    expect(theirs.size).toBe(3);
    const nobodys = new Set<string>([(await seenOf(withoutKey.username)).shape]);
    for (let i = 0; i < 40; i += 1) nobodys.add((await seenOf(`nobody${i}`)).shape);
    for (const shape of theirs) expect([...nobodys]).toContain(shape);
  });

  test('gives the same answer for the same name each time, and made-up credentials are nobody’s', async () => {
    const [first, again, other] = [await seenOf('nobody'), await seenOf(' NOBODY '), await seenOf('somebody else')];
    expect(again.ids).toBe(first.ids);
    expect(other.ids).not.toBe(first.ids);
    const known = await server.database.sql`select 1 from webauthn_credentials where credential_id = any(${first.ids.split(',')})`;
    expect(known).toHaveLength(0);
  });

  test('junk for a known credential and for an unknown one get the same answer; the log keeps ten an hour', async () => {
    const { userId, username } = await enrolled({ hardwareKey: {} }, hardwareKey());
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
    const answers: unknown[] = [];
    for (let i = 0; i < 12; i += 1) {
      const browser = visitor(server);
      const begun = await beginSignIn(browser, { username });
      const id = i === 0 ? 'AAAA' : begun.options.allowCredentials[0].id;
      const { authenticatorAttachment, response } = await stranger.get({ ...begun.options, allowCredentials: [] }, { origin: browser.address });
      const { clientDataJSON, authenticatorData, signature } = response;
      const credential = { id, rawId: id, authenticatorAttachment, response: { clientDataJSON, authenticatorData, signature } };
      answers.push(await browser.mutate('finishSignIn', { signInToken: begun.signInToken, credential }, 'signIn { status }'));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'SIGN_IN_REFUSED' });
    expect(await toldOf(server, userId, 'sign_in.refused')).toHaveLength(10);
  });
});

describe('S7: a phone that has to be near', () => {
  test('signs in on a PC by username, over the hybrid transport alone, and the sign-in says what that proves', async () => {
    const { device, username, userId } = await enrolled({ smartphone: { bluetoothProximity: true } });
    const browser = visitor(server);
    const begun = await beginSignIn(browser, { username });
    expect(begun.options.allowCredentials).toMatchObject([{ transports: ['hybrid'] }]);
    device.device.attachment = 'cross-platform';
    expect(await answerSignIn(browser, begun, device)).toMatchObject({ status: 'SIGNED_IN' });
    const [session] = await server.database.sql`select proximity from sessions where user_id = ${userId}`;
    expect(session?.proximity).toBe('CLIENT_CLAIMED');
  });

  test.each([
    ['without a username', false, phoneOverHybrid],
    ['by the PC’s own authenticator, a synced passkey on it', true, phone],
  ])('is refused %s, with a sentence about Bluetooth, and the log says why', async (_, named, device) => {
    const person = await enrolled({ smartphone: { bluetoothProximity: true } });
    const browser = visitor(server);
    const begun = await beginSignIn(browser, named ? { username: person.username } : {});
    person.device.device.attachment = device().device.attachment;
    const answer = await answerSignIn(browser, begun, person.device);
    expect(answer).toMatchObject({ code: 'PROXIMITY_REQUIRED', message: expect.stringContaining('Bluetooth') });
    expect(browser.cookies.size).toBe(0);
    const events = await toldOf(server, person.userId, 'sign_in.refused');
    expect(events.map(({ payload }) => payload.reason)).toEqual(['PROXIMITY']);
  });

  test('is refused where the organisation wants more than the browser’s word and no agent heard a phone', async () => {
    const person = await enrolled({ smartphone: { bluetoothProximity: true } }, phone());
    person.device.device.attachment = 'cross-platform';
    await owner.mutate('updateWorkspace', { minimumProximity: 'AGENT_OBSERVED' }, 'workspace { minimumProximity }');
    const browser = visitor(server);
    const refused = await answerSignIn(browser, await beginSignIn(browser, { username: person.username }), person.device);
    expect(refused).toMatchObject({ code: 'PROXIMITY_REQUIRED', message: expect.stringContaining('No phone was heard') });
    await owner.mutate('updateWorkspace', { minimumProximity: 'CLIENT_CLAIMED' }, 'workspace { minimumProximity }');
    const granted = await answerSignIn(browser, await beginSignIn(browser, { username: person.username }), person.device);
    expect(granted).toMatchObject({ status: 'SIGNED_IN' });
  });
});
