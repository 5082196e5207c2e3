import { describe, expect, test, vi } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { expectAccessible, press, sees } from '../browser/steps.ts';
import { addGroup, addUser, administrator, cardHolder, invite, pinsOf } from '../support/scenarios.ts';
import { atPage, fits, openConsole } from './desk.ts';

const stage = setStage();

// Whole flows, each page of them looked over by axe, take longer than most tests.
vi.setConfig({ testTimeout: 60_000 });

test('a row changes, comes and goes in the browser of somebody who only watches', async () => {
  const owner = await stage.owner();
  const auditor = await administrator(stage.server, owner, 'AUDITOR');
  const { page } = await openConsole(stage, auditor.browser, '/users');
  await atPage(page, 'Users');
  // An auditor changes nothing.
  expect(await page.getByRole('button', { name: 'New User' }).count()).toBe(0);
  const id = await addUser(owner, { displayName: 'Wanda <b>Watched</b>', email: 'wanda@example.org', username: 'wanda' });
  const row = page.getByRole('row', { name: /Wanda <b>Watched<\/b>/ });
  await row.getByText('No key').waitFor();
  await owner.mutate('suspendUser', { userId: id }, 'user { id }');
  await row.getByText('Suspended').waitFor();
  await owner.mutate('deleteUser', { userId: id }, 'userId');
  await row.waitFor({ state: 'detached' });
});

test('a cut of the line loses nothing: what happened meanwhile is there when it is back', async () => {
  const owner = await stage.owner();
  const id = await addUser(owner, { displayName: 'Cut Off', email: 'cut@example.org', username: 'cut' });
  const { page, problems } = await openConsole(stage, owner, `/users/${id}`);
  await atPage(page, 'Cut Off');
  await page.context().setOffline(true);
  await sees(page, 'Connection lost, trying again…');
  for (let n = 1; n <= 20; n += 1) await owner.mutate('updateUser', { userId: id, changes: { department: `Department ${n}` } }, 'user { id }');
  await page.context().setOffline(false);
  await sees(page, 'Department 20');
  await sees(page, 'Details changed');
  await page.getByText('Connection lost, trying again…').waitFor({ state: 'detached' });
  expect(problems.splice(0).filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem))).toEqual([]);
});

test('a person’s page: details, groups, role, keys and the enrolment’s link', async () => {
  const owner = await stage.owner();
  await addGroup(owner, 'Night shift');
  const { userId } = await invite(stage.server, owner, { smartphone: {} }, { displayName: 'Pat Person', email: 'pat@example.org', username: 'pat' });
  const { page } = await openConsole(stage, owner, `/users/${userId}`);
  await atPage(page, 'Pat Person');

  await press(page, 'Edit: Details');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill('olive@example.org');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.locator('input[name=email]:focus[aria-invalid=true]').waitFor();
  await expectAccessible(page);
  await dialog.getByLabel('Email').fill('pat@example.org');
  await dialog.getByLabel('Department').fill('Research');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await sees(page, 'Research');

  await press(page, 'Edit: Groups');
  await dialog.getByRole('checkbox', { name: 'Night shift' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Night shift' }).waitFor();

  const first = await stage.server.mailTo('pat@example.org');
  await page.getByRole('button', { name: 'Send a new link' }).first().click();
  await dialog.getByRole('button', { name: 'Send a new link' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await stage.server.mailTo('pat@example.org')).not.toBe(first);

  await press(page, 'Assign a security key');
  await dialog.getByLabel('Device').selectOption('FIDO2 Hardware Security Key');
  await dialog.getByLabel('Name of the key').fill('Spare key');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
  await page.getByRole('heading', { level: 3, name: 'Spare key' }).waitFor();
  await press(page, 'Actions for the key Spare key');
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.locator('li', { hasText: 'Spare key' }).getByText('Revoked').first().waitFor();
  await sees(page, 'Cancelled');

  await press(page, 'Edit: Role');
  await dialog.getByRole('radio', { name: 'Auditor' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await sees(page, 'Reads everything, changes nothing.');
  await atPage(page, 'Pat Person');
  await page.setViewportSize({ width: 360, height: 740 });
  await fits(page);
});

test('what can be done with a key and with its person, by the keyboard too', async () => {
  const owner = await stage.owner();
  const { server } = stage;
  const { userId, keyId, email, pin } = await cardHolder(server, owner);
  const { user } = await owner.ask('query ($id: ID!) { user(id: $id) { displayName } }', { id: userId });
  const { page } = await openConsole(stage, owner, `/users/${userId}`, 'phone');
  await atPage(page, user.displayName);
  const dialog = page.getByRole('dialog');
  const menu = page.getByRole('button', { name: /^Actions for the key / });
  const status = (said: string) => page.locator('h1 + span', { hasText: said }).waitFor();
  const confirm = async (button: string) => {
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };
  const act = async (action: string, name = action) => {
    await menu.press('Enter');
    await page.getByRole('menuitem', { name: action, exact: true }).press('Enter');
    await confirm(name);
    // The menu’s item is gone; the keyboard goes on at the menu.
    await menu.and(page.locator(':focus')).waitFor();
  };

  await menu.press('Enter');
  await page.getByRole('menuitem', { name: 'Rename' }).and(page.locator(':focus')).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Name').fill('Blue badge 👩‍🔧');
  await confirm('Save');
  await page.getByRole('heading', { level: 3, name: 'Blue badge 👩‍🔧' }).waitFor();

  await act('Suspend');
  await status('Suspended');
  await act('Resume');
  await status('Active');
  await act('New PIN by mail');
  // The mail with the old one is erased.
  const pins = await pinsOf(server, email);
  expect(pins).toHaveLength(1);
  expect(pins).not.toContain(pin);
  await server.database.sql`update security_keys set pin_tries = 8 where id = ${keyId}`;
  await page.reload();
  await page.getByText('Locked', { exact: true }).waitFor();
  await act('Unlock the PIN');
  await page.getByText('Locked', { exact: true }).waitFor({ state: 'detached' });

  await press(page, 'Suspend');
  await confirm('Suspend');
  await status('Suspended');
  await sees(page, 'Suspended since');
  await press(page, 'Let in again');
  await confirm('Let in again');
  await status('Active');

  await act('Report lost');
  await status('No key');
  await act('Revoke');
  await page.locator('li', { hasText: 'Blue badge' }).getByText('Revoked').first().waitFor();
});

test('a change that asks for a fresh sign-in sends there and back; another one is deleted', async () => {
  const owner = await stage.owner();
  const id = await addUser(owner, { displayName: 'Dora Deleted', email: 'dora@example.org', username: 'dora' });
  const helpdesk = await administrator(stage.server, owner, 'HELPDESK');
  const { page: desk } = await openConsole(stage, helpdesk.browser, `/users/${id}`);
  await atPage(desk, 'Dora Deleted');
  await desk.getByRole('button', { name: 'Suspend' }).waitFor();
  expect(await desk.getByRole('button', { name: 'Delete' }).count()).toBe(0);
  expect(await desk.getByRole('button', { name: /^Edit: / }).count()).toBe(0);

  const { page } = await openConsole(stage, owner, `/users/${id}`);
  const { page: other } = await openConsole(stage, owner, `/users/${id}`);
  await atPage(page, 'Dora Deleted');
  stage.server.clock.advance(6 * 60_000);
  await press(page, 'Edit: Role');
  await page.getByRole('radio', { name: 'Auditor' }).check();
  await press(page, 'Save');
  const dialog = page.getByRole('dialog', { name: 'Sign in again' });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog', { name: 'Change the role' }).getByRole('button', { name: 'Cancel' }).click();
  await press(page, 'Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await atPage(page, 'Users');
  // Who has the page open is told.
  await sees(other, 'There is nothing here');
});

describe('a crowd', () => {
  const stage = setStage();

  test('S1: 100,000 people: searched by the server, filtered, put in order, page by page; the address keeps it', async () => {
    const owner = await stage.owner();
    const { workspace } = await owner.ask('{ workspace { id } }');
    const { sql } = stage.server.database;
    // Ids of one length, in the order of their numbers, as TypeIDs are.
    await sql`
      insert into users (workspace_id, id, display_name, email, username, status, created_at, updated_at)
      select ${workspace.id}, 'usr_' || lpad(n::text, 26, '0'), 'Crowd ' || lpad(n::text, 6, '0'), 'c' || n || '@example.com', 'c' || n,
        case when n % 1000 = 0 then 'SUSPENDED' else 'NO_KEY' end, now(), now()
      from generate_series(1, 100000) n`;
    await sql`analyze users`;
    const { page } = await openConsole(stage, owner, '/users');
    await atPage(page, 'Users');
    await sees(page, '100,001 people');
    const firstNames = async (n: number) => (await page.locator('tbody tr td:first-child a').allTextContents()).slice(0, n);
    expect(await firstNames(2)).toEqual(['Crowd 000001', 'Crowd 000002']);
    await press(page, 'Next page');
    await page.getByRole('link', { name: 'Crowd 000051' }).waitFor();
    await press(page, 'Next page');
    await page.getByRole('link', { name: 'Crowd 000101' }).waitFor();
    await press(page, 'Previous page');
    await page.getByRole('link', { name: 'Crowd 000051' }).waitFor();

    await page.getByLabel('Search people').fill('crowd 0990');
    await sees(page, '100 people');
    expect(await firstNames(1)).toEqual(['Crowd 099000']);
    await page.getByLabel('Status').selectOption('Suspended');
    await sees(page, '1 person');
    await page.reload();
    await sees(page, '1 person');
    expect(await page.getByLabel('Search people').inputValue()).toBe('crowd 0990');
    await press(page, 'Clear the filters');
    await press(page, 'Name');
    await page.getByRole('link', { name: 'Olive Owner' }).waitFor();
    expect(await firstNames(2)).toEqual(['Olive Owner', 'Crowd 100000']);
    await page.getByLabel('Search people').fill('nobody like that');
    await sees(page, 'Nobody fits');
    await atPage(page, 'Users');
  });
});
