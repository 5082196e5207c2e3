import { expect, test } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { press, sees } from '../browser/steps.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { visitor } from '../support/scenarios.ts';
import { atPage, onPage, openConsole } from './desk.ts';

const stage = setStage();

test('enrolments: their status moves live; a new link goes out with a note; another one is cancelled', async () => {
  const owner = await stage.owner();
  const { server } = stage;
  const harry = await stage.invite({ hardwareKey: {} }, { name: 'Harry Hardware' });
  const { page } = await openConsole(stage, owner, '/enrolments?status=OPEN');
  await onPage(page, 'Enrolments');
  const row = page.getByRole('row').filter({ hasText: 'Harry Hardware' });
  await row.getByText('In the trial mailbox').filter({ visible: true }).waitFor();
  await row.getByRole('button', { name: 'Send a new link' }).click();
  await page.getByRole('dialog').getByLabel('A note for the mail').fill('See you on Monday');
  await page.getByRole('dialog').getByRole('button', { name: 'Send a new link' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await server.app.mailer.idle();
  const { mails } = await server.operator.mutate('readTrialMailbox', {}, 'mails { to text }');
  expect(mails.find(({ to }: { to: string }) => to === harry.email).text).toContain('See you on Monday');

  const sam = await stage.invite({ smartphone: {} }, { name: 'Sam Smart' });
  const other = page.getByRole('row').filter({ hasText: 'Sam Smart' });
  await other.getByText('Pending').filter({ visible: true }).waitFor();
  // It leaves the list of those that are open once it is active.
  await activate(visitor(server), await server.mailTo(harry.email), hardwareKey(), { onPhone: false });
  await row.waitFor({ state: 'detached' });
  await other.getByRole('button', { name: 'Cancel' }).click();
  await press(page, 'Cancel the enrolment');
  await sees(page, 'No enrolment fits');
  expect(await sam.status()).toBe('CANCELLED');
  await page.getByRole('button', { name: 'Clear the filters' }).first().click();
  await other.getByText('Cancelled').filter({ visible: true }).waitFor();
  await row.getByText('Activated').filter({ visible: true }).waitFor();
  await atPage(page, 'Enrolments');
});

test('security keys: by kind, status and person; a change is seen at once', async () => {
  const owner = await stage.owner();
  await stage.invite({ contactlessCard: { name: 'Blue badge', activation: 'BY_USER' } }, { name: 'Carla Card' });
  const { page } = await openConsole(stage, owner, '/keys', 'phone');
  await onPage(page, 'Security keys');
  await page.getByLabel('Kind').selectOption('CONTACTLESS_CARD');
  const row = page.getByRole('row').filter({ hasText: 'Blue badge' });
  await row.getByText('Pending').filter({ visible: true }).waitFor();
  await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
  await press(page, 'Actions for the key Blue badge');
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('Revoked').waitFor();
  await page.getByLabel('Status').selectOption('ACTIVE');
  await sees(page, 'No key fits');
  await page.getByRole('button', { name: 'Clear the filters' }).first().click();
  await page.getByLabel('Search keys').fill('BLUE bad');
  await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
  await row.waitFor();
  await page.getByLabel('Search keys').fill('nobody has this');
  await sees(page, 'No key fits');
  await page.getByLabel('Search keys').fill('');
  await page.getByRole('row').nth(2).waitFor();
  await page.getByRole('combobox', { name: 'Person' }).fill('carla');
  await page.getByRole('option', { name: /Carla Card/ }).click();
  await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
  await row.waitFor();
  await atPage(page, 'Security keys');
  await page.getByRole('link', { name: 'Carla Card' }).click();
  await page.getByRole('heading', { level: 1, name: 'Carla Card' }).waitFor();
});

test('S10: a phone’s locked PIN is unlocked, on either page; a new one nobody makes for it', async () => {
  const owner = await stage.owner();
  const { server } = stage;
  const { link, userId } = await stage.invite({ smartphone: { name: 'Work phone', verification: 'PIN' } }, { name: 'Petra Pin' });
  await activate(visitor(server), link, phone(), { pin: '40921' });
  await server.database.sql`update security_keys set pin_tries = 8 where user_id = ${userId}`;
  const { page } = await openConsole(stage, owner, '/keys');
  await press(page, 'Actions for the key Work phone');
  await page.getByRole('menuitem', { name: 'Unlock the PIN' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'New PIN by mail' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Petra Pin' }).click();
  await onPage(page, 'Petra Pin');
  await page.getByText('Locked', { exact: true }).waitFor();
  await press(page, 'Actions for the key Work phone');
  await page.getByRole('menuitem', { name: 'Unlock the PIN' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unlock the PIN' }).click();
  await page.getByText('Locked', { exact: true }).waitFor({ state: 'detached' });
});
