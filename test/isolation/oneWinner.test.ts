import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrolmentNext } from '../../src/modules/enrolment/machine.ts';
import { keyNext } from '../../src/modules/keys/machine.ts';
import { statusFromKeys } from '../../src/modules/keys/userStatus.ts';
import { sweep } from '../../src/sweeper.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { activate, openedIn, toCreationOptions, toCredentialInput, tokenOf } from '../support/people.ts';
import { addUser, administrator, behindProxy, invite, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

const many = 16;

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

const atOnce = <T>(work: (i: number) => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: many }, (_, i) => work(i)));

type Row = Record<string, string | null>;
/** What the log says of a person, oldest first. */
async function logOf(userId: string, type?: string): Promise<(Row & { payload: Record<string, unknown> })[]> {
  await server.app.server.sequencer.idle();
  const rows = await server.database.sql`select type, canonical, key_id, enrolment_id from events where user_id = ${userId} order by number`;
  return rows
    .filter((row) => type === undefined || row.type === type)
    .map((row) => ({ ...row, payload: JSON.parse(row.canonical).payload })) as unknown as (Row & { payload: Record<string, unknown> })[];
}
const counts = (answers: Answer['data'][]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ code }) => code ?? 'done')].map(([code, all]) => [code, all.length]));
const personOf = async (id: string) => (await server.database.sql`select * from users where id = ${id}`)[0];

test('16 confirms of one wizard: one person, one mail, one answer', async () => {
  const wizardId = (await owner.mutate('startUserWizard', {}, 'wizard { id }')).wizard.id;
  const details = somebody();
  await owner.mutate('setUserWizardDetails', { wizardId, details }, 'wizard { id }');
  await owner.mutate('setUserWizardGroups', { wizardId, groupIds: [] }, 'wizard { id }');
  await owner.mutate('setUserWizardSecurityKey', { wizardId, securityKey: { smartphone: {} } }, 'wizard { id }');
  const answers = await atOnce(() => owner.mutate('confirmUserWizard', { wizardId }, 'wizard { status user { id email } enrolment { id } }'));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ wizard: { status: 'CONFIRMED', user: { email: details.email } } });
  expect(await server.database.sql`select id from users where email = ${details.email}`).toHaveLength(1);
  const userId = answers[0].wizard.user.id;
  expect(await server.database.sql`select id from enrolments where user_id = ${userId}`).toHaveLength(1);
  expect(await logOf(userId, 'user.created')).toHaveLength(1);
  expect(await logOf(userId, 'enrolment.link_sent')).toHaveLength(1);
  await server.mailTo(details.email);
  const { mails } = await server.operator.mutate('readTrialMailbox', {}, 'mails { to }');
  expect(mails.filter(({ to }: { to: string }) => to === details.email)).toHaveLength(1);
});

test('16 openings of one link: one browser can go on', async () => {
  const { link, enrolmentId, userId } = await invite(server, owner);
  const browsers = Array.from({ length: many }, () => visitor(server));
  const opened = await Promise.all(browsers.map((browser) => browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }')));
  expect(counts(opened)).toEqual({ done: many });
  const begun = await Promise.all(
    browsers.map((browser) => browser.mutate('beginKeyRegistration', { activationId: enrolmentId, onPhone: true }, 'options { challenge }')),
  );
  expect(counts(begun)).toEqual({ done: 1, ACTIVATION_SESSION_ENDED: many - 1 });
  expect((await logOf(userId, 'enrolment.status_changed')).map(({ payload }) => payload.to)).toEqual(['PENDING', 'OPENED']);
});

const creation =
  'options { rp { id name } user { id name displayName } challenge pubKeyCredParams { alg type } timeout excludeCredentials { id type transports } authenticatorSelection { authenticatorAttachment residentKey requireResidentKey userVerification } hints attestation prf }';

/** A browser that has a link open, with the answer of a device to its challenge. */
async function answered(browser: ApiClient): Promise<() => Promise<Answer['data']>> {
  const activationId = await openedIn(browser);
  const { options } = await browser.mutate('beginKeyRegistration', { activationId, onPhone: true }, creation);
  const credential = toCredentialInput(await phone().create(toCreationOptions(options), { origin: browser.address }));
  return () => browser.mutate('finishKeyRegistration', { activationId, credential, onPhone: true }, 'activation { status }');
}

// 15: a session may ask and answer 30 times a minute.
test('15 devices answer in one activation: one credential, one ACTIVATED, the others are told', async () => {
  const { link, userId, keyId } = await invite(server, owner);
  const browser = visitor(server);
  await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
  const answers: (() => Promise<Answer['data']>)[] = [];
  for (let i = 0; i < 15; i += 1) answers.push(await answered(browser));
  const done = await Promise.all(answers.map((finish) => finish()));
  expect(done.filter(({ activation }) => activation?.status === 'ACTIVATED')).toHaveLength(1);
  for (const { code } of done.filter(({ activation }) => !activation))
    expect(['ACTIVATION_SESSION_ENDED', 'CHALLENGE_SPENT', 'LINK_SPENT']).toContain(code);
  expect(await server.database.sql`select id from webauthn_credentials where key_id = ${keyId}`).toHaveLength(1);
  expect((await logOf(userId, 'enrolment.status_changed')).filter(({ payload }) => payload.to === 'ACTIVATED')).toHaveLength(1);
  expect((await logOf(userId, 'security_key.status_changed')).filter(({ payload }) => payload.to === 'ACTIVE')).toHaveLength(1);
});

test('16 emails for one person: an event for each, and all agree in the end', async () => {
  const userId = await addUser(owner);
  const emails = Array.from({ length: many }, (_, i) => `turn${i}@example.org`);
  const answers = await atOnce((i) => owner.mutate('updateUser', { userId, changes: { email: emails[i] } }, 'user { email }'));
  expect(answers.map(({ user }) => user?.email)).toEqual(emails);
  expect(emails).toContain((await personOf(userId))?.email);
  expect(await logOf(userId, 'user.updated')).toHaveLength(many);
  // One email for 16 people: one has it.
  const people = await atOnce(() => addUser(owner));
  const rivals = await Promise.all(
    people.map((id) => owner.mutate('updateUser', { userId: id, changes: { email: 'wanted@example.org' } }, 'user { id }')),
  );
  expect(counts(rivals)).toEqual({ done: 1, INVALID_INPUT: many - 1 });
});

test('16 suspends and resumes: they alternate in the log, and its last word is how the person stands', async () => {
  const { userId, link } = await invite(server, owner);
  await activate(visitor(server), link, phone());
  const answers = await atOnce((i) => owner.mutate(i % 2 === 0 ? 'suspendUser' : 'resumeUser', { userId }, 'user { id }'));
  expect(counts(answers)).toEqual({ done: many });
  const told = (await logOf(userId)).map(({ type }) => type).filter((type) => type === 'user.suspended' || type === 'user.resumed');
  expect(told).toEqual(told.map((_, i) => (i % 2 === 0 ? 'user.suspended' : 'user.resumed')));
  expect((await personOf(userId))?.status).toBe(told.at(-1) === 'user.suspended' ? 'SUSPENDED' : 'ACTIVE');
});

test('16 creations with one idempotency key are one', async () => {
  const input = { details: somebody(), securityKey: { smartphone: {} }, idempotencyKey: 'sixteen' };
  const answers = await atOnce(() => owner.mutate('createUser', input, 'user { id } enrolment { id }'));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await server.database.sql`select id from users where email = ${input.details.email}`).toHaveLength(1);
  expect(await logOf(answers[0].user.id, 'enrolment.link_sent')).toHaveLength(1);
});

test('cancelling against activating, 16 times: one of them is it, and all rows agree', async () => {
  for (let i = 0; i < many; i += 1) {
    const { link, enrolmentId, keyId, userId } = await invite(server, owner);
    const browser = visitor(server);
    await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
    const finish = await answered(browser);
    const [activated, cancelled] = await Promise.all([finish(), owner.mutate('cancelEnrolment', { enrolmentId }, 'enrolment { status }')]);
    const [row] = await server.database.sql`
      select e.status, k.status as key, u.status as person, (select count(*)::int from webauthn_credentials c where c.key_id = k.id) as credentials
      from enrolments e join security_keys k on k.id = e.key_id join users u on u.id = e.user_id where e.id = ${enrolmentId} and k.id = ${keyId}`;
    const won = activated.activation?.status === 'ACTIVATED';
    expect(row).toEqual(
      won
        ? { status: 'ACTIVATED', key: 'ACTIVE', person: 'ACTIVE', credentials: 1 }
        : { status: 'CANCELLED', key: 'REVOKED', person: 'NO_KEY', credentials: 0 },
    );
    if (won) expect(cancelled.code).toBe('ENROLMENT_ENDED');
    else
      expect([activated.code, cancelled.enrolment?.status]).toEqual([
        expect.stringMatching(/^(ACTIVATION_SESSION_ENDED|ENROLMENT_ENDED|LINK_CANCELLED)$/),
        'CANCELLED',
      ]);
    expect((await logOf(userId, 'enrolment.status_changed')).map(({ payload }) => payload.to)).toEqual(['PENDING', 'OPENED', row?.status]);
  }
});

describe('whatever three callers do to one person at once', () => {
  const operations = [
    'assign',
    'resend',
    'open',
    'activate',
    'cancel',
    'suspend',
    'resume',
    'suspendKey',
    'resumeKey',
    'lost',
    'revoke',
    'sweep',
  ] as const;

  /** One operation on the person, on whichever of their keys the number falls. What is refused is refused with a code. */
  async function operate(name: (typeof operations)[number], at: number, userId: string, email: string): Promise<void> {
    const enrolments = await server.database.sql`select id, key_id from enrolments where user_id = ${userId} order by id`;
    const { id: enrolmentId, key_id: keyId } = enrolments[at % enrolments.length] ?? {};
    const browser = visitor(server);
    const call = {
      assign: () => owner.mutate('assignSecurityKey', { userId, securityKey: { smartphone: {} } }, '__typename'),
      resend: () => owner.mutate('resendActivationLink', { enrolmentId }, '__typename'),
      open: async () => browser.mutate('openActivation', { token: tokenOf(await server.mailTo(email)) }, '__typename'),
      activate: async () => activate(browser, await server.mailTo(email), phone()),
      cancel: () => owner.mutate('cancelEnrolment', { enrolmentId }, '__typename'),
      suspend: () => owner.mutate('suspendUser', { userId }, '__typename'),
      resume: () => owner.mutate('resumeUser', { userId }, '__typename'),
      suspendKey: () => owner.mutate('suspendSecurityKey', { keyId }, '__typename'),
      resumeKey: () => owner.mutate('resumeSecurityKey', { keyId }, '__typename'),
      lost: () => owner.mutate('reportSecurityKeyLost', { keyId }, '__typename'),
      revoke: () => owner.mutate('revokeSecurityKey', { keyId }, '__typename'),
      sweep: async () => {
        // This person's time is over, so that there is something to sweep.
        await server.database
          .sql`update enrolments set expires_at = ${server.clock.now().toISOString()} where id = ${enrolmentId} and status in ('PENDING', 'OPENED')`;
        await sweep(server.app.server);
        return {};
      },
    }[name];
    const answer = await call().catch((error: Error) => {
      // A mail that is gone with its link has nothing to open.
      if (!error.message.startsWith('No link was mailed')) throw error;
      return {};
    });
    if (answer.code)
      expect([
        'KEY_STATE',
        'ENROLMENT_ENDED',
        'PERSON_SUSPENDED',
        'ACTIVATION_SESSION_ENDED',
        'CHALLENGE_SPENT',
        'LINK_SPENT',
        'LINK_EXPIRED',
        'LINK_CANCELLED',
        'LINK_REPLACED',
      ]).toContain(answer.code);
  }

  const legal = { 'security_key.status_changed': keyNext, 'enrolment.status_changed': enrolmentNext } as Record<
    string,
    Record<string, readonly string[]>
  >;

  /** How the enrolments ended, in all runs. */
  const reached = new Set<string>();

  async function everythingAgrees(userId: string): Promise<void> {
    const keys = await server.database.sql`select id, status from security_keys where user_id = ${userId}`;
    const enrolments = await server.database.sql`select id, key_id, status from enrolments where user_id = ${userId}`;
    for (const { status } of enrolments) reached.add(status);
    const credentials = await server.database.sql`select key_id from webauthn_credentials where user_id = ${userId}`;
    const user = await personOf(userId);
    expect(user?.status).toBe(
      statusFromKeys(
        user?.suspended_at != null,
        keys.map(({ status }) => status),
      ),
    );
    const stands = new Map<string, string>([[userId, 'NO_KEY']]);
    const wasActive = new Set<string>();
    for (const { type, key_id, enrolment_id, payload } of await logOf(userId)) {
      if (!type?.endsWith('.status_changed')) {
        if (type === 'security_key.assigned') stands.set(key_id as string, 'PENDING');
        continue;
      }
      const id = (type === 'user.status_changed' ? userId : type === 'security_key.status_changed' ? key_id : enrolment_id) as string;
      const [from, to] = [payload.from as string | null, payload.to as string];
      expect(stands.get(id) ?? null, `${type} begins where it stood`).toBe(from);
      if (from !== null && legal[type]) expect(legal[type][from], `${type} from ${from}`).toContain(to);
      stands.set(id, to);
      if (type === 'security_key.status_changed' && to === 'ACTIVE') wasActive.add(id);
    }
    expect(Object.fromEntries(stands)).toEqual(
      Object.fromEntries([[userId, user?.status], ...[...keys, ...enrolments].map(({ id, status }) => [id, status])]),
    );
    for (const { id } of keys) {
      const its = enrolments.filter(({ key_id }) => key_id === id);
      expect(its.filter(({ status }) => status === 'PENDING' || status === 'OPENED').length).toBeLessThanOrEqual(1);
      const activated = its.filter(({ status }) => status === 'ACTIVATED').length;
      expect([activated, credentials.filter(({ key_id }) => key_id === id).length]).toEqual(wasActive.has(id) ? [1, 1] : [0, 0]);
    }
  }

  type Step = [(typeof operations)[number], number];

  /** A walk in which the first caller does this alone, while the others do what changes nothing: so every ending is reached, whatever the dice say. */
  const alone = (...names: Step[0][]): Step[] =>
    names.flatMap((name): Step[] => [
      [name, 0],
      ['resumeKey', 0],
      ['resume', 0],
    ]);

  test('statuses follow from each other, and the log tells how they came about', async () => {
    const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...operations), fc.nat(5));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 12 }), async (steps) => {
        const { userId, email } = await invite(server, server.operator);
        const callers = [0, 1, 2].map(async (caller) => {
          for (const [name, at] of steps.filter((_, i) => i % 3 === caller)) await operate(name, at, userId, email);
        });
        await Promise.all(callers);
        await everythingAgrees(userId);
      }),
      {
        numRuns: 30,
        endOnFailure: true,
        examples: [[alone('activate', 'suspendKey', 'resumeKey', 'lost')], [alone('open', 'cancel')], [alone('sweep', 'activate')]],
      },
    );
    // The walks came everywhere, or they would show nothing.
    expect([...reached]).toEqual(expect.arrayContaining(['ACTIVATED', 'CANCELLED', 'EXPIRED']));
    const { logVerifications } = await server.operator.ask('{ logVerifications { problem } }');
    expect(logVerifications).toEqual([{ problem: null }]);
  });
});

// The last one: the owner of the others may lose the role here.
test('two owners who delete each other at once: one is told LAST_OWNER, or is out already', async () => {
  const { viewer } = await owner.ask('{ viewer { ... on User { id } } }');
  const second = await administrator(server, owner, 'OWNER');
  const answers = await Promise.all([
    owner.mutate('deleteUser', { userId: second.userId }, 'userId'),
    second.browser.mutate('deleteUser', { userId: viewer.id }, 'userId'),
  ]);
  expect(answers.filter(({ userId }) => userId)).toHaveLength(1);
  expect(['LAST_OWNER', 'SIGN_IN_REQUIRED']).toContain(answers.find(({ code }) => code)?.code);
  expect(await server.database.sql`select id from users where role = 'OWNER'`).toHaveLength(1);
});
