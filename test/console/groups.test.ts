import { expect, test } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { press, sees } from '../browser/steps.ts';
import { addGroup, addUser, administrator, somebody } from '../support/scenarios.ts';
import { atPage, onPage, openConsole } from './desk.ts';

const stage = setStage();

test('S4: a group with a policy is made, changed, filled, emptied and deleted; another browser sees it', async () => {
  const owner = await stage.owner();
  await addGroup(owner, 'Visitors');
  await addUser(owner, somebody({ displayName: 'Ada Lovelace' }));
  const { page } = await openConsole(stage, owner, '/groups');
  const { page: watcher } = await openConsole(stage, owner, '/groups', 'phone');
  await atPage(page, 'Groups');
  await onPage(watcher, 'Groups');

  await press(page, 'New group');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('visitors');
  await press(page, 'Make the group');
  // The error stands at its field, and the focus goes there.
  await dialog.locator('input:focus[aria-invalid=true]').waitFor();
  await dialog.getByLabel('Name').fill('مهندسون 👩‍🔧');
  await dialog.getByLabel('What it is for').fill('Everybody who builds things');
  await dialog.getByRole('radio', { name: 'Only these' }).check();
  await dialog.getByRole('checkbox', { name: 'Contactless Card' }).uncheck();
  await press(page, 'Make the group');
  await onPage(page, 'مهندسون 👩‍🔧');
  await sees(page, 'Smartphone, FIDO2 Hardware Security Key');
  const row = watcher.getByRole('row').filter({ hasText: 'مهندسون' });
  await row.getByRole('cell', { name: '0', exact: true }).waitFor();

  await page.getByRole('combobox', { name: 'Add somebody' }).fill('lovel');
  await page.getByRole('option', { name: /Ada Lovelace/ }).click();
  await sees(page, 'Ada Lovelace is in the group now.');
  await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
  await row.getByRole('cell', { name: '1', exact: true }).waitFor();
  await atPage(page, 'مهندسون 👩‍🔧');

  await press(page, 'Change');
  await dialog.getByLabel('Name').fill('Builders');
  await dialog.getByRole('radio', { name: 'Any kind' }).check();
  await press(page, 'Save');
  await onPage(page, 'Builders');
  await watcher.getByRole('row').filter({ hasText: 'Builders' }).filter({ hasText: 'Any kind' }).waitFor();

  await press(page, 'Take out: Ada Lovelace');
  await sees(page, 'Ada Lovelace is not in the group any more.');
  await sees(page, 'Nobody is in it yet');
  await press(page, 'Delete');
  await press(page, 'Delete the group');
  await onPage(page, 'Groups');
  await watcher.getByRole('row').filter({ hasText: 'Builders' }).waitFor({ state: 'detached' });
});

test('200 groups, long names too, come by pages and by search', async () => {
  const owner = await stage.owner();
  await Promise.all(Array.from({ length: 120 }, (_, i) => addGroup(owner, `Group ${String(i).padStart(3, '0')} ${'long '.repeat(i % 18)}`)));
  const { page } = await openConsole(stage, owner, '/groups', 'phone');
  await atPage(page, 'Groups');
  expect(await page.getByRole('row').count()).toBe(51);
  await press(page, 'Next page');
  await page.getByRole('link', { name: /^Group 050/ }).waitFor();
  await page.getByLabel('Search groups').fill('group 11');
  await page.getByRole('row').nth(11).waitFor({ state: 'detached' });
  expect(await page.getByRole('row').count()).toBe(11);
  await onPage(page, 'Groups');
});

test('who may not change groups is shown no way to; a group that is gone says so', async () => {
  const owner = await stage.owner();
  const { browser } = await administrator(stage.server, owner, 'AUDITOR');
  const groupId = await addGroup(owner, 'Looked at');
  const { page } = await openConsole(stage, browser, `/groups/${groupId}`, 'phone');
  await atPage(page, 'Looked at');
  for (const name of ['Change', 'Delete']) expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  expect(await page.getByRole('combobox', { name: 'Add somebody' }).count()).toBe(0);
  await owner.mutate('deleteGroup', { groupId }, 'groupId');
  await onPage(page, 'There is nothing here');
});
