import { expect, test } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { atStep, expectAccessible, press, sees } from '../browser/steps.ts';
import { administrator } from '../support/scenarios.ts';
import { atPage, onPage, openConsole } from './desk.ts';

const stage = setStage();

test('the organisation’s name and policies are changed, and another browser sees it', async () => {
  const owner = await stage.owner();
  const { page } = await openConsole(stage, owner, '/settings');
  const { page: watcher } = await openConsole(stage, owner, '/settings', 'phone');
  await atPage(page, 'Settings');
  await atPage(watcher, 'Settings');
  const name = page.getByRole('region', { name: 'Organisation' }).getByLabel('Name');
  await name.fill('');
  await press(page, 'Save the changes');
  await page.locator('input:focus[aria-invalid=true]').waitFor();
  await name.fill('Acme 🦊');
  await page.getByRole('radio', { name: 'The link and a code' }).check();
  await page.getByRole('switch', { name: 'Show the activation link to who sends it' }).click();
  await page.getByLabel('How keyboard-like readers').selectOption('DECIMAL_REVERSED');
  await press(page, 'Save the changes');
  await sees(page, 'The changes are saved.');
  await page.getByRole('banner').getByText('Acme 🦊').waitFor();
  await watcher.getByRole('radio', { name: 'The link and a code', checked: true }).waitFor();
  expect((await owner.ask('{ workspace { name activationProof activationLinkVisible typedCardFormat } }')).workspace).toEqual({
    name: 'Acme 🦊',
    activationProof: 'LINK_AND_CODE',
    activationLinkVisible: true,
    typedCardFormat: 'DECIMAL_REVERSED',
  });
  await owner.mutate('updateWorkspace', { activationProof: 'LINK', activationLinkVisible: false }, 'workspace { id }');
  await page.getByRole('radio', { name: 'The link alone', checked: true }).waitFor();
});

test('an API token is shown once, works, and is revoked', async () => {
  const owner = await stage.owner();
  const { page } = await openConsole(stage, owner, '/settings');
  await onPage(page, 'Settings');
  await sees(page, 'No script has a token.');
  await press(page, 'New token');
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  await dialog.getByLabel('Name').fill('Payroll import');
  await dialog.getByRole('checkbox', { name: 'Events' }).check();
  await press(page, 'Make the token');
  const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
  expect(token).toMatch(/^lk_/);
  await page.keyboard.press('Escape');
  await press(page, 'I have kept it');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.content()).not.toContain(token);
  const script = stage.server.bearer(token);
  expect((await script.ask('{ viewer { ... on ApiToken { name scopes } } }')).viewer).toEqual({ name: 'Payroll import', scopes: ['READ', 'EVENTS'] });
  const row = page.getByRole('row').filter({ hasText: 'Payroll import' });
  await row.getByText('Works', { exact: true }).filter({ visible: true }).waitFor();
  await press(page, 'Revoke the token Payroll import');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('Revoked').filter({ visible: true }).waitFor();
  expect((await script.send('{ viewer { __typename } }')).status).toBe(401);
});

test('somebody’s session is ended, and they are out', async () => {
  const owner = await stage.owner();
  const { browser, userId } = await administrator(stage.server, owner, 'AUDITOR');
  const { user } = await owner.ask('query ($id: ID!) { user(id: $id) { displayName } }', { id: userId });
  const { page: theirs } = await openConsole(stage, browser, '/settings');
  await onPage(theirs, 'Settings');
  // They read the organisation's settings, and change nothing.
  await sees(theirs, 'Owners can change this.');
  for (const title of ['API tokens', 'Who is signed in']) expect(await theirs.getByRole('heading', { name: title }).count()).toBe(0);
  const { page } = await openConsole(stage, owner, '/settings');
  await onPage(page, 'Settings');
  await press(page, `End a session of ${user.displayName}`);
  await press(page, 'End the session');
  await atStep(theirs, 'Sign in');
  await page.getByRole('button', { name: `End a session of ${user.displayName}` }).waitFor({ state: 'detached' });
});

test('a change that asks for a fresh sign-in sends there', async () => {
  const owner = await stage.owner();
  const { page } = await openConsole(stage, owner, '/settings');
  await onPage(page, 'Settings');
  stage.server.clock.advance(6 * 60_000);
  await page.getByRole('region', { name: 'Organisation' }).getByLabel('Name').fill('Later');
  await press(page, 'Save the changes');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in again' }).click();
  await atStep(page, 'Sign in');
  expect(new URL(page.url()).searchParams.get('next')).toBe('/settings');
});
