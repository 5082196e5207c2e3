import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { atStep, expectAccessible, press, sees } from '../browser/steps.ts';
import { pairAgent, plainCard } from '../support/agent.ts';
import { virtual } from '../support/authenticators.ts';
import { addGroup, cardHolder, cardNumber, pinsOf } from '../support/scenarios.ts';
import { waitFor } from '../support/waitFor.ts';
import { atPage, fits, openConsole } from './desk.ts';

const stage = setStage();

// Whole flows, each page of them looked over by axe, take longer than most tests.
vi.setConfig({ testTimeout: 60_000 });

/** Waits for a step of the wizard, and looks whether everybody can use it. */
async function atWizardStep(page: Page, number: number, name: string): Promise<void> {
  await page.getByRole('heading', { level: 2, name: `Step ${number} of 4: ${name}`, exact: true }).waitFor();
  await page.locator('#content:not(:has([aria-busy=true]))').waitFor();
  await fits(page);
  await expectAccessible(page);
}

async function fillInDetails(page: Page, name: string, email: string, username: string): Promise<void> {
  await atWizardStep(page, 1, 'Details');
  await page.getByLabel('Name').first().fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Username').fill(username);
  await press(page, 'Next');
}

test('S1–S11: from New User to an active smartphone; a second browser sees each change without a reload', async () => {
  const owner = await stage.owner();
  await addGroup(owner, 'Engineers 👩‍🔧');
  const { page } = await openConsole(stage, owner, '/users');
  const { page: watcher } = await openConsole(stage, owner, '/users', 'phone');
  await atPage(page, 'Users');
  await atPage(watcher, 'Users');
  await press(page, 'New User');

  await fillInDetails(page, 'Pia Phone', 'nowhere', 'pia');
  // Errors stand at their field, and the focus goes there.
  await page.locator('input[name=email]:focus[aria-invalid=true]').waitFor();
  await sees(page, 'Email must read like name@example.org, got "nowhere".');
  await page.getByLabel('Email').fill('pia@example.org');
  await press(page, 'Next');

  await atWizardStep(page, 2, 'Groups');
  await page.getByRole('checkbox', { name: 'Engineers 👩‍🔧' }).check();
  await press(page, 'Next');

  await atWizardStep(page, 3, 'Security key');
  const device = page.getByLabel('Device');
  expect(await device.locator('option').allTextContents()).toEqual(['Smartphone', 'Contactless Card', 'FIDO2 Hardware Security Key']);
  await page.getByRole('switch', { name: 'Auditable' }).uncheck();
  await sees(page, 'Sign-ins with this key are not recorded, and no administrator can trace them.');
  await page.getByRole('switch', { name: 'Bluetooth proximity' }).check();
  await page.getByRole('switch', { name: 'Offline login' }).check();
  await page.getByRole('radio', { name: 'PIN' }).check();
  await press(page, 'Next');

  await atWizardStep(page, 4, 'Confirm');
  await sees(page, 'Pia Phone');
  await sees(page, 'Engineers 👩‍🔧');
  await page.getByLabel('A note for the mail').fill('See you on Monday');
  await press(page, 'Confirm');
  await atPage(page, 'Pia Phone');
  await page.locator('h1 + span', { hasText: 'Pending' }).waitFor();

  // The second browser has the new row, and nobody touched it.
  const row = watcher.getByRole('row', { name: /Pia Phone/ });
  await row.getByText('Pending').waitFor();

  const link = await stage.server.mailTo('pia@example.org');
  const person = await stage.visit('phone', link);
  await person.plugIn(virtual.platformWithPrf);
  await atStep(person.page, 'Set up your phone as your key');
  await press(person.page, 'Set up this phone');
  await person.page.getByLabel('PIN', { exact: true }).fill('40921');
  await person.page.getByLabel('PIN once more').fill('40921');
  await press(person.page, 'Go on');
  await sees(page, 'Opened');
  await atStep(person.page, 'Your phone is ready');

  await page.locator('h1 + span', { hasText: 'Active' }).waitFor();
  await row.getByText('Active').waitFor();
  await sees(page, 'Not recorded: the key is not auditable');
  await atPage(page, 'Pia Phone');
  await atPage(watcher, 'Users');
});

test('S2–S8: the wizard goes on in another browser, back and forth, and can be discarded', async () => {
  const owner = await stage.owner();
  const { page } = await openConsole(stage, owner, '/users', 'phone');
  await press(page, 'New User');
  await fillInDetails(page, 'Half Done', 'half@example.org', 'half');
  await atWizardStep(page, 2, 'Groups');
  await press(page, 'Back');
  await atWizardStep(page, 1, 'Details');
  expect(await page.getByLabel('Username').inputValue()).toBe('half');

  const { page: other } = await openConsole(stage, owner, '/users');
  await other.getByRole('link', { name: 'Go on with Half Done' }).click();
  await atWizardStep(other, 2, 'Groups');
  await press(other, 'Next');
  await atWizardStep(other, 3, 'Security key');
  await other.getByRole('switch', { name: 'Give this person a security key now' }).uncheck();
  await press(other, 'Next');
  await atWizardStep(other, 4, 'Confirm');
  await other.reload();
  await atWizardStep(other, 4, 'Confirm');
  await sees(other, 'No security key now');

  await page.goto(`${stage.server.app.address}/users`);
  await press(page, 'Discard: Half Done');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByText('Go on where you were').waitFor({ state: 'detached' });
  await press(other, 'Confirm');
  await other.getByRole('alert').waitFor();

  await page.getByRole('button', { name: 'New User' }).click();
  await atWizardStep(page, 1, 'Details');
  await press(page, 'Discard');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click();
  await atPage(page, 'Users');
});

test('H6, H7, H8: a hardware key by its registration link', async () => {
  const { page } = await openConsole(stage, await stage.owner(), '/users');
  await press(page, 'New User');
  await fillInDetails(page, 'Hanna Hardware', 'hanna@example.org', 'hanna');
  await atWizardStep(page, 2, 'Groups');
  await press(page, 'Next');
  await atWizardStep(page, 3, 'Security key');
  await page.getByLabel('Device').selectOption('FIDO2 Hardware Security Key');
  await press(page, 'Next');
  await atWizardStep(page, 4, 'Confirm');
  await press(page, 'Confirm');
  await atPage(page, 'Hanna Hardware');

  const person = await stage.visit('computer', await stage.server.mailTo('hanna@example.org'));
  await person.plugIn(virtual.hardwareKey);
  await press(person.page, 'Set up my security key');
  await atStep(person.page, 'Your security key is ready');
  await page.locator('h1 + span', { hasText: 'Active' }).waitFor();
});

test('S9: the link, and then the activation code, are shown once, where the organisation wants it', async () => {
  const owner = await stage.owner();
  await owner.mutate('updateWorkspace', { activationProof: 'LINK_AND_CODE', activationLinkVisible: true }, 'workspace { id }');
  const { page } = await openConsole(stage, owner, '/users');
  await press(page, 'New User');
  await fillInDetails(page, 'Cora Code', 'cora@example.org', 'cora');
  await atWizardStep(page, 2, 'Groups');
  await press(page, 'Next');
  await atWizardStep(page, 3, 'Security key');
  await press(page, 'Next');
  await atWizardStep(page, 4, 'Confirm');
  await press(page, 'Confirm');
  const linkDialog = page.getByRole('dialog', { name: 'The activation link' });
  expect(await linkDialog.getByRole('group', { name: 'Activation link' }).textContent()).toBe(await stage.server.mailTo('cora@example.org'));
  await linkDialog.getByRole('button', { name: 'Copy the link' }).waitFor();
  await expectAccessible(page);
  await linkDialog.getByRole('button', { name: 'Done' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pass this code on' });
  expect(await dialog.getByRole('group', { name: 'Activation code' }).textContent()).toMatch(/^[A-Z0-9]{4}-?[A-Z0-9]{4}$/);
  await expectAccessible(page);
  await press(page, 'I have passed it on');
  await atPage(page, 'Cora Code');
  await owner.mutate('updateWorkspace', { activationProof: 'LINK', activationLinkVisible: false }, 'workspace { id }');
});

test('C6–C9a, C11, C12: a card that the administrator taps in the wizard; every ending of a tap is said', async () => {
  const owner = await stage.owner();
  const { server } = stage;
  const taken = cardNumber();
  await cardHolder(server, owner, taken, 'Taken badge');
  const agent = await pairAgent(server, owner, 'Front desk');
  const { page } = await openConsole(stage, owner, '/users');
  await press(page, 'New User');
  await fillInDetails(page, 'Carl Card', 'carl@example.org', 'carl');
  await atWizardStep(page, 2, 'Groups');
  await press(page, 'Next');
  await atWizardStep(page, 3, 'Security key');
  await page.getByLabel('Device').selectOption('Contactless Card');
  await press(page, 'Assign Contactless Card');
  // The card has no name yet.
  await page.getByLabel('Name of the card').and(page.locator('[aria-invalid=true]:focus')).waitFor();
  await page.getByLabel('Name of the card').fill('Blue badge 17');
  await press(page, 'Assign Contactless Card');
  const dialog = page.getByRole('dialog', { name: 'Assign Contactless Card' });
  await dialog.getByText('No reader is connected now.').waitFor();
  await dialog.getByText('Reader driver', { exact: true }).first().waitFor();
  await expectAccessible(page);

  // The reader appears by itself once its agent is there.
  const socket = await agent.listen();
  await agent.report({ name: 'Reader A', adapter: 'SIMULATED' }, { name: 'Reader B', adapter: 'PCSC' });
  await dialog.getByRole('radio', { name: /Reader A at Front desk Simulated/ }).check();
  await expectAccessible(page);

  // What was asked for already is no new request.
  const heard = new Set<string>();
  const askForTap = async (button: string): Promise<string> => {
    await dialog.getByRole('button', { name: button, exact: true }).click();
    const job = await waitFor(() => socket.jobs.items.map(({ data }) => data.tapJobs).find(({ id }) => !heard.has(id)));
    heard.add(job.id);
    await agent.claim(job.id);
    await dialog.getByRole('heading', { name: 'Tap the card now' }).waitFor();
    return job.id;
  };
  const unreadable = await askForTap('Ask for the tap');
  await dialog.getByText(/seconds left/).waitFor();
  await expectAccessible(page);
  await agent.fail(unreadable, 'UNREADABLE');
  await dialog.getByRole('alert').waitFor();
  await expectAccessible(page);
  await agent.complete(await askForTap('Try again'), plainCard(taken));
  await dialog.getByText('Taken badge').waitFor();
  const number = cardNumber();
  await agent.complete(await askForTap('Try again'), plainCard(number));
  await dialog.getByText('The card was tapped').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await sees(page, `Card …${number.slice(-4).toUpperCase()} is assigned.`);

  await press(page, 'Next');
  await atWizardStep(page, 4, 'Confirm');
  await press(page, 'Confirm');
  await atPage(page, 'Carl Card');
  await page.locator('h1 + span', { hasText: 'Active' }).waitFor();
  const [pin = ''] = await pinsOf(server, 'carl@example.org');
  expect(pin).toMatch(/^\d{6}$/);

  await press(page, 'Actions for the key Blue badge 17');
  await page.getByRole('menuitem', { name: 'New PIN by mail' }).click();
  await press(page, 'New PIN by mail');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // The mail with the old one is erased.
  const pins = await pinsOf(server, 'carl@example.org');
  expect(pins).toHaveLength(1);
  expect(pins).not.toContain(pin);
  await socket.close();
});
