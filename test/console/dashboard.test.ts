import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { press, sees } from '../browser/steps.ts';
import { pairAgent } from '../support/agent.ts';
import { phone } from '../support/devices.ts';
import { activate, tokenOf } from '../support/people.ts';
import { addGroup, administrator, invite, somebody, visitor } from '../support/scenarios.ts';
import { cutOff } from './cut.ts';
import { atPage, onPage, openConsole } from './desk.ts';

const stage = setStage();

const numbers = ['Pending', 'Opened', 'Activated', 'Expiring today'] as const;

/** Waits until the dashboard shows these numbers, in their order. */
async function shows(page: Page, ...wanted: number[]): Promise<void> {
  for (const [i, name] of numbers.entries()) {
    await page.getByRole('link', { name: new RegExp(`^${name}\\s*${wanted[i]}\\b`) }).waitFor();
  }
}

test('an empty console says which three things to do first, and ticks them off as they are done', async () => {
  const owner = await stage.owner();
  const { page } = await openConsole(stage, owner, '/');
  await atPage(page, 'Dashboard');
  const things = page.getByRole('region', { name: 'Three things to do first' }).getByRole('listitem');
  expect(await things.getByText('To do', { exact: true }).count()).toBe(3);
  await addGroup(owner, 'Engineers');
  await things.filter({ hasText: 'Make your groups' }).getByText('Done', { exact: true }).waitFor();
  await pairAgent(stage.server, owner, 'Front desk');
  await things.filter({ hasText: 'Pair a PC' }).getByText('Done', { exact: true }).waitFor();
  await things.getByRole('button', { name: 'New User' }).click();
  await page.getByRole('heading', { level: 1, name: 'New User' }).waitFor();
  await page.goBack();
  await press(page, 'Hide these hints');
  await things.first().waitFor({ state: 'detached' });
  await page.reload();
  await onPage(page, 'Dashboard');
  expect(await things.count()).toBe(0);
});

test('the numbers, the chart and the last events change as it happens', async () => {
  const owner = await stage.owner();
  const { server } = stage;
  const { page } = await openConsole(stage, owner, '/');
  await onPage(page, 'Dashboard');
  await page.getByText('Live', { exact: true }).waitFor();
  // The owner's own key is the one that is active.
  await shows(page, 0, 0, 1, 0);
  const { link } = await invite(server, owner, { smartphone: {} }, somebody({ displayName: 'Pia 🦊 Phone' }));
  await shows(page, 1, 0, 1, 0);
  const browser = visitor(server);
  await browser.mutate('openActivation', { token: tokenOf(link) }, '__typename');
  await shows(page, 0, 1, 1, 0);
  await activate(browser, link, phone());
  await shows(page, 0, 0, 2, 0);
  const events = page.getByRole('region', { name: 'Last events' });
  await events.getByRole('listitem').filter({ hasText: 'Enrolment’s status changed' }).filter({ hasText: 'Opened → Activated' }).first().waitFor();
  await events.getByRole('link', { name: 'Pia 🦊 Phone' }).first().waitFor();

  // For who cannot see the chart, and for who wants the numbers.
  await page.getByRole('img', { name: /^Activations, last 30 days: 2 in all, 2 at most, on / }).waitFor();
  await page.getByText('Show as a table').click();
  const rows = page.getByRole('table', { name: 'Activations, last 30 days' }).getByRole('row');
  expect(await rows.count()).toBe(31);
  expect(await rows.nth(1).textContent()).toMatch(/2$/);
  await atPage(page, 'Dashboard');
});

test('what expires today is counted by the reader’s day, and leads to its list', async () => {
  const owner = await stage.owner();
  const { page, spoil } = await openConsole(stage, owner, '/', 'phone');
  const invited = await invite(stage.server, owner, { hardwareKey: {} }, somebody({ displayName: 'Late Larry' }));
  await shows(page, 1, 0, 2, 0);
  // The day on which the link ends, three days from now.
  const { node } = await owner.ask('query ($id: ID!) { node(id: $id) { ... on Enrolment { expiresAt } } }', { id: invited.enrolmentId });
  spoil();
  await page.clock.setFixedTime(new Date(node.expiresAt));
  await page.reload();
  await shows(page, 1, 0, 2, 1);
  await atPage(page, 'Dashboard');
  await page.getByRole('link', { name: /^Expiring today/ }).click();
  await atPage(page, 'Enrolments');
  await page.getByRole('link', { name: 'Late Larry' }).waitFor();
  expect(await page.getByLabel('Status').inputValue()).toBe('EXPIRING');
});

test('a cut during 20 changes: the page says so, and then nothing is missing', async () => {
  const owner = await stage.owner();
  const visit = await openConsole(stage, owner, '/');
  const { page } = visit;
  await shows(page, 1, 0, 2, 0);
  await cutOff(visit, async () => {
    await sees(page, /^Not live: as of /);
    for (let i = 0; i < 20; i += 1) await owner.mutate('createUser', { details: somebody(), securityKey: { smartphone: {} } }, 'user { id }');
    // Nothing came through.
    await shows(page, 1, 0, 2, 0);
  });
  await shows(page, 21, 0, 2, 0);
  await page.getByText('Live', { exact: true }).waitFor();
});

test('the helpdesk sees the numbers live too, and neither the log nor what is not theirs to do', async () => {
  const { browser } = await administrator(stage.server, await stage.owner(), 'HELPDESK');
  const { page } = await openConsole(stage, browser, '/');
  await onPage(page, 'Dashboard');
  await shows(page, 21, 0, 3, 0);
  expect(await page.getByRole('region', { name: 'Last events' }).count()).toBe(0);
  expect(await page.getByRole('region', { name: 'Three things to do first' }).count()).toBe(0);
  await page.getByText('Live', { exact: true }).waitFor();
  await invite(stage.server, browser);
  await shows(page, 22, 0, 3, 0);
});
