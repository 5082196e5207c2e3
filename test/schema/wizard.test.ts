import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/sweeper.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { signIn } from '../support/people.ts';
import { addGroup, addUser, administrator, behindProxy, scriptWith, somebody } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rowCounts } from '../support/tables.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
});
afterAll(() => server.stop());

const whole =
  'wizard { id status nextStep missingSteps details { displayName } groups { id } securityKey { kind name } user { id } enrolment { id } expiresAt }';
const call = (name: string, input: Record<string, unknown>, by = owner): Promise<Answer['data']> => by.mutate(name, input, whole);
const start = async (by = owner): Promise<string> => (await call('startUserWizard', {}, by)).wizard.id;
const read = async (id: string, by = owner) => (await by.ask(`query ($id: ID!) { userWizard(id: $id) { id status nextStep } }`, { id })).userWizard;
const listed = async (by = owner): Promise<string[]> =>
  (await by.ask('{ userWizards(first: 200) { edges { node { id } } } }')).userWizards.edges.map(({ node }: Answer['data']) => node.id);

/** A wizard with every step set. */
async function filled(details = somebody(), securityKey: object | null = { smartphone: {} }, by = owner): Promise<string> {
  const wizardId = await start(by);
  await call('setUserWizardDetails', { wizardId, details }, by);
  await call('setUserWizardGroups', { wizardId, groupIds: [] }, by);
  await call('setUserWizardSecurityKey', { wizardId, securityKey }, by);
  return wizardId;
}

test('S2–S8: the steps go in any order, and again; the wizard is kept between them', async () => {
  const group = await addGroup(owner, 'Any order');
  const wizardId = await start();
  expect(await call('setUserWizardSecurityKey', { wizardId, securityKey: { hardwareKey: { name: 'Blue' } } })).toMatchObject({
    wizard: { nextStep: 'DETAILS', securityKey: { kind: 'HARDWARE_KEY', name: 'Blue' }, details: null, groups: null },
  });
  expect(await call('setUserWizardGroups', { wizardId, groupIds: [group, group] })).toMatchObject({
    wizard: { nextStep: 'DETAILS', groups: [{ id: group }] },
  });
  expect(await call('setUserWizardDetails', { wizardId, details: somebody() })).toMatchObject({ wizard: { nextStep: 'CONFIRM', missingSteps: [] } });
  const [other, again] = [somebody(), { smartphone: { name: 'Later' } }];
  expect(await call('setUserWizardDetails', { wizardId, details: other })).toMatchObject({ wizard: { details: { displayName: other.displayName } } });
  expect(await call('setUserWizardSecurityKey', { wizardId, securityKey: again })).toMatchObject({
    wizard: { securityKey: { kind: 'SMARTPHONE', name: 'Later' } },
  });
  expect(await call('setUserWizardGroups', { wizardId, groupIds: [] })).toMatchObject({ wizard: { nextStep: 'CONFIRM', groups: [] } });
  expect(await listed()).toContain(wizardId);
  expect((await rowCounts(server.database)).users, 'nobody is there before the confirm').toBe(1);
});

test('S3: every problem of a step is told at once, each with its path, and the step stays unset', async () => {
  await addUser(owner, somebody({ email: 'taken@example.org', username: 'taken' }));
  const wizardId = await start();
  const refused = await call('setUserWizardDetails', {
    wizardId,
    details: { displayName: '', email: 'TAKEN@example.org', username: 'has space', phone: '1'.repeat(41), department: 'a\u0007b' },
  });
  expect(refused).toMatchObject({ __typename: 'ValidationError', code: 'INVALID_INPUT' });
  expect(refused.issues.map(({ path, code }: Answer['data']) => [path.join('.'), code]).sort()).toEqual([
    ['details.department', 'UNPRINTABLE'],
    ['details.displayName', 'REQUIRED'],
    ['details.email', 'EMAIL_TAKEN'],
    ['details.phone', 'TOO_LONG'],
    ['details.username', 'INVALID_USERNAME'],
  ]);
  expect(await call('setUserWizardGroups', { wizardId, groupIds: ['grp_a', 'grp_b'] })).toMatchObject({
    issues: [{ path: ['groupIds', '0'] }, { path: ['groupIds', '1'] }],
  });
  expect(await call('setUserWizardSecurityKey', { wizardId, securityKey: { smartphone: { name: 'x'.repeat(101) } } })).toMatchObject({
    issues: [{ path: ['securityKey', 'smartphone', 'name'], code: 'TOO_LONG' }],
  });
  expect(await read(wizardId)).toMatchObject({ nextStep: 'DETAILS' });
});

test('S8: a wizard that is not filled says every step that is missing', async () => {
  const wizardId = await start();
  const refused = await call('confirmUserWizard', { wizardId });
  expect(refused.issues.map(({ path, code }: Answer['data']) => [...path, code])).toEqual([
    ['details', 'STEP_MISSING'],
    ['groups', 'STEP_MISSING'],
    ['securityKey', 'STEP_MISSING'],
  ]);
  await call('setUserWizardGroups', { wizardId, groupIds: [] });
  const wizard = await owner.ask('query ($id: ID!) { userWizard(id: $id) { missingSteps } }', { id: wizardId });
  expect(wizard.userWizard.missingSteps).toEqual(['DETAILS', 'SECURITY_KEY']);
  expect((await call('confirmUserWizard', { wizardId })).issues).toHaveLength(2);
  expect(await call('confirmUserWizard', { wizardId, note: 'x'.repeat(1_001) })).toMatchObject({ issues: [{ path: ['note'], code: 'TOO_LONG' }] });
});

test('S8: confirmed twice, or eight times at once, it makes one person, one key and one mail', async () => {
  const wizardId = await filled();
  const before = await rowCounts(server.database);
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('confirmUserWizard', { wizardId })));
  answers.push(await call('confirmUserWizard', { wizardId }));
  expect(new Set(answers.map(({ wizard }) => `${wizard.status} ${wizard.user.id} ${wizard.enrolment.id}`)).size).toBe(1);
  const after = await rowCounts(server.database);
  for (const table of ['users', 'security_keys', 'enrolments', 'activation_links', 'mail_outbox']) {
    expect((after[table] ?? 0) - (before[table] ?? 0), table).toBe(1);
  }
  for (const [name, input] of [
    ['setUserWizardDetails', { details: somebody() }],
    ['setUserWizardGroups', { groupIds: [] }],
    ['setUserWizardSecurityKey', { securityKey: null }],
    ['discardUserWizard', {}],
  ] as const) {
    expect(await call(name, { wizardId, ...input }), name).toMatchObject({ code: 'WIZARD_ENDED' });
  }
  expect(await listed()).not.toContain(wizardId);
});

test('S5: with the toggle off there is a person without a key, and no mail', async () => {
  const details = somebody();
  const confirmed = await call('confirmUserWizard', { wizardId: await filled(details, null) });
  expect(confirmed.wizard).toMatchObject({ status: 'CONFIRMED', enrolment: null, securityKey: { kind: null } });
  const { user } = await owner.ask('query ($id: ID!) { user(id: $id) { status securityKeys { id } } }', { id: confirmed.wizard.user.id });
  expect(user).toEqual({ status: 'NO_KEY', securityKeys: [] });
  await expect(server.mailTo(details.email)).rejects.toThrow('No link was mailed');
});

test('S4–S8: a group that forbids the kind of key is refused at either step, and at the confirm where it came to forbid it since', async () => {
  const group = await addGroup(owner, 'Hardware only', ['HARDWARE_KEY']);
  const wizardId = await filled();
  expect(await call('setUserWizardGroups', { wizardId, groupIds: [group] })).toMatchObject({ code: 'KEY_KIND_NOT_ALLOWED' });
  await call('setUserWizardSecurityKey', { wizardId, securityKey: { hardwareKey: {} } });
  expect(await call('setUserWizardGroups', { wizardId, groupIds: [group] })).toMatchObject({ wizard: { groups: [{ id: group }] } });
  expect(await call('setUserWizardSecurityKey', { wizardId, securityKey: { smartphone: {} } })).toMatchObject({ code: 'KEY_KIND_NOT_ALLOWED' });

  await owner.mutate('updateGroup', { groupId: group, allowedKeyKinds: ['SMARTPHONE'] }, 'group { id }');
  await server.app.server.sequencer.idle();
  const before = await rowCounts(server.database);
  expect(await call('confirmUserWizard', { wizardId })).toMatchObject({ code: 'KEY_KIND_NOT_ALLOWED' });
  expect(await rowCounts(server.database)).toEqual(before);
  await call('setUserWizardSecurityKey', { wizardId, securityKey: { smartphone: {} } });
  expect(await call('confirmUserWizard', { wizardId })).toMatchObject({ wizard: { status: 'CONFIRMED' } });
});

test('S8: what was taken or deleted since a step was set is told at the confirm, and can be mended', async () => {
  const [details, group] = [somebody(), await addGroup(owner, 'Short-lived')];
  const wizardId = await filled(details);
  await call('setUserWizardGroups', { wizardId, groupIds: [group] });
  await owner.mutate('deleteGroup', { groupId: group }, 'groupId');
  await addUser(owner, somebody({ email: details.email.toUpperCase() }));
  const refused = await call('confirmUserWizard', { wizardId });
  expect(refused.issues.map(({ path, code }: Answer['data']) => [...path, code])).toEqual([
    ['details', 'email', 'EMAIL_TAKEN'],
    ['groupIds', '0', 'GROUP_UNKNOWN'],
  ]);
  await call('setUserWizardDetails', { wizardId, details: somebody() });
  await call('setUserWizardGroups', { wizardId, groupIds: [] });
  expect(await call('confirmUserWizard', { wizardId })).toMatchObject({ wizard: { status: 'CONFIRMED' } });
});

test('S8: two wizards for the same email, confirmed at once: one person, one clear refusal', async () => {
  const email = 'race@example.org';
  const ids = await Promise.all([1, 2].map((i) => filled(somebody({ email, username: `racer${i}` }))));
  const answers = await Promise.all(ids.map((wizardId) => call('confirmUserWizard', { wizardId })));
  expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['ConfirmUserWizardPayload', 'ValidationError']);
  expect(answers.find(({ issues }) => issues)?.issues).toMatchObject([{ path: ['details', 'email'], code: 'EMAIL_TAKEN' }]);
});

test('S2: a discarded wizard is over', async () => {
  const wizardId = await filled();
  expect(await call('discardUserWizard', { wizardId })).toMatchObject({ wizard: { status: 'DISCARDED', user: null } });
  expect(await listed()).not.toContain(wizardId);
  expect(await call('confirmUserWizard', { wizardId })).toMatchObject({ code: 'WIZARD_ENDED' });
  expect(await call('discardUserWizard', { wizardId })).toMatchObject({ code: 'WIZARD_ENDED' });
});

test('S2: a wizard is its administrator’s own: nobody else sees it or goes on with it', async () => {
  const { browser: admin } = await administrator(server, owner, 'ADMIN');
  const { script } = await scriptWith(server, owner, ['READ', 'DIRECTORY', 'ENROLMENT']);
  const wizardId = await filled();
  for (const other of [admin, script]) {
    expect(await read(wizardId, other)).toBeNull();
    expect(await other.ask('query ($id: ID!) { node(id: $id) { id } }', { id: wizardId })).toEqual({ node: null });
    expect(await listed(other)).toEqual([]);
    for (const [name, input] of [
      ['setUserWizardDetails', { details: somebody() }],
      ['confirmUserWizard', {}],
      ['discardUserWizard', {}],
    ] as const) {
      expect(await call(name, { wizardId, ...input }, other), name).toMatchObject({ code: 'NOT_FOUND' });
    }
  }
  // A script has wizards of its own.
  expect(await call('confirmUserWizard', { wizardId: await filled(somebody(), { smartphone: {} }, script) }, script)).toMatchObject({
    wizard: { status: 'CONFIRMED' },
  });
});

test('S2: a wizard is kept for 7 days', async () => {
  const wizardId = await filled();
  server.clock.advance(7 * 24 * 3_600_000 - 1);
  await signIn(owner, ownerKey);
  expect(await read(wizardId)).toMatchObject({ status: 'OPEN' });
  server.clock.advance(1);
  expect(await read(wizardId)).toBeNull();
  expect(await listed()).toEqual([]);
  expect(await call('confirmUserWizard', { wizardId })).toMatchObject({ code: 'NOT_FOUND' });
  server.clock.advance(1);
  await sweep(server.app.server);
  expect((await rowCounts(server.database)).wizards).toBe(0);
});
