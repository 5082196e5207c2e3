import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hmac } from '../../src/lib/secrets.ts';
import { sweep } from '../../src/sweeper.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { type Authenticator, flag } from '../support/authenticator.ts';
import { pcAuthenticator, phone, phoneOverHybrid } from '../support/devices.ts';
import {
  activate,
  beginRegistration,
  finishRegistration,
  register,
  signIn,
  toCreationOptions,
  toCredentialInput,
  tokenOf,
} from '../support/people.ts';
import { addGroup, behindProxy, invite, logEnd, somebody, storyOf, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow, overSse } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
});
afterAll(() => server.stop());

const wizardSelection = `wizard {
  id status nextStep missingSteps details { displayName email username employeeNumber department phone } groups { name }
  securityKey { kind name smartphone { auditable bluetoothProximity offlineLogin verification } }
  user { id displayName status groups { name } securityKeys { id kind } } enrolment { id status securityKey { id } }
}`;
const wizardCall = async (name: string, input: Record<string, unknown>) => (await owner.mutate(name, input, wizardSelection)).wizard;

const keyOf = async (keyId: string) =>
  (
    await owner.ask(
      `query ($id: ID!) { securityKey(id: $id) { __typename name kind status activatedAt user { id status } enrolment { status openedAt endedAt }
        ... on Smartphone { settings { auditable bluetoothProximity offlineLogin verification } offlineReady deviceEvidence deviceBound
          credential { credentialId transports aaguid attested attestationFormat model backupEligible backedUp } } } }`,
      { id: keyId },
    )
  ).securityKey;

const enrolmentOf = async (id: string) =>
  (await owner.ask('query ($id: ID!) { enrolment(id: $id) { id status securityKey { id } mail { status } } }', { id })).enrolment;

const open = (browser: ApiClient, link: string) =>
  browser.mutate(
    'openActivation',
    { token: tokenOf(link) },
    'activation { id organisation personName inviterName kind keyName status activationCodeRequired }',
  );

const changes = `subscription ($after: String) {
  enrolmentStatusChanged(after: $after) { cursor change { enrolmentId kind from to } summary { pending opened activated } }
}`;

test('S1–S11: a phone by the wizard, from the first step to the status that everybody sees', async () => {
  const [person, sales] = [somebody({ employeeNumber: 'E-7', department: 'Field', phone: '+46 8 123' }), await addGroup(owner, 'Sales')];
  const after = await logEnd(server, owner);
  const overSocket = follow(owner.subscribe(changes, { after }));
  const overHttp = follow(overSse(owner, changes, { after }));

  // S2: the wizard starts empty.
  const started = await wizardCall('startUserWizard', {});
  expect(started).toMatchObject({ status: 'OPEN', nextStep: 'DETAILS', details: null, groups: null, securityKey: null, user: null });
  const wizardId = started.id;
  // S3, S4
  expect(await wizardCall('setUserWizardDetails', { wizardId, details: person })).toMatchObject({ nextStep: 'GROUPS', details: person });
  expect(await wizardCall('setUserWizardGroups', { wizardId, groupIds: [sales] })).toMatchObject({
    nextStep: 'SECURITY_KEY',
    groups: [{ name: 'Sales' }],
  });
  // S5: the toggle off means no key now. S6, S7: a phone, and the settings' defaults.
  expect(await wizardCall('setUserWizardSecurityKey', { wizardId, securityKey: null })).toMatchObject({
    nextStep: 'CONFIRM',
    securityKey: { kind: null, name: null, smartphone: null },
  });
  const usual = { auditable: true, bluetoothProximity: false, offlineLogin: false, verification: 'BIOMETRIC' };
  expect(await wizardCall('setUserWizardSecurityKey', { wizardId, securityKey: { smartphone: {} } })).toMatchObject({
    nextStep: 'CONFIRM',
    missingSteps: [],
    securityKey: { kind: 'SMARTPHONE', name: 'Smartphone', smartphone: usual },
  });
  // S8, S9: confirmed, the person is there and Pending, and a link is in their mail.
  const confirmed = await owner.mutate('confirmUserWizard', { wizardId, note: 'See you on Monday.' }, `activationCode ${wizardSelection}`);
  expect(confirmed.activationCode).toBeNull();
  expect(confirmed.wizard).toMatchObject({
    status: 'CONFIRMED',
    user: { displayName: person.displayName, status: 'PENDING', groups: [{ name: 'Sales' }], securityKeys: [{ kind: 'SMARTPHONE' }] },
    enrolment: { status: 'PENDING' },
  });
  const { enrolment, user } = confirmed.wizard;
  const link = await server.mailTo(person.email);
  expect(link).toMatch(new RegExp(`^${server.app.address}/activate#[\\w-]{43}$`));
  const { mails } = await server.operator.mutate('readTrialMailbox', {}, 'mails { to toName enrolmentId text }');
  expect(mails[0]).toMatchObject({ to: person.email, toName: person.displayName, enrolmentId: enrolment.id });
  expect(mails[0].text).toContain('See you on Monday.');

  // S10: the person opens the link on the phone and activates the key.
  const browser = visitor(server);
  const { activationPreview } = await browser.ask('query ($t: String!) { activationPreview(token: $t) { status personName } }', { t: tokenOf(link) });
  expect(activationPreview).toEqual({ status: 'PENDING', personName: person.displayName });
  expect((await open(browser, link)).activation).toEqual({
    id: enrolment.id,
    organisation: 'Example',
    personName: person.displayName,
    inviterName: 'Olive Owner',
    kind: 'SMARTPHONE',
    keyName: 'Smartphone',
    status: 'OPENED',
    activationCodeRequired: false,
  });
  const done = await register(browser, phone());
  expect(done).toMatchObject({
    __typename: 'FinishKeyRegistrationPayload',
    signedIn: false,
    activation: { status: 'ACTIVATED', offlineReady: null },
  });

  // S11: whoever watches has seen each change, in order, over either transport.
  const seen = ['PENDING', 'OPENED', 'ACTIVATED'];
  for (const stream of [overSocket, overHttp]) {
    await waitFor(() => stream.items.length === 3);
    expect(stream.items.map((item) => item.data.enrolmentStatusChanged.change)).toEqual(
      seen.map((to, i) => ({ enrolmentId: enrolment.id, kind: 'SMARTPHONE', from: seen[i - 1] ?? null, to })),
    );
    expect(stream.items.at(-1).data.enrolmentStatusChanged.summary).toMatchObject({ pending: 0, opened: 0 });
    await stream.stop();
  }
  const key = await keyOf(enrolment.securityKey.id);
  expect(key).toMatchObject({
    __typename: 'Smartphone',
    status: 'ACTIVE',
    settings: usual,
    offlineReady: null,
    deviceEvidence: 'CLAIMED',
    deviceBound: false,
    user: { id: user.id, status: 'ACTIVE' },
    enrolment: { status: 'ACTIVATED' },
    credential: { transports: ['hybrid', 'internal'], attested: false, attestationFormat: 'none', model: null, backupEligible: true, backedUp: true },
  });
  expect(key.activatedAt).toBe(server.clock.now().toISOString());
});

test('S7: the four settings are kept as they were chosen, and shown to the administrator and to the person', async () => {
  const settings = { auditable: false, bluetoothProximity: true, offlineLogin: true, verification: 'PIN' };
  const { keyId, link } = await invite(server, owner, { smartphone: { name: 'Eva’s phone', ...settings } });
  expect(await keyOf(keyId)).toMatchObject({ name: 'Eva’s phone', status: 'PENDING', activatedAt: null, credential: null, settings });
  const { activationPreview } = await visitor(server).ask(
    'query ($t: String!) { activationPreview(token: $t) { keyName smartphone { auditable bluetoothProximity offlineLogin verification } } }',
    { t: tokenOf(link) },
  );
  expect(activationPreview).toEqual({ keyName: 'Eva’s phone', smartphone: settings });
});

describe('S10: a PIN', () => {
  test.each([
    [null, 'REQUIRED'],
    ['123', 'PIN_LENGTH'],
    ['x'.repeat(64), 'PIN_LENGTH'],
    ['4567', 'PIN_RUN'],
    ['7777', 'PIN_REPEAT'],
    ['241287', 'PIN_DATE'],
  ])('that breaks a rule is refused before anything is spent: %j is %s', async (pin, code) => {
    const { link, keyId } = await invite(server, owner, { smartphone: { verification: 'PIN' } });
    const browser = visitor(server);
    const refused = await activate(browser, link, phone(), { pin });
    expect(refused).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['pin'], code }] });
    if (pin) expect(refused.message).not.toContain(pin);
    // The link is not spent, and neither is the session: the next PIN is taken.
    expect(await register(browser, phone(), { pin: '2749' })).toMatchObject({ activation: { status: 'ACTIVATED' } });
    expect(await keyOf(keyId)).toMatchObject({ status: 'ACTIVE' });
  });

  test('is not wanted where the phone verifies its user', async () => {
    const { link } = await invite(server, owner);
    expect(await activate(visitor(server), link, phone(), { pin: '2749' })).toMatchObject({ issues: [{ path: ['pin'], code: 'PIN_NOT_WANTED' }] });
  });

  test('is stored as an argon2id hash with a pepper, and nowhere else', async () => {
    const pin = 'čaj-2749-夜';
    const { link, keyId } = await invite(server, owner, { smartphone: { verification: 'PIN' } });
    await activate(visitor(server), link, phone(), { pin });
    const [row] = await server.database.sql`select workspace_id, pin_hash, security_keys::text as whole from security_keys where id = ${keyId}`;
    expect(row?.pin_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(row?.whole).not.toContain(pin);
    const pepper = await server.app.server.vault.key(server.database.db, row?.workspace_id, 'PIN_PEPPER');
    const peppered = Buffer.from(hmac(pepper, pin.normalize('NFC'))).toString('base64url');
    expect(await verify(row?.pin_hash, peppered)).toBe(true);
    expect(await verify(row?.pin_hash, pin), 'without the pepper').toBe(false);
  });

  test('stands in for the phone’s own verification, which a phone without one lacks', async () => {
    const { link } = await invite(server, owner, { smartphone: { verification: 'PIN' } });
    expect(await activate(visitor(server), link, phone({ userVerified: false }), { pin: '2749' })).toMatchObject({
      activation: { status: 'ACTIVATED' },
    });
  });
});

describe('S7: offline login', () => {
  test.each([true, false])('on asks for prf, and the key says whether the phone has it: %s', async (prf) => {
    const { link, keyId } = await invite(server, owner, { smartphone: { offlineLogin: true } });
    const browser = visitor(server);
    await open(browser, link);
    expect((await beginRegistration(browser)).options.prf).toBe(true);
    expect(await register(browser, phone({ prf }))).toMatchObject({ activation: { offlineReady: prf } });
    expect(await keyOf(keyId)).toMatchObject({ offlineReady: prf });
  });

  test('off asks for nothing', async () => {
    const { link, keyId } = await invite(server, owner);
    const browser = visitor(server);
    await open(browser, link);
    expect((await beginRegistration(browser)).options.prf).toBe(false);
    await register(browser, phone({ prf: true }));
    expect(await keyOf(keyId)).toMatchObject({ offlineReady: null });
  });
});

describe('S10: which device answers', () => {
  test('the phone that the page is open on', async () => {
    const { link } = await invite(server, owner);
    expect(await activate(visitor(server), link, phone(), { onPhone: true })).toMatchObject({ activation: { status: 'ACTIVATED' } });
  });

  test('a phone from the PC, over the hybrid transport', async () => {
    const { link, keyId } = await invite(server, owner);
    const device = phoneOverHybrid({ backupEligible: false, backedUp: false });
    expect(await activate(visitor(server), link, device, { onPhone: false })).toMatchObject({ activation: { status: 'ACTIVATED' } });
    expect(await keyOf(keyId)).toMatchObject({ deviceBound: true });
  });

  test('not the PC’s own authenticator, which is told what to do instead; the link still works', async () => {
    const { link } = await invite(server, owner);
    const browser = visitor(server);
    const refused = await activate(browser, link, pcAuthenticator(), { onPhone: false });
    expect(refused).toMatchObject({ __typename: 'RefusedError', code: 'WRONG_DEVICE' });
    expect(refused.message).toContain('Open the link on your phone');
    expect(await register(browser, phoneOverHybrid(), { onPhone: false })).toMatchObject({ activation: { status: 'ACTIVATED' } });
  });

  test('not one that did not verify its user', async () => {
    const { link, keyId } = await invite(server, owner);
    expect(await activate(visitor(server), link, phone({ userVerified: false }))).toMatchObject({ code: 'USER_VERIFICATION_MISSING' });
    expect(await keyOf(keyId)).toMatchObject({ status: 'PENDING', credential: null });
  });

  test('not one that says it verified nobody and was not even touched', async () => {
    const { link } = await invite(server, owner);
    const browser = visitor(server);
    await open(browser, link);
    const { options } = await beginRegistration(browser);
    const answer = await phone().create(toCreationOptions(options), { origin: server.app.address, flags: flag.AT });
    const refused = await finishRegistration(browser, toCredentialInput(answer));
    expect(refused).toMatchObject({ code: 'REGISTRATION_INVALID' });
  });
});

describe('S10: the link', () => {
  test('is not spent by looking or opening, works in another browser, and is spent by the activation', async () => {
    const { link } = await invite(server, owner);
    const [first, second] = [visitor(server), visitor(server)];
    expect(await open(first, link)).toMatchObject({ activation: { status: 'OPENED' } });
    expect(await open(second, link)).toMatchObject({ activation: { status: 'OPENED' } });
    // The later opening ended the earlier session.
    expect(await register(first, phone())).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
    expect(await register(second, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
    expect(await open(first, link)).toMatchObject({ code: 'LINK_SPENT' });
    expect(await register(second, phone())).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
  });

  test('opened by many browsers at once gives one of them the key', async () => {
    const { link, keyId } = await invite(server, owner);
    const browsers = Array.from({ length: 6 }, () => visitor(server));
    const done = await Promise.all(browsers.map((browser) => activate(browser, link, phone())));
    expect(done.filter((answer) => answer.activation?.status === 'ACTIVATED').length).toBeLessThanOrEqual(1);
    const rows = await server.database.sql`select id from webauthn_credentials where key_id = ${keyId}`;
    expect(rows.length).toBe(done.filter((answer) => answer.activation).length);
  });

  test('of another person, opened in another tab of the browser, takes the place of the first: the first page registers nothing', async () => {
    const [mine, theirs] = [await invite(server, owner), await invite(server, owner)];
    const browser = visitor(server);
    await open(browser, mine.link);
    await open(browser, theirs.link);
    const stale = await browser.mutate('beginKeyRegistration', { activationId: mine.enrolmentId, onPhone: true }, 'options { challenge }');
    expect(stale).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
    expect(await register(browser, phone())).toMatchObject({ activation: { id: theirs.enrolmentId, status: 'ACTIVATED' } });
    expect(await keyOf(mine.keyId)).toMatchObject({ status: 'PENDING', credential: null });
  });

  test('gives a session of 15 minutes, then is opened once more', async () => {
    const { link } = await invite(server, owner);
    const browser = visitor(server);
    await open(browser, link);
    server.clock.advance(15 * 60_000 - 1);
    expect(await beginRegistration(browser)).toHaveProperty('options');
    server.clock.advance(1);
    expect(await beginRegistration(browser)).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
    expect(await browser.ask('{ currentActivation { id } }')).toEqual({ currentActivation: null });
    expect(await activate(browser, link, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
  });

  test('sent again works instead of the older one', async () => {
    const { link, enrolmentId, email } = await invite(server, owner);
    const browser = visitor(server);
    await open(browser, link);
    const again = await owner.mutate('resendActivationLink', { enrolmentId }, 'activationCode enrolment { id status }');
    expect(again).toMatchObject({ activationCode: null, enrolment: { id: enrolmentId, status: 'OPENED' } });
    expect(await register(browser, phone())).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
    expect(await open(browser, link)).toMatchObject({ code: 'LINK_REPLACED' });
    const newer = await server.mailTo(email);
    expect(newer).not.toBe(link);
    expect(await activate(browser, newer, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
    expect(await owner.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id }')).toMatchObject({ code: 'ENROLMENT_ENDED' });
  });

  test('of a cancelled enrolment says so; its key is revoked, its mail taken back, its open session over', async () => {
    const { link, enrolmentId, keyId } = await invite(server, owner);
    const browser = visitor(server);
    await open(browser, link);
    expect(await owner.mutate('cancelEnrolment', { enrolmentId }, 'enrolment { status }')).toMatchObject({ enrolment: { status: 'CANCELLED' } });
    expect(await open(browser, link)).toMatchObject({ code: 'LINK_CANCELLED' });
    expect(await register(browser, phone())).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
    expect(await keyOf(keyId)).toMatchObject({ status: 'REVOKED', user: { status: 'NO_KEY' } });
    expect(await enrolmentOf(enrolmentId)).toMatchObject({ mail: { status: 'ERASED' } });
    for (const name of ['cancelEnrolment', 'resendActivationLink']) {
      expect(await owner.mutate(name, { enrolmentId }, 'enrolment { id }')).toMatchObject({ code: 'ENROLMENT_ENDED' });
    }
  });

  test('works for 72 hours; the sweep writes the end down, and a new one starts a new enrolment for the same key', async () => {
    const { link, enrolmentId, keyId, email } = await invite(server, owner);
    server.clock.advance(72 * 3_600_000 - 1);
    await sweep(server.app.server);
    // The owner's session ended long ago; the operator goes on.
    const script = server.operator;
    const status = async (id: string) => (await script.ask('query ($id: ID!) { enrolment(id: $id) { status } }', { id })).enrolment.status;
    expect(await status(enrolmentId)).toBe('PENDING');
    server.clock.advance(1);
    // Before the sweep the link is over by its own time already.
    expect(await open(visitor(server), link)).toMatchObject({ code: 'LINK_EXPIRED' });
    await sweep(server.app.server);
    expect(await status(enrolmentId)).toBe('EXPIRED');
    expect(await open(visitor(server), link)).toMatchObject({ code: 'LINK_EXPIRED' });
    expect(await script.mutate('cancelEnrolment', { enrolmentId }, 'enrolment { id }')).toMatchObject({ code: 'ENROLMENT_ENDED' });

    const again = await script.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id status securityKey { id } }');
    expect(again.enrolment).toMatchObject({ status: 'PENDING', securityKey: { id: keyId } });
    expect(again.enrolment.id).not.toBe(enrolmentId);
    // Sending for the expired one once more finds the one that runs.
    expect(await script.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id }')).toMatchObject({ enrolment: { id: again.enrolment.id } });
    expect(await activate(visitor(server), await server.mailTo(email), phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
    expect(await status(enrolmentId)).toBe('EXPIRED');
    const story = await storyOf(server, script, enrolmentId);
    expect(story.at(-1)).toMatchObject({ type: 'ENROLMENT_STATUS_CHANGED', actor: 'system' });
  });
});

describe('S11: the person’s own page', () => {
  const watched = 'subscription ($token: String) { activationChanged(token: $token) { status offlineReady } }';
  const statuses = (stream: ReturnType<typeof follow>) => stream.items.map((item) => item.data.activationChanged.status);

  test('sees its link’s changes by the token, and completes when it is activated', async () => {
    const { link } = await invite(server, server.operator);
    await server.app.server.sequencer.idle();
    const byToken = follow(visitor(server).subscribe(watched, { token: tokenOf(link) }));
    await waitFor(() => byToken.items.length === 1);
    await activate(visitor(server), link, phone());
    await waitFor(() => byToken.end);
    expect(byToken.end).toEqual({ done: true });
    expect(statuses(byToken)).toEqual(['PENDING', 'OPENED', 'ACTIVATED']);
  });

  test('sees them by the cookie too, over either transport, from where they stand', async () => {
    const { link } = await invite(server, server.operator, { smartphone: { offlineLogin: true } });
    const browser = visitor(server);
    await open(browser, link);
    // A change that the log has not numbered yet would be told twice.
    await server.app.server.sequencer.idle();
    const streams = [follow(browser.subscribe(watched)), follow(overSse(browser, watched))];
    await waitFor(() => streams.every(({ items }) => items.length === 1));
    await register(browser, phone({ prf: true }));
    await waitFor(() => streams.every(({ end }) => end));
    for (const stream of streams) {
      expect(statuses(stream)).toEqual(['OPENED', 'ACTIVATED']);
      expect(stream.items.at(-1).data.activationChanged.offlineReady).toBe(true);
    }
    expect(await browser.ask('{ currentActivation { status } }')).toEqual({ currentActivation: { status: 'ACTIVATED' } });
  });

  test('without a link is told to open one', async () => {
    const stream = follow(visitor(server).subscribe(watched));
    await waitFor(() => stream.end ?? stream.items.length > 0);
    const errors = (stream.end as { error: { extensions: { code: string } }[] } | null)?.error ?? stream.items[0].errors;
    expect(errors[0].extensions.code).toBe('ACTIVATION_SESSION_ENDED');
  });
});

test('S10: a link that is opened where an administrator is signed in leaves that session alone, and the log names the holder', async () => {
  const admin = owner;
  await signIn(admin, ownerKey);
  const { link, enrolmentId } = await invite(server, admin);
  const before = admin.cookies.get('latchkey-session');
  expect(await activate(admin, link, phone())).toMatchObject({ signedIn: false, activation: { status: 'ACTIVATED' } });
  expect(admin.cookies.get('latchkey-session')).toBe(before);
  expect((await admin.ask('{ viewer { ... on User { displayName role } } }')).viewer).toEqual({ displayName: 'Olive Owner', role: 'OWNER' });
  const story = await storyOf(server, admin, enrolmentId);
  const moves = story
    .filter(({ type }) => type === 'ENROLMENT_STATUS_CHANGED')
    .map(({ actor, details }) => [details.find((detail: { name: string }) => detail.name === 'to').value, actor]);
  expect(moves).toEqual([
    ['PENDING', expect.stringMatching(/^usr_/)],
    ['OPENED', 'holder'],
    ['ACTIVATED', 'holder'],
  ]);
});
