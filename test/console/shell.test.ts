import { expect, test, vi } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { atStep, press, sees } from '../browser/steps.ts';
import { administrator } from '../support/scenarios.ts';
import { atPage, openConsole } from './desk.ts';

const stage = setStage();

// Every page is looked over by axe, which takes longer than most tests.
vi.setConfig({ testTimeout: 60_000 });

const sections = ['Users', 'Groups', 'Security keys', 'Enrolments', 'Readers', 'Applications', 'Activity', 'Settings'];

test('S1: the navigation leads to every section, by mouse and by keyboard', async () => {
  const { page } = await openConsole(stage, await stage.owner(), '/');
  await atPage(page, 'Dashboard');
  await sees(page, 'Security Key Management');
  for (const section of sections) {
    await page.getByRole('link', { name: section, exact: true }).click();
    await atPage(page, section);
    // Who cannot see the change hears it: the focus is on the new page's heading.
    await page.locator('h1:focus').waitFor();
    expect(await page.getByRole('link', { name: section, exact: true }).getAttribute('aria-current')).toBe('page');
  }
  await page.goBack();
  await atPage(page, 'Activity');
  await page.goto(`${stage.server.app.address}/users`);
  await atPage(page, 'Users');
  await page.keyboard.press('Tab');
  await page.locator(':focus', { hasText: 'Skip to the content' }).waitFor();
});

test('on a phone the navigation is behind a button', async () => {
  const { page } = await openConsole(stage, await stage.owner(), '/', 'phone');
  await atPage(page, 'Dashboard');
  await press(page, 'Open the navigation');
  await page.getByRole('link', { name: 'Groups', exact: true }).click();
  await atPage(page, 'Groups');
  await page.getByRole('link', { name: 'Groups', exact: true }).waitFor({ state: 'hidden' });
});

test('who is signed out goes to the sign-in, and from there back to where they were', async () => {
  const { page } = await stage.visit('computer', '/users?q=ann');
  await atStep(page, 'Sign in');
  expect(new URL(page.url()).searchParams.get('next')).toBe('/users?q=ann');
});

test('colours and language are kept; Arabic is read from the right', async () => {
  const { page } = await openConsole(stage, await stage.owner(), '/groups');
  await atPage(page, 'Groups');
  await press(page, 'Account of Olive Owner');
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
  await press(page, 'Account of Olive Owner');
  await page.getByRole('menuitemradio', { name: 'العربية' }).click();
  await atPage(page, 'المجموعات');
  await page.locator('html[lang=ar][dir=rtl]').waitFor();
  await page.reload();
  await atPage(page, 'المجموعات');
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
});

test('an address that leads nowhere says so', async () => {
  const { page } = await openConsole(stage, await stage.owner(), '/groups/a/b');
  await atPage(page, 'No such page');
});

test('a session that is ended from elsewhere leads to the sign-in at once', async () => {
  const owner = await stage.owner();
  const { browser } = await administrator(stage.server, owner, 'ADMIN');
  const { page } = await openConsole(stage, browser, '/users');
  await atPage(page, 'Users');
  const { sessions } = await browser.ask('{ sessions { id user { displayName } } viewer { ... on User { displayName } } }');
  const own = sessions.filter(({ user }: { user: { displayName: string } }) => user.displayName !== 'Olive Owner');
  for (const { id } of own) await owner.mutate('revokeSession', { sessionId: id }, 'sessionId');
  await atStep(page, 'Sign in');
});

test('a lost line is said, and said to be back', async () => {
  const { page, problems } = await openConsole(stage, await stage.owner(), '/users');
  await atPage(page, 'Users');
  await page.context().setOffline(true);
  await sees(page, 'Connection lost, trying again…');
  // A page that was not gone to yet cannot come now, and comes by itself.
  await page.getByRole('link', { name: 'Groups', exact: true }).click();
  await atPage(page, 'No connection');
  await page.context().setOffline(false);
  await atPage(page, 'Groups');
  await page.getByText('Connection lost, trying again…').waitFor({ state: 'detached' });
  // What the browser itself says of the cut.
  expect(problems.splice(0).filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem))).toEqual([]);
});
