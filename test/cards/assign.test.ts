import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemCtx } from '../../src/modules/context.ts';
import { expireEnrolments } from '../../src/modules/enrolment/manage.ts';
import { verifyPin } from '../../src/modules/keys/verifyPin.ts';
import { type OnlineAgent, onlineAgent, plainCard } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { signIn } from '../support/people.ts';
import { addUser, administrator, behindProxy, cardHolder, cardNumber, invite, logEnd, pinsOf, scriptWith, somebody } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { rowCounts } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
let workspaceId: string;
let desk: OnlineAgent;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
  workspaceId = (await owner.ask('{ workspace { id } }')).workspace.id;
  desk = await onlineAgent(server, owner);
});
afterAll(() => server.stop());

const now = { contactlessCard: { name: 'Blue badge', activation: 'ADMIN_NOW' } };
const made = 'activationCode enrolment { id status mail { status } securityKey { id status user { id status } } }';

/** Somebody with a card that an administrator is to tap. */
interface Waiting {
  userId: string;
  keyId: string;
  enrolmentId: string;
  email: string;
}

async function waiting(by = owner, details = somebody()): Promise<Waiting> {
  const userId = await addUser(owner, details);
  const { enrolment } = await by.mutate('assignSecurityKey', { userId, securityKey: now }, made);
  return { userId, keyId: enrolment.securityKey.id, enrolmentId: enrolment.id, email: details.email };
}

const assign = (target: object, by = owner, readerId = desk.readerId): Promise<Answer['data']> =>
  by.mutate('assignContactlessCard', { target, readerId }, 'tapJob { id status purpose securityKey { id } }');
const tap = async (id: string, uid = cardNumber()): Promise<Answer['data']> => (await desk.agent.tap(id, plainCard(uid))).tapJob;
const keyNow = async (id: string): Promise<Answer['data']> =>
  (
    await owner.ask('query ($id: ID!) { securityKey(id: $id) { status enrolment { id status } ... on ContactlessCard { uidSuffix pinStatus } } }', {
      id,
    })
  ).securityKey;
const jobNow = async (id: string): Promise<string> => (await owner.ask('query ($id: ID!) { tapJob(id: $id) { status } }', { id })).tapJob.status;

test('C9a–C12: for a person who is there the key waits without a link, and is active with the tap; the PIN is mailed', async () => {
  const details = somebody();
  const userId = await addUser(owner, details);
  const from = await logEnd(server, owner);
  const changes = follow(
    owner.subscribe(
      'subscription ($after: String, $userId: ID) { enrolmentStatusChanged(filter: { userId: $userId }, after: $after) { change { from to } } }',
      {
        after: from,
        userId,
      },
    ),
  );
  const assigned = await owner.mutate('assignSecurityKey', { userId, securityKey: now }, made);
  expect(assigned).toMatchObject({
    activationCode: null,
    enrolment: { status: 'PENDING', mail: null, securityKey: { status: 'PENDING', user: { status: 'PENDING' } } },
  });
  const keyId = assigned.enrolment.securityKey.id;
  await expect(server.mailTo(details.email)).rejects.toThrow('No link was mailed');
  const asked = await assign({ keyId });
  expect(asked.tapJob).toMatchObject({ status: 'QUEUED', purpose: 'ASSIGN', securityKey: { id: keyId } });
  const uid = cardNumber();
  expect(await tap(asked.tapJob.id, uid)).toMatchObject({ status: 'COMPLETED', card: { uidSuffix: uid.slice(-4) } });
  expect(await keyNow(keyId)).toMatchObject({ status: 'ACTIVE', uidSuffix: uid.slice(-4), pinStatus: 'SET', enrolment: { status: 'ACTIVATED' } });
  await waitFor(() => changes.items.length >= 3);
  expect(changes.items.map(({ data }) => data.enrolmentStatusChanged.change)).toEqual([
    { from: null, to: 'PENDING' },
    { from: 'PENDING', to: 'OPENED' },
    { from: 'OPENED', to: 'ACTIVATED' },
  ]);
  await changes.stop();
  const pins = await pinsOf(server, details.email);
  expect(pins).toHaveLength(1);
  await verifyPin(systemCtx(server.app.server, workspaceId), workspaceId, keyId, pins[0] ?? '');
});

test('C9a: createUser makes the person with a key that waits, once for an idempotency key; a script does all of it', async () => {
  const { script } = await scriptWith(server, owner, ['READ', 'DIRECTORY', 'ENROLMENT']);
  const input = { details: somebody(), securityKey: now, idempotencyKey: 'card' };
  const first = await script.mutate('createUser', input, `user { id } ${made}`);
  expect(await script.mutate('createUser', input, `user { id } ${made}`)).toEqual(first);
  const { tapJob } = await assign({ keyId: first.enrolment.securityKey.id }, script);
  expect(await tap(tapJob.id)).toMatchObject({ status: 'COMPLETED' });
  expect(await keyNow(first.enrolment.securityKey.id)).toMatchObject({ status: 'ACTIVE' });
});

test('C8: where nothing is mailed, words for the mail are refused rather than dropped', async () => {
  const refusal = { __typename: 'ValidationError', issues: [{ path: ['note'], code: 'NOTE_NOT_WANTED' }] };
  expect(await owner.mutate('createUser', { details: somebody(), securityKey: now, note: 'Hello' }, 'user { id }')).toMatchObject(refusal);
  const userId = await addUser(owner);
  expect(await owner.mutate('assignSecurityKey', { userId, securityKey: now, note: 'Hello' }, made)).toMatchObject(refusal);
  expect(await owner.mutate('assignSecurityKey', { userId, securityKey: now, note: '  ' }, made)).toHaveProperty('enrolment');
});

test('C8: where an administrator activates there is no link to send again', async () => {
  const { enrolmentId, keyId } = await waiting();
  const before = await rowCounts(server.database);
  expect(await owner.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id }')).toMatchObject({ code: 'ADMIN_ACTIVATES' });
  expect(await rowCounts(server.database)).toEqual(before);
  expect(await keyNow(keyId)).toMatchObject({ status: 'PENDING' });
});

test('C9a: an enrolment that expired is begun anew by asking for the tap', async () => {
  const { keyId, enrolmentId } = await waiting();
  await server.database.sql`update enrolments set expires_at = ${server.clock.now().toISOString()} where id = ${enrolmentId}`;
  expect(await expireEnrolments(server.app.server, workspaceId)).toBe(1);
  expect(await keyNow(keyId)).toMatchObject({ status: 'PENDING', enrolment: { id: enrolmentId, status: 'EXPIRED' } });
  const { tapJob } = await assign({ keyId });
  const again = await keyNow(keyId);
  expect(again.enrolment).toMatchObject({ status: 'PENDING' });
  expect(again.enrolment.id).not.toBe(enrolmentId);
  expect((await assign({ keyId })).tapJob.id, 'a second request begins no third').not.toBe(tapJob.id);
  expect((await keyNow(keyId)).enrolment.id).toBe(again.enrolment.id);
});

test('C9a: one that expires while the tap is awaited takes the request back, and the key still waits', async () => {
  const { keyId, enrolmentId } = await waiting();
  const { tapJob } = await assign({ keyId });
  await server.database.sql`update enrolments set expires_at = ${server.clock.now().toISOString()} where id = ${enrolmentId}`;
  await expireEnrolments(server.app.server, workspaceId);
  expect(await jobNow(tapJob.id)).toBe('CANCELLED');
  const again = await assign({ keyId });
  expect(await tap(again.tapJob.id)).toMatchObject({ status: 'COMPLETED' });
});

test('C9a: a newer request takes the older one’s place, also at another reader; of two taps one counts', async () => {
  const other = await onlineAgent(server, owner, 'Back office');
  const { keyId, email } = await waiting();
  const first = (await assign({ keyId })).tapJob.id;
  const second = (await assign({ keyId }, owner, other.readerId)).tapJob.id;
  expect([await jobNow(first), await jobNow(second)]).toEqual(['CANCELLED', 'QUEUED']);
  const answers = await Promise.all([desk.agent.tap(first, plainCard(cardNumber())), other.agent.tap(second, plainCard(cardNumber()))]);
  expect(answers).toMatchObject([{ code: 'TAP_JOB_ENDED' }, { tapJob: { status: 'COMPLETED' } }]);
  expect(await pinsOf(server, email)).toHaveLength(1);
  await other.socket.close();
});

test('C9a: a card that somebody has leaves the key waiting, and the next card is taken', async () => {
  const uid = cardNumber();
  const holder = await cardHolder(server, owner, uid);
  const { keyId, email } = await waiting();
  const told = (await assign({ keyId })).tapJob.id;
  expect(await tap(told, uid)).toMatchObject({ status: 'FAILED', failure: 'CARD_TAKEN' });
  const { tapJob } = await owner.ask('query ($id: ID!) { tapJob(id: $id) { takenBy { id } } }', { id: told });
  expect(tapJob.takenBy).toEqual({ id: holder.keyId });
  expect(await keyNow(keyId)).toMatchObject({ status: 'PENDING', enrolment: { status: 'PENDING' }, uidSuffix: null });
  expect(await pinsOf(server, email)).toEqual([]);
  expect(await tap((await assign({ keyId })).tapJob.id)).toMatchObject({ status: 'COMPLETED' });
});

test('C9a: cancelled or revoked, the key takes no card; a card that was given is free again', async () => {
  for (const end of [
    ({ enrolmentId }: Waiting) => owner.mutate('cancelEnrolment', { enrolmentId }, 'enrolment { status }'),
    ({ keyId }: Waiting) => owner.mutate('revokeSecurityKey', { keyId }, 'securityKey { status }'),
  ]) {
    const person = await waiting();
    const { tapJob } = await assign({ keyId: person.keyId });
    await desk.agent.claim(tapJob.id);
    await end(person);
    expect(await desk.agent.complete(tapJob.id, plainCard(cardNumber()))).toMatchObject({ code: 'TAP_JOB_ENDED' });
    expect(await assign({ keyId: person.keyId })).toMatchObject({ code: 'KEY_STATE' });
  }
  const uid = cardNumber();
  const person = await waiting();
  await tap((await assign({ keyId: person.keyId })).tapJob.id, uid);
  await owner.mutate('revokeSecurityKey', { keyId: person.keyId }, 'securityKey { status }');
  const next = await waiting();
  expect(await tap((await assign({ keyId: next.keyId })).tapJob.id, uid)).toMatchObject({ status: 'COMPLETED' });
});

test('C9a: a tap for somebody who is suspended is refused, and not wanted where it comes later', async () => {
  const person = await waiting();
  const { tapJob } = await assign({ keyId: person.keyId });
  await owner.mutate('suspendUser', { userId: person.userId }, 'user { id }');
  expect(await tap(tapJob.id)).toMatchObject({ status: 'FAILED', failure: 'NOT_WANTED' });
  expect(await assign({ keyId: person.keyId })).toMatchObject({ code: 'PERSON_SUSPENDED' });
  await owner.mutate('resumeUser', { userId: person.userId }, 'user { id }');
  expect(await tap((await assign({ keyId: person.keyId })).tapJob.id)).toMatchObject({ status: 'COMPLETED' });
});

test('C9a: only a card that an administrator activates, and that still waits, is asked a tap for', async () => {
  const byUser = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
  const phone = await invite(server, owner);
  const holder = await cardHolder(server, owner);
  for (const { keyId } of [byUser, phone, holder]) expect(await assign({ keyId })).toMatchObject({ code: 'KEY_STATE' });
  expect(await assign({ keyId: 'key_none' })).toMatchObject({ code: 'NOT_FOUND' });
  for (const target of [{}, { keyId: 'key_none', wizardId: 'wiz_none' }]) {
    await expect(assign(target)).rejects.toThrow(/exactly one key must be specified/i);
  }
});

test('C9a: who may not touch the keys of somebody with a role gets them no card, also where the role came after the request', async () => {
  const { browser: helpdesk } = await administrator(server, owner, 'HELPDESK');
  const { script } = await scriptWith(server, owner, ['ENROLMENT']);
  const { browser: auditor } = await administrator(server, owner, 'AUDITOR');
  const person = await waiting(helpdesk);
  const { tapJob } = await assign({ keyId: person.keyId }, helpdesk);
  await owner.mutate('setUserRole', { userId: person.userId, role: 'ADMIN' }, 'user { id }');
  expect(await jobNow(tapJob.id), 'the role took the enrolment back').toBe('CANCELLED');
  const { enrolment } = await owner.mutate('assignSecurityKey', { userId: person.userId, securityKey: now }, made);
  const keyId = enrolment.securityKey.id;
  for (const by of [helpdesk, script, auditor]) expect(await assign({ keyId }, by)).toMatchObject({ code: 'FORBIDDEN' });
  await signIn(owner, ownerKey);
  expect(await tap((await assign({ keyId })).tapJob.id)).toMatchObject({ status: 'COMPLETED' });
});

test('C9a: a tap and a cancel at once: one of the two, with all that belongs to it', async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await waiting();
    const { tapJob } = await assign({ keyId: person.keyId });
    await desk.agent.claim(tapJob.id);
    const [told, cancelled] = await Promise.all([
      desk.agent.complete(tapJob.id, plainCard(cardNumber())),
      owner.mutate('cancelEnrolment', { enrolmentId: person.enrolmentId }, 'enrolment { status }'),
    ]);
    const done = told.tapJob?.status === 'COMPLETED';
    expect(cancelled.enrolment?.status ?? cancelled.code, JSON.stringify(told)).toBe(done ? 'ENROLMENT_ENDED' : 'CANCELLED');
    expect(await keyNow(person.keyId)).toMatchObject(
      done ? { status: 'ACTIVE', pinStatus: 'SET' } : { status: 'REVOKED', uidSuffix: null, pinStatus: 'NONE' },
    );
    expect(await pinsOf(server, person.email)).toHaveLength(done ? 1 : 0);
  }
});
