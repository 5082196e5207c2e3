import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { systemCtx } from '../../src/modules/context.ts';
import { verifyPin } from '../../src/modules/keys/verifyPin.ts';
import { sweep } from '../../src/sweeper.ts';
import { type OnlineAgent, onlineAgent, plainCard } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { signIn } from '../support/people.ts';
import { addGroup, administrator, behindProxy, cardHolder, cardNumber, logEnd, pinsOf, scriptWith, somebody, storyOf } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { rowCounts } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
let desk: OnlineAgent;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
});
afterAll(() => server.stop());
beforeEach(async () => {
  desk = await onlineAgent(server, owner);
});
afterEach(() => desk.socket.close());

const now = { contactlessCard: { name: 'Blue badge', activation: 'ADMIN_NOW' } };
const whole = `wizard { id status nextStep card { uidSuffix technology fido2Applet assurance } securityKey { kind name activation }
  user { id status } enrolment { id status securityKey { id status } } }`;
const call = (name: string, input: Record<string, unknown>, by = owner): Promise<Answer['data']> => by.mutate(name, input, whole);
const read = async (id: string, by = owner): Promise<Answer['data']> =>
  (await by.ask(`query ($id: ID!) { userWizard(id: $id) { status card { uidSuffix } } }`, { id })).userWizard;

/** A wizard with every step set. */
async function filled({ details = somebody(), securityKey = now as object | null, by = owner } = {}): Promise<string> {
  const wizardId = (await call('startUserWizard', {}, by)).wizard.id;
  await call('setUserWizardDetails', { wizardId, details }, by);
  await call('setUserWizardGroups', { wizardId, groupIds: [] }, by);
  await call('setUserWizardSecurityKey', { wizardId, securityKey }, by);
  return wizardId;
}

/** Asks for a tap. @returns the payload, or the failure */
const assign = (target: { wizardId: string } | { keyId: string }, by = owner, readerId = desk.readerId): Promise<Answer['data']> =>
  by.mutate('assignContactlessCard', { target, readerId }, 'tapJob { id status purpose reader { id } }');

/** Asks for a tap for a wizard, and taps. @returns the request as it ended */
async function tapFor(wizardId: string, uid: string, card = {}, by = owner): Promise<Answer['data']> {
  const asked = await assign({ wizardId }, by);
  if (!asked.tapJob) throw new Error(`No tap was asked for: ${JSON.stringify(asked)}`);
  const ended = await desk.agent.tap(asked.tapJob.id, { ...plainCard(uid), ...card });
  return ended.tapJob ?? ended;
}

test('C6–C12: the card is tapped in the wizard and active with the confirm; every status is seen, and the PIN is mailed', async () => {
  const details = somebody();
  const uid = cardNumber();
  const wizardId = await filled({ details });
  const asked = await assign({ wizardId });
  expect(asked.tapJob).toMatchObject({ status: 'QUEUED', purpose: 'ASSIGN', reader: { id: desk.readerId } });
  const seen = follow(
    owner.subscribe('subscription ($id: ID!) { tapJobChanged(tapJobId: $id) { status card { uidSuffix assurance } } }', { id: asked.tapJob.id }),
  );
  await waitFor(() => seen.items.length > 0);
  expect((await read(wizardId)).card).toBeNull();
  const ended = await desk.agent.tap(asked.tapJob.id, { uid, technology: 'DESFIRE', fido2Applet: true, atr: '3B8180018080' });
  const card = { uidSuffix: uid.slice(-4), technology: 'DESFIRE', fido2Applet: true, assurance: 'UID_ONLY' };
  expect(ended.tapJob).toMatchObject({ status: 'COMPLETED', failure: null, card });
  await waitFor(() => seen.end);
  // What changed while it was read comes twice.
  expect([...new Set(seen.items.map(({ data }) => data.tapJobChanged.status))]).toEqual(['QUEUED', 'CLAIMED', 'COMPLETED']);
  expect(seen.items.at(-1)?.data.tapJobChanged.card).toEqual({ uidSuffix: uid.slice(-4), assurance: 'UID_ONLY' });

  const after = await logEnd(server, owner);
  const changes = follow(
    owner.subscribe('subscription ($after: String) { enrolmentStatusChanged(after: $after) { change { from to kind enrolment { status } } } }', {
      after,
    }),
  );
  const confirmed = await call('confirmUserWizard', { wizardId });
  expect(confirmed.wizard).toMatchObject({
    ...{ status: 'CONFIRMED', nextStep: null, card: null, user: { status: 'ACTIVE' } },
    enrolment: { status: 'ACTIVATED', securityKey: { status: 'ACTIVE' } },
  });
  await waitFor(() => changes.items.length >= 3);
  expect(
    changes.items.map(
      ({
        data: {
          enrolmentStatusChanged: { change },
        },
      }) => [change.from, change.to, change.kind],
    ),
  ).toEqual([
    [null, 'PENDING', 'CONTACTLESS_CARD'],
    ['PENDING', 'OPENED', 'CONTACTLESS_CARD'],
    ['OPENED', 'ACTIVATED', 'CONTACTLESS_CARD'],
  ]);
  await changes.stop();

  const keyId = confirmed.wizard.enrolment.securityKey.id;
  const { securityKey } = await owner.ask(
    `query ($id: ID!) { securityKey(id: $id) { name activatedAt ... on ContactlessCard { activation uidSuffix technology fido2Applet assurance pinStatus } } }`,
    { id: keyId },
  );
  expect(securityKey).toEqual({
    ...{ name: 'Blue badge', activatedAt: server.clock.now().toISOString(), activation: 'ADMIN_NOW', pinStatus: 'SET' },
    ...card,
  });
  const pins = await pinsOf(server, details.email);
  expect(pins).toHaveLength(1);
  await expect(server.mailTo(details.email), 'there is no link').rejects.toThrow('No link was mailed');
  const { workspace } = await owner.ask('{ workspace { id } }');
  const system = systemCtx(server.app.server, workspace.id);
  await expect(verifyPin(system, workspace.id, keyId, pins[0] === '482913' ? '482914' : '482913')).rejects.toMatchObject({ code: 'PIN_WRONG' });
  await verifyPin(system, workspace.id, keyId, pins[0] ?? '');
  const story = await storyOf(server, owner, confirmed.wizard.enrolment.id);
  expect(story.map(({ type }) => type)).toEqual(Array(3).fill('ENROLMENT_STATUS_CHANGED'));
});

test('C11: without a tap there is no confirm, and the form is told where', async () => {
  const wizardId = await filled();
  const before = await rowCounts(server.database);
  expect(await call('confirmUserWizard', { wizardId })).toMatchObject({
    __typename: 'ValidationError',
    issues: [{ path: ['securityKey'], code: 'CARD_MISSING' }],
  });
  const bare = (await call('startUserWizard', {})).wizard.id;
  await call('setUserWizardSecurityKey', { wizardId: bare, securityKey: now });
  expect((await call('confirmUserWizard', { wizardId: bare })).issues.map(({ code }: Answer['data']) => code)).toEqual([
    'STEP_MISSING',
    'STEP_MISSING',
    'CARD_MISSING',
  ]);
  expect(await rowCounts(server.database)).toMatchObject({ users: before.users, mail_outbox: before.mail_outbox });
});

test('C11: confirmed eight times at once and once more, it makes one key, one card and one PIN mail', async () => {
  const details = somebody();
  const wizardId = await filled({ details });
  await tapFor(wizardId, cardNumber());
  const before = await rowCounts(server.database);
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('confirmUserWizard', { wizardId })));
  answers.push(await call('confirmUserWizard', { wizardId }));
  expect(new Set(answers.map(({ wizard }) => `${wizard.status} ${wizard.user.id} ${wizard.enrolment.id}`)).size).toBe(1);
  const after = await rowCounts(server.database);
  for (const [table, more] of Object.entries({ users: 1, security_keys: 1, enrolments: 1, cards: 0, mail_outbox: 1, activation_links: 0 })) {
    expect((after[table] ?? 0) - (before[table] ?? 0), table).toBe(more);
  }
  expect(await pinsOf(server, details.email)).toHaveLength(1);
});

test('C11: the administrator’s words are in the mail with the PIN', async () => {
  const details = somebody();
  const wizardId = await filled({ details });
  await tapFor(wizardId, cardNumber());
  await call('confirmUserWizard', { wizardId, note: 'See you at the front desk.' });
  await server.app.mailer.idle();
  const { mails } = await server.operator.mutate('readTrialMailbox', {}, 'mails { to subject text }');
  const mail = mails.find(({ to }: Answer['data']) => to === details.email);
  expect(mail.text).toContain('> See you at the front desk.');
  expect(mail.subject).toBe('The PIN of your card for Example');
});

test('C9a: another tap takes the first one’s place, which is free again; a card that cannot be had leaves it', async () => {
  const [first, second] = [cardNumber(), cardNumber()];
  const taken = cardNumber();
  await cardHolder(server, owner, taken);
  const wizardId = await filled();
  await tapFor(wizardId, first);
  expect(await tapFor(wizardId, second)).toMatchObject({ status: 'COMPLETED' });
  expect((await read(wizardId)).card).toEqual({ uidSuffix: second.slice(-4) });
  expect(await tapFor(wizardId, taken)).toMatchObject({ status: 'FAILED', failure: 'CARD_TAKEN', card: null });
  expect((await read(wizardId)).card).toEqual({ uidSuffix: second.slice(-4) });
  expect(await tapFor(wizardId, second), 'its own card').toMatchObject({ status: 'COMPLETED' });
  expect(await tapFor(await filled(), first)).toMatchObject({ status: 'COMPLETED' });
  expect(await call('confirmUserWizard', { wizardId })).toMatchObject({ wizard: { status: 'CONFIRMED' } });
});

test('C9a: two wizards that tap one card: the second is told, until the first lets it go', async () => {
  const uid = cardNumber();
  const [one, two] = [await filled(), await filled()];
  expect(await tapFor(one, uid)).toMatchObject({ status: 'COMPLETED' });
  const told = await tapFor(two, uid);
  expect(told).toMatchObject({ status: 'FAILED', failure: 'CARD_RESERVED', card: null });
  expect(told.message).toMatch(/being assigned to somebody else/);
  expect((await read(two)).card).toBeNull();
  await call('discardUserWizard', { wizardId: one });
  expect(await tapFor(two, uid)).toMatchObject({ status: 'COMPLETED' });
});

test('C9a: two wizards at two readers that see the same card in the same moment: one has it', async () => {
  const uid = cardNumber();
  const other = await onlineAgent(server, owner, 'Back office');
  for (let round = 0; round < 5; round += 1) {
    const wizardIds = [await filled(), await filled()];
    const asked = [await assign({ wizardId: wizardIds[0] ?? '' }), await assign({ wizardId: wizardIds[1] ?? '' }, owner, other.readerId)];
    const ended = await Promise.all([desk.agent.tap(asked[0]?.tapJob.id, plainCard(uid)), other.agent.tap(asked[1]?.tapJob.id, plainCard(uid))]);
    expect(ended.map(({ tapJob }) => tapJob.failure ?? tapJob.status).sort()).toEqual(['CARD_RESERVED', 'COMPLETED']);
    for (const wizardId of wizardIds) await call('discardUserWizard', { wizardId });
  }
  await other.socket.close();
});

test('C9a: a card that somebody has: who may read keys is told whose, the agent is not', async () => {
  const uid = cardNumber();
  const holder = await cardHolder(server, owner, uid);
  const wizardId = await filled();
  const asked = await assign({ wizardId });
  await desk.agent.claim(asked.tapJob.id);
  const input = { tapJobId: asked.tapJob.id, claimKey: 'run-1', resultKey: 'result-1', card: plainCard(uid) };
  const told = await desk.agent.mutate('completeTapJob', input, 'tapJob { status failure takenBy { id } securityKey { id } }');
  expect(told.tapJob).toEqual({ status: 'FAILED', failure: 'CARD_TAKEN', takenBy: null, securityKey: null });
  const document = 'query ($id: ID!) { tapJob(id: $id) { failure takenBy { id user { id } } } }';
  expect(await owner.ask(document, { id: asked.tapJob.id })).toEqual({
    tapJob: { failure: 'CARD_TAKEN', takenBy: { id: holder.keyId, user: { id: holder.userId } } },
  });
  const { script } = await scriptWith(server, owner, ['ENROLMENT']);
  expect(await script.ask(document, { id: asked.tapJob.id }), 'may ask for taps, may not read keys').toEqual({
    tapJob: { failure: 'CARD_TAKEN', takenBy: null },
  });
});

test.each([
  ['', 'UID_LENGTH'],
  ['04a1b2', 'UID_LENGTH'],
  ['04a1b2c3d4e5f6a7b8c9d0', 'UID_LENGTH'],
  ['not hexadecimal', 'UID_LENGTH'],
  ['08a1b2c3', 'RANDOM_UID'],
])('C9a: a number of “%s” ends the request with %s', async (uid, failure) => {
  const wizardId = await filled();
  const told = await tapFor(wizardId, uid);
  expect(told).toMatchObject({ status: 'FAILED', failure, card: null });
  expect(told.message).toMatch(/Take another card/);
  expect((await read(wizardId)).card).toBeNull();
});

test('C8: another third step, or a discard, frees the card and takes back the tap; the same choice under another name keeps it', async () => {
  const uid = cardNumber();
  const wizardId = await filled();
  await tapFor(wizardId, uid);
  const renamed = { contactlessCard: { name: 'Green badge', activation: 'ADMIN_NOW' } };
  expect(await call('setUserWizardSecurityKey', { wizardId, securityKey: renamed })).toMatchObject({
    wizard: { card: { uidSuffix: uid.slice(-4) } },
  });
  for (const securityKey of [null, { smartphone: {} }, { contactlessCard: { name: 'Blue badge', activation: 'BY_USER' } }]) {
    await call('setUserWizardSecurityKey', { wizardId, securityKey: now });
    await tapFor(wizardId, uid);
    const waiting = (await assign({ wizardId })).tapJob.id;
    expect(await call('setUserWizardSecurityKey', { wizardId, securityKey })).toMatchObject({ wizard: { card: null } });
    const { tapJob } = await owner.ask('query ($id: ID!) { tapJob(id: $id) { status } }', { id: waiting });
    expect(tapJob).toEqual({ status: 'CANCELLED' });
    const other = await filled();
    expect(await tapFor(other, uid), JSON.stringify(securityKey)).toMatchObject({ status: 'COMPLETED' });
    expect(await call('discardUserWizard', { wizardId: other })).toMatchObject({ wizard: { status: 'DISCARDED', card: null } });
  }
});

test('C9a: a tap for a wizard that is over meanwhile, or chose otherwise, is not wanted', async () => {
  for (const end of [
    (wizardId: string) => call('discardUserWizard', { wizardId }),
    (wizardId: string) => call('setUserWizardSecurityKey', { wizardId, securityKey: null }),
  ]) {
    const wizardId = await filled();
    const { id } = (await assign({ wizardId })).tapJob;
    await desk.agent.claim(id);
    await end(wizardId);
    expect(await desk.agent.complete(id, plainCard(cardNumber()))).toMatchObject({ code: 'TAP_JOB_ENDED' });
  }
  // Over by time, which takes back nothing: only the tap finds out.
  const wizardId = await filled();
  const { id } = (await assign({ wizardId })).tapJob;
  await desk.agent.claim(id);
  await server.database.sql`update wizards set expires_at = ${server.clock.now().toISOString()} where id = ${wizardId}`;
  expect((await desk.agent.complete(id, plainCard(cardNumber()))).tapJob).toMatchObject({
    status: 'FAILED',
    failure: 'NOT_WANTED',
    message: expect.stringContaining('too late'),
  });
});

test('C9a: the same result again gives the same answer, once done; another one does not', async () => {
  const uid = cardNumber();
  const wizardId = await filled();
  const { id } = (await assign({ wizardId })).tapJob;
  await desk.agent.claim(id);
  const tell = (card = {}, resultKey = 'result-1') => desk.agent.complete(id, { ...plainCard(uid), ...card }, { resultKey });
  const answers = await Promise.all([tell(), tell(), tell()]);
  answers.push(await tell());
  for (const answer of answers) expect(answer).toMatchObject({ tapJob: { status: 'COMPLETED', card: { uidSuffix: uid.slice(-4) } } });
  expect(await tell({}, 'another')).toMatchObject({ code: 'TAP_JOB_ENDED' });
  expect(await tell({}, '')).toMatchObject({ issues: [{ path: ['resultKey'] }] });
  expect(await tell({ atr: 'xyz' })).toMatchObject({ issues: [{ path: ['card', 'atr'] }] });
});

test('C9a: a wizard that is over 7 days old keeps no card, even before it is swept', async () => {
  const uid = cardNumber();
  const old = await filled();
  await tapFor(old, uid);
  await desk.socket.close();
  server.clock.advance(7 * 24 * 3_600_000);
  await signIn(owner, ownerKey);
  desk = await onlineAgent(server, owner);
  expect(await assign({ wizardId: old })).toMatchObject({ code: 'NOT_FOUND' });
  const wizardId = await filled();
  expect(await tapFor(wizardId, uid)).toMatchObject({ status: 'COMPLETED' });
  const { cards } = await rowCounts(server.database);
  server.clock.advance(1);
  await sweep(server.app.server);
  expect((await read(wizardId)).card).toEqual({ uidSuffix: uid.slice(-4) });
  expect((await rowCounts(server.database)).cards, 'what other wizards of the week had is free').toBeLessThanOrEqual(cards ?? 0);
});

test('C9a: a tap is asked for by who uses the wizard, for what chose a card, at a reader that is there', async () => {
  const wizardId = await filled();
  const { browser: auditor } = await administrator(server, owner, 'AUDITOR');
  const { browser: helpdesk } = await administrator(server, owner, 'HELPDESK');
  expect(await assign({ wizardId }, auditor)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await assign({ wizardId }, helpdesk), 'somebody else’s wizard').toMatchObject({ code: 'NOT_FOUND' });
  expect(await assign({ wizardId }, owner, 'rdr_none')).toMatchObject({ code: 'NOT_FOUND' });
  for (const securityKey of [null, { smartphone: {} }, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } }]) {
    const other = await filled({ securityKey });
    expect(await assign({ wizardId: other })).toMatchObject({ issues: [{ path: ['target', 'wizardId'], code: 'CARD_NOT_CHOSEN' }] });
  }
  const own = await filled({ by: helpdesk });
  expect(await tapFor(own, cardNumber(), {}, helpdesk)).toMatchObject({ status: 'COMPLETED' });
  expect(await call('confirmUserWizard', { wizardId: own }, helpdesk)).toMatchObject({ wizard: { status: 'CONFIRMED' } });
  expect(await assign({ wizardId: own }, helpdesk)).toMatchObject({ code: 'WIZARD_ENDED' });
  await desk.socket.close();
  await waitFor(async () => (await assign({ wizardId })).code === 'READER_AWAY');
});

test('C7: the name is asked for, and a group may forbid the kind', async () => {
  const wizardId = (await call('startUserWizard', {})).wizard.id;
  const unnamed = { contactlessCard: { name: '  ', activation: 'ADMIN_NOW' } };
  expect(await call('setUserWizardSecurityKey', { wizardId, securityKey: unnamed })).toMatchObject({
    issues: [{ path: ['securityKey', 'contactlessCard', 'name'], code: 'REQUIRED' }],
  });
  await call('setUserWizardGroups', { wizardId, groupIds: [await addGroup(owner, 'No cards', ['SMARTPHONE'])] });
  expect(await call('setUserWizardSecurityKey', { wizardId, securityKey: now })).toMatchObject({ code: 'KEY_KIND_NOT_ALLOWED' });
});
