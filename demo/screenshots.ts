import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { ApiClient } from '../test/support/apiClient.ts';
import { chromiumMissing, findChromium, launchChromium } from '../test/support/browser.ts';
import { tokenOf } from '../test/support/people.ts';
import { openVisit, type Place } from '../test/support/visits.ts';
import { expectDone, inTime } from './expect.ts';
import { startServer } from './server.ts';

/** `npm run screenshots`: pictures of the pages, taken from a demo of its own, into docs/screenshots. */
const into = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const largest = 150_000;

interface Picture {
  name: string;
  place?: Place;
  dark?: boolean;
  path: string;
  /** What shows that the page is there. */
  heading: string | RegExp;
  /** Goes on from there. */
  goOn?(page: Page): Promise<unknown>;
  /** What is done after the picture, so that the next ones find the demo as it was. */
  leave?(page: Page): Promise<unknown>;
}

const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true }).click();

/** New User, up to its third step with a card chosen. */
async function toCardStep(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New User' }).click();
  await page.getByLabel('Name').first().fill('Nina Northcote');
  await page.getByLabel('Email').fill('nina.northcote@demo.example');
  await page.getByLabel('Username').fill('nina.northcote');
  await next(page);
  await page.getByRole('checkbox', { name: 'Warehouse' }).check();
  await next(page);
  await page.getByLabel('Device').selectOption('Contactless Card');
  await page.getByLabel('Name of the card').fill('Badge 4711');
}

async function toTap(page: Page): Promise<void> {
  await toCardStep(page);
  await page.getByRole('button', { name: 'Assign Contactless Card' }).click();
  await page.getByRole('button', { name: 'Ask for the tap' }).click();
  await page.getByRole('heading', { name: 'Tap the card now' }).waitFor();
}

/** The console's request waits for the reader no longer. */
async function stopWaiting(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop waiting' }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
}

/** The same on the page of a link. */
async function cancelTap(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Your card reader is ready' }).waitFor();
}

const consolePages = ({ userId, groupId, applicationId }: Record<'userId' | 'groupId' | 'applicationId', string>): Picture[] => [
  { name: 'dashboard', path: '/', heading: 'Dashboard' },
  { name: 'dashboard-dark', path: '/', heading: 'Dashboard', dark: true },
  { name: 'dashboard-phone', path: '/', heading: 'Dashboard', place: 'phone' },
  { name: 'users', path: '/users', heading: 'Users' },
  { name: 'users-phone', path: '/users', heading: 'Users', place: 'phone' },
  { name: 'person', path: `/users/${userId}`, heading: /./ },
  { name: 'groups', path: '/groups', heading: 'Groups' },
  { name: 'group', path: `/groups/${groupId}`, heading: /./ },
  { name: 'keys', path: '/keys', heading: 'Security keys' },
  { name: 'enrolments', path: '/enrolments', heading: 'Enrolments' },
  { name: 'readers', path: '/readers', heading: 'Readers' },
  { name: 'applications', path: '/applications', heading: 'Applications' },
  { name: 'application', path: `/applications/${applicationId}`, heading: 'Timesheets' },
  { name: 'activity', path: '/activity', heading: 'Activity' },
  { name: 'settings', path: '/settings', heading: 'Settings' },
  { name: 'wizard-key', path: '/users', heading: 'Users', goOn: toCardStep },
  { name: 'wizard-tap', path: '/users', heading: 'Users', goOn: toTap, leave: stopWaiting },
];

const peoplesPages = (links: Record<'phone' | 'card' | 'key', string>): Picture[] => [
  { name: 'activate-phone', place: 'phone', path: links.phone, heading: 'Set up your phone as your key' },
  { name: 'activate-phone-by-qr', path: links.phone, heading: /phone/ },
  {
    name: 'activate-card',
    path: links.card,
    heading: /card/,
    goOn: async (page) => {
      await page.getByRole('button', { name: 'Set up my card' }).click();
      await page.getByRole('button', { name: 'Use the demo’s reader' }).click();
      await page.getByText('The reader waits for your card').waitFor();
    },
    leave: cancelTap,
  },
  { name: 'activate-key', path: links.key, heading: /security key/ },
  { name: 'sign-in', path: '/sign-in', heading: 'Sign in' },
  {
    name: 'sign-in-card',
    path: '/sign-in',
    heading: 'Sign in',
    goOn: async (page) => {
      await page.getByRole('button', { name: 'Use a card' }).click();
      await page.getByRole('button', { name: 'Use the demo’s reader' }).click();
      await page.getByText('The reader waits for your card').waitFor();
    },
  },
  {
    name: 'offline',
    place: 'phone',
    path: '/offline',
    heading: 'Sign in without a network',
    goOn: (page) => page.getByText('This page opens without a network from now on.').waitFor(),
  },
  { name: 'my-keys', path: '/my-keys', heading: 'Your keys' },
  { name: 'mailbox', path: '/mailbox', heading: 'Trial mailbox' },
];

const chromium = findChromium();
if (!chromium) throw new Error(chromiumMissing);
const folder = await mkdtemp(join(tmpdir(), 'lkshot-'));
// Root’s database user has to get through, or the data lie elsewhere and stay there.
await chmod(folder, 0o755);
const demo = await startDemo(folder);
const browser = await launchChromium(chromium);
try {
  await mkdir(into, { recursive: true });
  const owner = new ApiClient(demo.address);
  expectDone(await owner.mutate('signInToDemo', { token: tokenOf(demo.demoLink) }, 'signIn { status }'));
  const { users, groups } = await owner.ask(`{
    users(first: 1, filter: { statuses: [ACTIVE], keyKind: SMARTPHONE }, orderBy: { field: NAME }) { edges { node { id } } }
    groups(first: 1) { edges { node { id } } }
  }`);
  const [userId, groupId] = [users.edges[0].node.id, groups.edges[0].node.id];
  const applicationId = await registerApplication(owner, groupId);
  for (const picture of consolePages({ userId, groupId, applicationId })) await take(browser, owner, picture);
  const links = { phone: await linkFor(owner, 'phone', { smartphone: {} }), card: '', key: '' };
  links.card = await linkFor(owner, 'card', { contactlessCard: { name: 'Badge 4712', activation: 'BY_USER' } });
  links.key = await linkFor(owner, 'key', { hardwareKey: {} });
  for (const picture of peoplesPages(links)) await take(browser, owner, picture);
  await takeSetup(browser, join(folder, 'new'));
} finally {
  await browser.close();
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
}

/** A server that nobody has set up yet: the page that its first owner meets. */
async function takeSetup(browser: Browser, dataDir: string): Promise<void> {
  await mkdir(dataDir);
  const server = await startServer(dataDir);
  try {
    await take(browser, new ApiClient(server.address), { name: 'setup', path: server.setupLink, heading: 'Set up this server' });
  } finally {
    await server.stop();
  }
}

/** Takes one picture, as the caller sees the page. @throws Error where the page is not as expected, or the picture is too large */
async function take(
  browser: Browser,
  caller: ApiClient,
  { name, place = 'computer', dark = false, path, heading, goOn, leave }: Picture,
): Promise<void> {
  const visit = await openVisit(browser, place, `${caller.address}/sign-in`);
  try {
    const { page } = visit;
    await page.setViewportSize(place === 'phone' ? { width: 390, height: 844 } : { width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await page.context().addCookies([...caller.cookies].map(([name, value]) => ({ name, value, url: caller.address })));
    await page.goto(new URL(path, caller.address).href);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await goOn?.(page);
    await page.locator('body:not(:has([aria-busy=true]))').waitFor();
    const file = join(into, `${name}.png`);
    await page.screenshot({ path: file, scale: 'css', animations: 'disabled', caret: 'hide' });
    await leave?.(page);
    const { size } = await stat(file);
    if (size > largest) throw new Error(`${name}.png has ${size} bytes, and ${largest} are allowed.`);
    console.log(`${name}.png  ${Math.round(size / 1_000)} kB`);
  } finally {
    await visit.close();
  }
}

/** Adds somebody with a key to activate, and takes the link out of the demo's mailbox. */
async function linkFor(owner: ApiClient, username: string, securityKey: object): Promise<string> {
  const email = `nina.${username}@demo.example`;
  const details = { displayName: 'Nina Northcote', email, username: `nina.${username}` };
  expectDone(await owner.mutate('createUser', { details, securityKey }, 'user { id }'));
  return inTime(async () => {
    const { mails } = expectDone(await owner.mutate('readTrialMailbox', {}, 'mails { to text }'));
    const link = /https?:\/\/\S+\/activate#\S+/.exec(mails.find(({ to }: { to: string }) => to === email)?.text ?? '')?.[0];
    if (!link) throw new Error(`No mail came to ${email}`);
    return link;
  });
}

/** Registers an application that a group may sign in to. @returns its id */
async function registerApplication(owner: ApiClient, groupId: string): Promise<string> {
  const wanted = { name: 'Timesheets', type: 'CONFIDENTIAL', redirectUris: ['https://timesheets.demo.example/callback'] };
  const { application } = expectDone(await owner.mutate('createApplication', wanted, 'application { id }'));
  const groups = [{ groupId, claims: ['NAME', 'EMAIL'] }];
  expectDone(await owner.mutate('setApplicationGroups', { applicationId: application.id, groups }, 'application { id }'));
  return application.id;
}

/** A demo of its own, on a free port. */
async function startDemo(dataDir: string): Promise<{ address: string; demoLink: string; stop(): Promise<void> }> {
  const program = fileURLToPath(new URL('start.ts', import.meta.url));
  const child = spawn(process.execPath, [program, '--json'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    void exited.then(() => reject(new Error('The demo did not start; it has said why above.')));
  });
  return {
    ...JSON.parse(line),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
