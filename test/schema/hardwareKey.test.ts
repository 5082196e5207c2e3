import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeModels } from '../../src/modules/ceremonies/modelStore.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { attestationCa } from '../support/attestationCa.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { hardwareKey, pcAuthenticator, phoneOverHybrid, u2fKey } from '../support/devices.ts';
import {
  activate,
  beginRegistration,
  finishRegistration,
  openedIn,
  register,
  signIn,
  toCreationOptions,
  toCredentialInput,
  tokenOf,
} from '../support/people.ts';
import { behindProxy, invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

const model = 'a1b2c3d4-0000-4000-8000-00000000beef';
const revokedModel = 'a1b2c3d4-0000-4000-8000-00000000dead';
const unlistedModel = 'a1b2c3d4-0000-4000-8000-000000000001';

const maker = await attestationCa();
const otherMaker = await attestationCa({ name: 'Other Keys' });

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

/** A link for a hardware key, opened in a browser. */
async function opened(): Promise<{ browser: ApiClient; keyId: string; userId: string; link: string }> {
  const { link, keyId, userId } = await invite(server, owner, { hardwareKey: {} });
  const browser = visitor(server);
  await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
  return { browser, keyId, userId, link };
}

const keyOf = async (id: string) =>
  (
    await owner.ask(
      `query ($id: ID!) { securityKey(id: $id) { __typename kind name status user { status }
        ... on HardwareKey { credential { transports aaguid attested attestationFormat model backupEligible } } } }`,
      { id },
    )
  ).securityKey;

/** Answers a check of the key, as the page does it. @returns the payload, or the failure */
async function check(browser: ApiClient, key: Authenticator) {
  const { options } = await beginRegistration(browser, { purpose: 'CHECK', onPhone: false });
  const answer = await key.create(toCreationOptions(options), { origin: server.app.address });
  return browser.mutate('checkHardwareKey', { activationId: await openedIn(browser), credential: toCredentialInput(answer) }, 'result model');
}

test('H1–H9: a hardware key by the wizard, registered by its person, signs them in', async () => {
  const { wizard } = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  const wizardId = wizard.id;
  const details = { displayName: 'Hanna Hardware', email: 'hanna@example.org', username: 'hanna' };
  await owner.mutate('setUserWizardDetails', { wizardId, details }, 'wizard { id }');
  await owner.mutate('setUserWizardGroups', { wizardId, groupIds: [] }, 'wizard { id }');
  // H6: the third in the list; H7: the link goes out.
  const chosen = await owner.mutate(
    'setUserWizardSecurityKey',
    { wizardId, securityKey: { hardwareKey: {} } },
    'wizard { securityKey { kind name smartphone { auditable } } }',
  );
  expect(chosen.wizard.securityKey).toEqual({ kind: 'HARDWARE_KEY', name: 'Security key', smartphone: null });
  const confirmed = await owner.mutate('confirmUserWizard', { wizardId }, 'wizard { user { id status } enrolment { securityKey { id } } }');
  expect(confirmed.wizard.user.status).toBe('PENDING');
  // H8
  const [browser, key] = [visitor(server), hardwareKey({ aaguid: model })];
  expect(await activate(browser, await server.mailTo(details.email), key, { onPhone: false })).toMatchObject({ activation: { status: 'ACTIVATED' } });
  expect(await keyOf(confirmed.wizard.enrolment.securityKey.id)).toMatchObject({
    __typename: 'HardwareKey',
    status: 'ACTIVE',
    user: { status: 'ACTIVE' },
    credential: { transports: ['usb'], attested: false, attestationFormat: 'none', backupEligible: false, model: null },
  });
  // H9: no username, no password. The console is for people with a role.
  await owner.mutate('setUserRole', { userId: confirmed.wizard.user.id, role: 'AUDITOR' }, 'user { id }');
  expect(await signIn(browser, key)).toMatchObject({ user: { displayName: 'Hanna Hardware', role: 'AUDITOR' } });
});

test('H8: the options ask for a discoverable credential, a verified user, a separate key and its attestation', async () => {
  const { browser } = await opened();
  const { options } = await beginRegistration(browser, { onPhone: true });
  expect(options).toMatchObject({
    attestation: 'direct',
    hints: ['security-key'],
    prf: false,
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    rp: { id: 'localhost', name: 'Latchkey' },
  });
  expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
});

describe('H8: another device is refused with a sentence that helps', () => {
  test.each([
    ['a PC’s own authenticator', pcAuthenticator()],
    ['a phone over hybrid', phoneOverHybrid()],
    ['a platform authenticator that names no transport', pcAuthenticator({ transports: [] })],
    ['one that is built in and says it roams', hardwareKey({ transports: ['internal'] })],
  ])('%s', async (_, device) => {
    const { browser, keyId } = await opened();
    const refused = await register(browser, device, { onPhone: false });
    expect(refused).toMatchObject({ code: 'WRONG_DEVICE' });
    expect(refused.message).toContain('Plug the security key in');
    expect(await keyOf(keyId)).toMatchObject({ status: 'PENDING', credential: null });
    expect(await register(browser, hardwareKey(), { onPhone: false })).toMatchObject({ activation: { status: 'ACTIVATED' } });
  });

  test('a key that kept no passkey', async () => {
    const { browser } = await opened();
    expect(await register(browser, hardwareKey({ credProps: false }), { onPhone: false })).toMatchObject({ code: 'KEY_NOT_DISCOVERABLE' });
  });

  test('a key that did not verify its user', async () => {
    const { browser } = await opened();
    expect(await register(browser, hardwareKey({ userVerified: false }), { onPhone: false })).toMatchObject({ code: 'USER_VERIFICATION_MISSING' });
  });

  test('a key that is registered already, the person’s own or anybody’s', async () => {
    const { browser, userId } = await opened();
    const { options } = await beginRegistration(browser, { onPhone: false });
    const answer = await hardwareKey().create(toCreationOptions(options), { origin: server.app.address });
    expect(await finishRegistration(browser, toCredentialInput(answer), { onPhone: false })).toMatchObject({ activation: { status: 'ACTIVATED' } });
    const [own] = await server.database.sql`select credential_id from webauthn_credentials where user_id = ${userId}`;
    expect(own?.credential_id).toBe(answer.id);

    // The person's next key: the options name the first one, so that it says so itself.
    const { enrolment } = await owner.mutate('assignSecurityKey', { userId, securityKey: { hardwareKey: { name: 'Spare' } } }, 'enrolment { id }');
    expect(enrolment.id).toMatch(/^enr_/);
    const [person] = await server.database.sql`select email from users where id = ${userId}`;
    const second = visitor(server);
    await second.mutate('openActivation', { token: tokenOf(await server.mailTo(person?.email)) }, 'activation { id }');
    const again = await beginRegistration(second, { onPhone: false });
    expect(again.options.excludeCredentials).toEqual([{ id: answer.id, type: 'public-key', transports: ['usb'] }]);

    // Somebody else registers the very same credential: a hostile client can, an honest key cannot.
    const other = await opened();
    const theirs = await beginRegistration(other.browser, { onPhone: false });
    const copy = await sameCredential(answer.id, theirs.options);
    expect(await finishRegistration(other.browser, copy, { onPhone: false })).toMatchObject({
      code: 'CREDENTIAL_REGISTERED',
    });
    expect(await keyOf(other.keyId)).toMatchObject({ status: 'PENDING', credential: null });
  });
});

/** A valid answer to these options under a credential id that is taken: the id is in what is signed, so the key is made for it. */
async function sameCredential(id: string, options: unknown) {
  const key = hardwareKey();
  const bytes = Buffer.from(id, 'base64url');
  const answer = await key.create(toCreationOptions(options), { origin: server.app.address });
  const object = Buffer.from(answer.response.attestationObject, 'base64url');
  const at = object.indexOf(Buffer.from(answer.id, 'base64url'));
  bytes.copy(object, at);
  return toCredentialInput({ ...answer, id, rawId: id, response: { ...answer.response, attestationObject: object.toString('base64url') } });
}

describe('H8: a key that is not FIDO2', () => {
  test('fails as if the person had cancelled; the check then tells what it is', async () => {
    const key = u2fKey({ leaf: await maker.leaf() });
    const { browser, keyId } = await opened();
    const { options } = await beginRegistration(browser, { onPhone: false });
    await expect(key.create(toCreationOptions(options), { origin: server.app.address })).rejects.toThrow(
      expect.objectContaining({ name: 'NotAllowedError' }),
    );
    expect(await check(browser, key)).toMatchObject({ result: 'NOT_FIDO2', model: null });
    // The check is stored nowhere, and the person goes on with another key.
    expect(await keyOf(keyId)).toMatchObject({ status: 'PENDING', credential: null });
    expect(await register(browser, hardwareKey(), { onPhone: false })).toMatchObject({ activation: { status: 'ACTIVATED' } });
  });

  test('the check asks the key for nothing', async () => {
    const { browser } = await opened();
    const { options } = await beginRegistration(browser, { purpose: 'CHECK', onPhone: false });
    expect(options).toMatchObject({
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
    });
    expect(options.user.name).toBe('check');
  });

  test('a FIDO2 key without a PIN is told from it, with its model where it is known', async () => {
    await storeModels(
      server.database.db,
      { no: 1, models: [{ aaguid: model, name: 'Example Key 5', roots: [maker.root], revoked: false }] },
      new Date(),
    );
    const { browser } = await opened();
    const noPin = hardwareKey({ userVerified: false, aaguid: model, attestation: 'packed', leaf: await maker.leaf({ aaguid: model }) });
    expect(await check(browser, noPin)).toMatchObject({ result: 'NEEDS_PIN', model: 'Example Key 5' });
    expect(await check(browser, hardwareKey({ userVerified: false, aaguid: unlistedModel }))).toMatchObject({ result: 'NEEDS_PIN', model: null });
    expect(await check(browser, hardwareKey({ userVerified: false }))).toMatchObject({ result: 'UNKNOWN', model: null });
  });

  test('a check’s challenge cannot register, and a registration’s cannot check', async () => {
    const { browser, keyId } = await opened();
    const answerTo = async (purpose: 'CHECK' | 'REGISTER') => {
      const { options } = await beginRegistration(browser, { purpose, onPhone: false });
      return toCredentialInput(await hardwareKey().create(toCreationOptions(options), { origin: server.app.address }));
    };
    expect(await finishRegistration(browser, await answerTo('CHECK'), { onPhone: false })).toMatchObject({ code: 'CHALLENGE_SPENT' });
    const registering = { activationId: await openedIn(browser), credential: await answerTo('REGISTER') };
    expect(await browser.mutate('checkHardwareKey', registering, 'result')).toMatchObject({ code: 'CHALLENGE_SPENT' });
    expect(await keyOf(keyId)).toMatchObject({ status: 'PENDING' });
  });
});

describe('H8: what the maker says counts where an attestation proves it', () => {
  /** Registers a key. @returns what is known of its credential */
  async function credentialOf(device: Authenticator) {
    const { browser, keyId } = await opened();
    const done = await register(browser, device, { onPhone: false });
    expect(done.activation?.status, JSON.stringify(done)).toBe('ACTIVATED');
    return (await keyOf(keyId)).credential;
  }

  beforeAll(() =>
    storeModels(
      server.database.db,
      {
        no: 2,
        models: [
          { aaguid: model, name: 'Example Key 5', roots: [maker.root], revoked: false },
          { aaguid: revokedModel, name: 'Example Key 3', roots: [maker.root], revoked: true },
        ],
      },
      new Date(),
    ),
  );

  test('a chain to the model’s root is attested, also over an intermediate', async () => {
    for (const intermediates of [0, 1]) {
      const leaf = await maker.leaf({ aaguid: model, intermediates });
      expect(await credentialOf(hardwareKey({ aaguid: model, attestation: 'packed', leaf }))).toMatchObject({
        aaguid: model,
        attested: true,
        attestationFormat: 'packed',
        model: 'Example Key 5',
      });
    }
  });

  test('self attestation under a known AAGUID is a claim: the name is shown, and that nothing proves it', async () => {
    expect(await credentialOf(hardwareKey({ aaguid: model, attestation: 'packed-self' }))).toMatchObject({
      attested: false,
      attestationFormat: 'packed',
      model: 'Example Key 5',
    });
  });

  test('another maker’s certificate proves nothing', async () => {
    const leaf = await otherMaker.leaf({ aaguid: model });
    expect(await credentialOf(hardwareKey({ aaguid: model, attestation: 'packed', leaf }))).toMatchObject({
      attested: false,
      model: 'Example Key 5',
    });
  });

  test('neither does a model that FIDO calls compromised, or one that it does not list', async () => {
    const revoked = hardwareKey({ aaguid: revokedModel, attestation: 'packed', leaf: await maker.leaf({ aaguid: revokedModel }) });
    expect(await credentialOf(revoked)).toMatchObject({ attested: false, model: 'Example Key 3' });
    const unlisted = hardwareKey({ aaguid: unlistedModel, attestation: 'packed', leaf: await maker.leaf({ aaguid: unlistedModel }) });
    expect(await credentialOf(unlisted)).toMatchObject({ attested: false, model: null });
  });

  test('an attestation whose signature does not verify registers nothing', async () => {
    const [mine, theirs] = [await maker.leaf({ aaguid: model }), await maker.leaf({ aaguid: model })];
    const { browser, keyId } = await opened();
    const forged = hardwareKey({ aaguid: model, attestation: 'packed', leaf: { x5c: mine.x5c, privateKey: theirs.privateKey } });
    expect(await register(browser, forged, { onPhone: false })).toMatchObject({ code: 'REGISTRATION_INVALID' });
    expect(await keyOf(keyId)).toMatchObject({ status: 'PENDING' });
  });
});
