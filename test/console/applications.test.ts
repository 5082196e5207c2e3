import { expect, test } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { expectAccessible, press, sees } from '../browser/steps.ts';
import { addApplication, addGroup, administrator } from '../support/scenarios.ts';
import { waitFor } from '../support/waitFor.ts';
import { atPage, onPage, openConsole } from './desk.ts';

const stage = setStage();

test('an application is registered, its secret shown once, its groups chosen, changed and deleted', async () => {
  const owner = await stage.owner();
  await addGroup(owner, 'Writers');
  const { page } = await openConsole(stage, owner, '/applications');
  await atPage(page, 'Applications');
  await sees(page, 'No applications yet');
  await press(page, 'New application');
  const dialog = page.getByRole('dialog');
  await expectAccessible(page);
  await dialog.getByLabel('Name').fill('Team wiki');
  await dialog.getByRole('textbox', { name: /^Redirect URIs/ }).fill('http://wiki.example.org/callback');
  await press(page, 'Register the application');
  await sees(page, /must be https/);
  await dialog.getByRole('textbox', { name: /^Redirect URIs/ }).fill('https://wiki.example.org/callback\nhttp://localhost:3000/callback');
  await press(page, 'Register the application');
  const secret = await dialog.getByLabel('Client secret', { exact: true }).inputValue();
  expect(secret).toMatch(/^lkc_/);
  await page.keyboard.press('Escape');
  await press(page, 'I have kept it');

  await atPage(page, 'Team wiki');
  expect(await page.content()).not.toContain(secret);
  const { applications } = await owner.ask('{ applications { id redirectUris } }');
  expect(applications).toEqual([
    { id: expect.stringMatching(/^app_/), redirectUris: ['https://wiki.example.org/callback', 'http://localhost:3000/callback'] },
  ]);
  await sees(page, `${stage.server.app.address}/oidc`);
  await sees(page, applications[0].id);
  await sees(page, 'Nobody may sign in yet');
  await press(page, 'Choose groups');
  await dialog.getByRole('checkbox', { name: 'Writers' }).check();
  await dialog.getByRole('group', { name: 'What it learns of Writers' }).getByRole('checkbox', { name: 'Phone' }).check();
  await expectAccessible(page);
  await press(page, 'Save');
  await page.getByRole('row').filter({ hasText: 'Writers' }).getByText('Name, Username, Email, Phone, Groups').waitFor();

  await press(page, 'Change');
  await dialog.getByLabel('By their ids').check();
  await press(page, 'Save');
  await dialog.waitFor({ state: 'detached' });
  await sees(page, 'By their ids');
  await press(page, 'New secret');
  await press(page, 'Make a new secret');
  expect(await dialog.getByLabel('Client secret', { exact: true }).inputValue()).not.toBe(secret);
  await press(page, 'I have kept it');
  await press(page, 'Delete');
  await press(page, 'Delete the application');
  await onPage(page, 'Applications');
  await sees(page, 'No applications yet');
});

test('what happens elsewhere is seen; who may change nothing is offered nothing', async () => {
  const owner = await stage.owner();
  const { browser } = await administrator(stage.server, owner, 'AUDITOR');
  const { page } = await openConsole(stage, browser, '/applications', 'phone');
  await atPage(page, 'Applications');
  await addApplication(owner, { name: 'Payroll', type: 'PUBLIC' });
  await page.getByRole('link', { name: 'Payroll' }).waitFor();
  const signs = () => page.getByRole('row').filter({ hasText: /RS256|ES256/ });
  expect(await signs().count()).toBe(2);
  await owner.mutate('rotateSigningKeys', null, '__typename');
  await waitFor(async () => (await signs().count()) === 4);
  expect(await page.getByRole('button', { name: /New application|Renew the keys/ }).count()).toBe(0);
  await page.getByRole('link', { name: 'Payroll' }).click();
  await atPage(page, 'Payroll');
  expect(await page.getByRole('button', { name: /Change|Delete|New secret|Choose groups/ }).count()).toBe(0);
});
