import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemCtx } from '../../src/modules/context.ts';
import { noteTap, verifyPin } from '../../src/modules/keys/verifyPin.ts';
import { type OnlineAgent, onlineAgent, plainCard } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { tokenOf } from '../support/people.ts';
import { behindProxy, cardHolder, cardNumber, invite, pinsOf, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { dumpTables } from '../support/tables.ts';

let server: TestServer;
let owner: ApiClient;
let desk: OnlineAgent;
/** The numbers of cards, as hexadecimal digits, and the PINs: whatever must be found nowhere. */
const numbers: string[] = [];
const pins: string[] = [];
const answers: string[] = [];

const fresh = (bytes: 4 | 7 | 10 = 7): string => {
  numbers.push(cardNumber(bytes));
  return numbers.at(-1) ?? '';
};

/** Keeps what a caller is answered, but for the trial mailbox, which is where a PIN is. */
function watched(client: ApiClient): ApiClient {
  const request = client.request.bind(client);
  client.request = async (init) => {
    const response = await request(init);
    answers.push(await response.clone().text());
    return response;
  };
  return client;
}

/** Every flow of a card, with what can go wrong on the way. */
beforeAll(async () => {
  server = await startServer({ env: behindProxy, logLevel: 'trace' });
  ({ owner } = await server.owner());
  watched(owner);
  desk = await onlineAgent(server, owner);
  watched(desk.agent.api);
  const tap = async (asked: Answer['data'], uid: string) => desk.agent.tap(asked.tapJob.id, plainCard(uid));
  const now = { contactlessCard: { name: 'Badge', activation: 'ADMIN_NOW' } };

  // In the wizard: a first card, a second, and others that cannot be had.
  const details = somebody();
  const { wizard } = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  const wizardId = wizard.id;
  await owner.mutate('setUserWizardDetails', { wizardId, details }, 'wizard { id }');
  await owner.mutate('setUserWizardGroups', { wizardId, groupIds: [] }, 'wizard { id }');
  await owner.mutate('setUserWizardSecurityKey', { wizardId, securityKey: now }, 'wizard { id }');
  const assign = (target: object) => owner.mutate('assignContactlessCard', { target, readerId: desk.readerId }, 'tapJob { id }');
  const taken = fresh();
  const holder = await cardHolder(server, owner, taken);
  numbers.push('04c0ffee99', '08c0ffee');
  for (const uid of [fresh(4), fresh(10), taken, '04c0ffee99', '08c0ffee']) await tap(await assign({ wizardId }), uid);
  await tap(await assign({ wizardId }), fresh());
  await owner.mutate('confirmUserWizard', { wizardId }, 'wizard { id user { id } enrolment { id securityKey { id } } }');

  // For a person who is there, with a test tap before, and a request that has ended.
  const made = await owner.mutate('createUser', { details: somebody(), securityKey: now }, 'enrolment { securityKey { id } } user { email }');
  const keyId = made.enrolment.securityKey.id;
  await tap(await owner.mutate('requestTestTap', { readerId: desk.readerId }, 'tapJob { id }'), fresh());
  const asked = await assign({ keyId });
  await tap(asked, fresh());
  await desk.agent.complete(asked.tapJob.id, plainCard(fresh()), { resultKey: 'another' });

  // By typing, wrong and right; a PIN that is tried, reset, tried, locked and unlocked.
  const invited = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
  const browser = watched(visitor(server));
  await browser.mutate('openActivation', { token: tokenOf(invited.link) }, 'activation { id }');
  numbers.push('04decade5');
  for (const number of ['04decade5', taken, fresh()]) {
    await browser.mutate('registerTypedCard', { activationId: invited.enrolmentId, number }, 'activation { id }');
  }
  await owner.mutate('resetCardPin', { keyId }, 'securityKey { id }');
  const workspaceId = (await owner.ask('{ workspace { id } }')).workspace.id;
  const system = systemCtx(server.app.server, workspaceId);
  const fail = (error: Error) => void answers.push(String(error.stack));
  for (const { email } of [details, made.user, invited, holder]) pins.push(...(await pinsOf(server, email)));
  for (const pin of pins) await verifyPin(system, workspaceId, keyId, pin).catch(fail);
  for (let i = 0; i < 8; i += 1) {
    await noteTap(system, workspaceId, keyId);
    await verifyPin(system, workspaceId, keyId, 'not the one').catch(fail);
  }
  await owner.mutate('unlockCardPin', { keyId }, 'securityKey { id ... on ContactlessCard { uidSuffix pinStatus } }');

  // The database fails under calls that carry a number: what is logged of it names none.
  const away = async (table: string, work: () => Promise<unknown>) => {
    const { sql } = server.database;
    await sql`alter table ${sql(table)} rename to ${sql(`${table}_away`)}`;
    await work().catch(fail);
    await sql`alter table ${sql(`${table}_away`)} rename to ${sql(table)}`;
  };
  const later = await owner.mutate('createUser', { details: somebody(), securityKey: now }, 'enrolment { securityKey { id } }');
  const failing = await assign({ keyId: later.enrolment.securityKey.id });
  await desk.agent.claim(failing.tapJob.id);
  await away('cards', () => desk.agent.complete(failing.tapJob.id, plainCard(fresh())));
  await away('mail_outbox', () => desk.agent.complete(failing.tapJob.id, plainCard(fresh())));
  const typing = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
  await browser.mutate('openActivation', { token: tokenOf(typing.link) }, 'activation { id }');
  await away('cards', () => browser.mutate('registerTypedCard', { activationId: typing.enrolmentId, number: fresh() }, 'activation { id }'));
  await owner.ask('{ events(first: 200) { edges { node { type details { name value } } } } }');
  await server.app.mailer.idle();
  await server.app.server.sequencer.idle();
});
afterAll(() => server.stop());

/** A card's number in whatever spelling it could lie somewhere. */
function spellings(hex: string): string[] {
  const bytes = Buffer.from(hex, 'hex');
  const pairs = hex.match(/../g) ?? [];
  const decimal = String(BigInt(`0x${hex}`));
  return [
    hex,
    pairs.toReversed().join(''),
    pairs.join(':'),
    decimal,
    bytes.toString('latin1'),
    bytes.toString('base64url'),
    bytes.toString('base64'),
  ].filter((form) => form.length >= 4);
}

/** What of the cards' numbers and PINs a text holds. */
function heldBy(text: string): string[] {
  const lower = text.toLowerCase();
  const found = numbers.filter((number) => spellings(number).some((form) => text.includes(form) || lower.includes(form)));
  // Six digits by themselves: times and counters hold longer rows of digits.
  return [...found, ...pins.filter((pin) => new RegExp(`(?<![0-9a-z])${pin}(?![0-9a-z])`, 'i').test(text))];
}

test('C12: the flows have numbers and PINs to look for, and the look finds each', () => {
  expect(numbers.length).toBeGreaterThan(12);
  // A new PIN erases the mail with the old one.
  expect(pins.length).toBeGreaterThanOrEqual(4);
  for (const number of numbers) for (const form of spellings(number)) expect(heldBy(`{"uid":"${form}"}`)).toContain(number);
  for (const pin of pins) expect(heldBy(`{"pin":"${pin}"}`)).toContain(pin);
});

test('C9: no line of the log at its most talkative holds a card’s number or a PIN', () => {
  const failed = server.logged.filter((line) => JSON.parse(line).level >= 50);
  expect(failed.length, 'the failures of the database are in it').toBeGreaterThanOrEqual(3);
  expect(server.logged.flatMap(heldBy)).toEqual([]);
});

test('C9: no column of any table holds one: an HMAC, a hash and a sealed mail alone', async () => {
  const dump = await dumpTables(server.database);
  expect(dump.cards?.length).toBeGreaterThanOrEqual(3);
  expect(dump.tap_jobs?.length).toBeGreaterThanOrEqual(9);
  expect(dump.mail_outbox?.length).toBeGreaterThanOrEqual(5);
  const found = Object.entries(dump).flatMap(([table, rows]) => rows.flatMap((row) => heldBy(row).map((what) => `${what} in ${table}`)));
  expect(found).toEqual([]);
});

test('C9: no event tells one, nor the end of a number', async () => {
  const rows = await server.database.sql<{ canonical: string }[]>`select canonical from events`;
  expect(rows.some(({ canonical }) => canonical.includes('tap_job.status_changed'))).toBe(true);
  expect(rows.some(({ canonical }) => canonical.includes('security_key.pin_locked'))).toBe(true);
  expect(rows.flatMap(({ canonical }) => heldBy(canonical))).toEqual([]);
  expect(rows.filter(({ canonical }) => /suffix|atr|technology/i.test(canonical))).toEqual([]);
});

test('C9: no answer and no failure tells one, to whomever', () => {
  expect(answers.length).toBeGreaterThan(30);
  expect(answers.some((text) => text.includes('CARD_TAKEN'))).toBe(true);
  expect(answers.some((text) => text.includes('CARD_NUMBER_INVALID'))).toBe(true);
  expect(answers.some((text) => text.includes('PIN is not') || text.includes('not the PIN'))).toBe(true);
  expect(answers.flatMap(heldBy)).toEqual([]);
});
