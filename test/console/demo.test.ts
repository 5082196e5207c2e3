import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildPages } from '../browser/stage.ts';
import { expectAccessible, press, sees } from '../browser/steps.ts';
import { virtual } from '../support/authenticators.ts';
import { chromiumMissing, findChromium, sharedChromium } from '../support/browser.ts';
import { type RunningDemo, readyDemo, startDemo } from '../support/demo.ts';
import { openVisit, type Place, type Visit } from '../support/visits.ts';
import { atPage, onPage } from './desk.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const path = findChromium();
let folder: string;
let demo: RunningDemo;
let browser: Browser;
beforeAll(async () => {
  if (!path) return;
  await buildPages();
  folder = await mkdtemp(join(tmpdir(), 'lkdemo-'));
  // Root’s database user has to get through, or the data lie elsewhere and stay there.
  await chmod(folder, 0o755);
  [demo, browser] = await Promise.all([readyDemo(startDemo(folder, {}, ['--people', '30'])), sharedChromium(path)]);
});
beforeEach((context) => {
  if (!path) context.skip(chromiumMissing);
});
afterAll(async () => {
  await demo?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** The page looks for an agent on this PC, and there is none. */
const noDoor = /127\.0\.0\.1:47113|ERR_CONNECTION_REFUSED/;

/** From New User to the wizard's third step. */
async function begin(page: Page, name: string, device: string): Promise<void> {
  await page.goto(`${demo.address}/users`);
  await press(page, 'New User');
  await page.getByLabel('Name').first().fill(name);
  const username = name.toLowerCase().replace(' ', '.');
  await page.getByLabel('Email').fill(`${username}@demo.example`);
  await page.getByLabel('Username').fill(username);
  await press(page, 'Next');
  await page.getByRole('heading', { level: 2, name: /^Step 2 of 4/ }).waitFor();
  await press(page, 'Next');
  await page.getByLabel('Device').selectOption(device);
}

async function confirm(page: Page, name: string): Promise<void> {
  await press(page, 'Next');
  await page.getByRole('heading', { level: 2, name: /^Step 4 of 4/ }).waitFor();
  await press(page, 'Confirm');
  await onPage(page, name);
}

/** The link of the newest mail, as the visitor finds it: from the banner to the mailbox. */
async function linkInMailbox(page: Page, name: string): Promise<string> {
  await sees(page, 'In the trial mailbox');
  const opening = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Open the mailbox of the demo’s people' }).click();
  const mailbox = await opening;
  // The newest mail lies open.
  const link = await mailbox.locator('details[open]', { hasText: name }).getByRole('link', { name: 'Open the link' }).getAttribute('href');
  await mailbox.close();
  return link ?? '';
}

const atStep = (page: Page, heading: string) => page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
const isActive = (page: Page) => page.locator('h1 + span', { hasText: 'Active' }).waitFor();

/** The browsers of a test. */
const visits: Visit[] = [];
const visit = async (to: string, at: Place) => {
  const opened = await openVisit(browser, at, to);
  visits.push(opened);
  return opened;
};
afterEach(async () => {
  const seen = visits.splice(0);
  const problems = seen.flatMap((one) => one.problems).filter((problem) => !noDoor.test(problem));
  for (const one of seen) await one.close();
  expect(problems).toEqual([]);
});

test.each(['computer', 'phone'] as const)('the ways to enrol, with nothing to look up, on a %s', async (place: Place) => {
  // What the demo adds to these pages is looked over once, and a key that is plugged in is plugged into a computer.
  const once = place === 'computer';
  const { page } = await visit(demo.demoLink, place);
  await atPage(page, 'Dashboard');
  expect(page.url()).toBe(`${demo.address}/`);
  await sees(page, 'Everybody here is made up');

  await begin(page, `Pia ${place}`, 'Smartphone');
  await confirm(page, `Pia ${place}`);
  const onPhone = await visit(await linkInMailbox(page, `Pia ${place}`), 'phone');
  await onPhone.plugIn(virtual.platform);
  await sees(onPhone.page, 'Everybody here is made up');
  if (once) await expectAccessible(onPhone.page);
  await press(onPhone.page, 'Set up this phone');
  await atStep(onPhone.page, 'Your phone is ready');
  await isActive(page);

  await begin(page, `Carl ${place}`, 'Contactless Card');
  await page.getByLabel('Name of the card').fill('Badge 17');
  await press(page, 'Assign Contactless Card');
  const dialog = page.getByRole('dialog', { name: 'Assign Contactless Card' });
  await dialog.getByRole('button', { name: 'Ask for the tap' }).click();
  const taken = dialog.getByRole('button', { name: 'Tap a card that somebody has' });
  await taken.waitFor();
  if (once) await expectAccessible(page);
  await taken.click();
  await dialog.getByText('The card belongs to').waitFor();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByRole('button', { name: 'Tap a demo card' }).click();
  await dialog.getByText('The card was tapped').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await confirm(page, `Carl ${place}`);
  await isActive(page);
  if (!once) return;

  await begin(page, `Hana ${place}`, 'FIDO2 Hardware Security Key');
  await confirm(page, `Hana ${place}`);
  const withKey = await visit(await linkInMailbox(page, `Hana ${place}`), place);
  await withKey.plugIn(virtual.hardwareKey);
  await press(withKey.page, 'Set up my security key');
  await atStep(withKey.page, 'Your security key is ready');
  await isActive(page);
});

test('a card that its person activates, at the demo’s reader', async () => {
  const { page } = await visit(demo.demoLink, 'computer');
  await onPage(page, 'Dashboard');
  await begin(page, 'Ulla User', 'Contactless Card');
  await page.getByLabel('Name of the card').fill('Badge 18');
  await page.getByRole('radio', { name: 'Activate by user' }).check();
  await confirm(page, 'Ulla User');
  const atReader = await visit(await linkInMailbox(page, 'Ulla User'), 'computer');
  await press(atReader.page, 'Set up my card');
  await press(atReader.page, 'Use the demo’s reader');
  await atReader.page.getByRole('button', { name: 'Tap a demo card' }).waitFor();
  await expectAccessible(atReader.page);
  await press(atReader.page, 'Tap a demo card');
  await atStep(atReader.page, 'Your card is active');
  await isActive(page);
});
