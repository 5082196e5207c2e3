import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { addUser, administrator, behindProxy, scriptWith, somebody, storyOf, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: ApiClient;
let helpdesk: { browser: ApiClient; userId: string };
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  helpdesk = await administrator(server, owner, 'HELPDESK');
});
afterAll(() => server.stop());

const securityKey = { smartphone: {} };
const shown = 'activationLink enrolment { id }';
const visible = (activationLinkVisible: boolean, by = owner) =>
  by.mutate('updateWorkspace', { activationLinkVisible }, 'workspace { activationLinkVisible }');
const assign = async (by: ApiClient, userId?: string, rest = {}) =>
  by.mutate('assignSecurityKey', { userId: userId ?? (await addUser(owner)), securityKey, ...rest }, shown);

test('S9: nobody is shown a link unless an owner wants it', async () => {
  expect((await owner.ask('{ workspace { activationLinkVisible } }')).workspace).toEqual({ activationLinkVisible: false });
  expect(await assign(owner)).toMatchObject({ activationLink: null, enrolment: { id: expect.any(String) } });
  const { browser: admin } = await administrator(server, owner, 'ADMIN');
  expect(await visible(true, admin)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await visible(true)).toEqual({ __typename: 'UpdateWorkspacePayload', workspace: { activationLinkVisible: true } });
});

test('S9: where an owner wants it, whoever sends a link is shown it, once, and the log says who; it works', async () => {
  await visible(true);
  const { wizard } = await helpdesk.browser.mutate('startUserWizard', {}, 'wizard { id }');
  const wizardId = wizard.id;
  await helpdesk.browser.mutate('setUserWizardDetails', { wizardId, details: somebody() }, 'wizard { id }');
  await helpdesk.browser.mutate('setUserWizardGroups', { wizardId, groupIds: [] }, 'wizard { id }');
  await helpdesk.browser.mutate('setUserWizardSecurityKey', { wizardId, securityKey }, 'wizard { id }');
  const confirm = () => helpdesk.browser.mutate('confirmUserWizard', { wizardId }, 'activationLink wizard { enrolment { id } }');
  const [first, repeated] = [await confirm(), await confirm()];
  expect(first.activationLink).toMatch(new RegExp(`^${server.app.address}/activate#[\\w-]{43}$`));
  expect(repeated.activationLink).toBeNull();
  const enrolmentId = first.wizard.enrolment.id;
  const again = await helpdesk.browser.mutate('resendActivationLink', { enrolmentId }, shown);
  expect(await activate(visitor(server), first.activationLink, phone())).toMatchObject({ code: 'LINK_REPLACED' });
  expect(await activate(visitor(server), again.activationLink, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
  const told = (await storyOf(server, owner, enrolmentId)).filter(({ type }) => type === 'ENROLMENT_LINK_SHOWN');
  expect(told.map(({ actor }) => actor)).toEqual([helpdesk.userId, helpdesk.userId]);

  const kept = { idempotencyKey: 'a link once' };
  const userId = await addUser(owner);
  const [given, repeat] = [await assign(helpdesk.browser, userId, kept), await assign(helpdesk.browser, userId, kept)];
  expect(repeat).toMatchObject({ activationLink: null, enrolment: given.enrolment });
  // It is in the answer and nowhere else.
  const token = given.activationLink.split('#')[1];
  for (const [table, column] of Object.entries({ idempotency_keys: 'result', events: 'canonical' })) {
    const { sql } = server.database;
    expect(await sql`select 1 from ${sql(table)} where ${sql(column)}::text like ${`%${token}%`}`, table).toEqual([]);
  }
  expect(JSON.stringify(server.logged)).not.toContain(token);
});

test('a script is shown no link, and nobody that of somebody with a role', async () => {
  await visible(true);
  const { script } = await scriptWith(server, owner, ['ENROLMENT', 'DIRECTORY', 'READ']);
  expect(await assign(script)).toMatchObject({ activationLink: null });
  const theirs = await assign(owner, helpdesk.userId);
  expect(theirs).toMatchObject({ activationLink: null });
  expect((await storyOf(server, owner, theirs.enrolment.id)).map(({ type }) => type)).not.toContain('ENROLMENT_LINK_SHOWN');
  await visible(false);
  expect(await assign(owner)).toMatchObject({ activationLink: null });
});
