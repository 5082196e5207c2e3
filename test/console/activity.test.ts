import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { press, sees } from '../browser/steps.ts';
import { addGroup, addUser, administrator, somebody } from '../support/scenarios.ts';
import { waitFor } from '../support/waitFor.ts';
import { cutOff } from './cut.ts';
import { atPage, onPage, openConsole } from './desk.ts';

const stage = setStage();

const rows = (page: Page) => page.getByRole('table', { name: 'Activity' }).getByRole('row');
/** Rows of what happened, without the one of the headings. */
const count = async (page: Page) => (await rows(page).count()) - 1;

test('the log is narrowed down by what, whom and when; the address keeps it', async () => {
  const owner = await stage.owner();
  await addUser(owner, somebody({ displayName: 'Ada Lovelace' }));
  await addGroup(owner, 'Engineers');
  const { page } = await openConsole(stage, owner, '/activity');
  await atPage(page, 'Activity');
  const all = await count(page);
  await page.getByLabel('What', { exact: true }).selectOption('GROUP');
  await rows(page).nth(2).waitFor({ state: 'detached' });
  await rows(page).filter({ hasText: 'Group added' }).filter({ hasText: 'Olive Owner' }).waitFor();
  await page.reload();
  await onPage(page, 'Activity');
  expect(await count(page)).toBe(1);
  await press(page, 'Clear the filters');
  await waitFor(async () => (await count(page)) === all);
  await page.getByRole('combobox', { name: 'Person' }).fill('ada');
  await page.getByRole('option', { name: /Ada Lovelace/ }).click();
  await waitFor(async () => (await count(page)) < all);
  for (const row of (await rows(page).allTextContents()).slice(1)) expect(row).toContain('Ada Lovelace');
  await page.getByLabel('To day').fill('2020-01-01');
  await sees(page, 'Nothing that happened fits these filters.');
});

test('new entries come in at the top; held still, the page says how many wait; a cut during 20 changes misses none', async () => {
  const owner = await stage.owner();
  const visit = await openConsole(stage, owner, '/activity?type=GROUP_CREATED', 'phone');
  const { page } = visit;
  await onPage(page, 'Activity');
  expect(await count(page)).toBe(1);
  await addGroup(owner, 'Live');
  await rows(page).nth(2).waitFor();
  await press(page, 'Pause');
  await addGroup(owner, 'Held 1');
  await addGroup(owner, 'Held 2');
  await sees(page, '2 new entries');
  expect(await count(page)).toBe(2);
  await atPage(page, 'Activity');
  await press(page, 'Go on');
  await rows(page).nth(4).waitFor();
  await cutOff(visit, async () => {
    for (let i = 0; i < 20; i += 1) await addGroup(owner, `Cut ${i}`);
    expect(await count(page)).toBe(4);
  });
  await waitFor(async () => (await count(page)) === 24);
});

test('the CSV holds every entry over all pages, and no formula', async () => {
  const owner = await stage.owner();
  const { server } = stage;
  await addUser(owner, somebody({ displayName: '=cmd|"/c calc", A1' }));
  await Promise.all(Array.from({ length: 200 }, (_, i) => addGroup(owner, `Many ${i}`)));
  await server.app.server.sequencer.idle();
  const { page } = await openConsole(stage, owner, '/activity');
  await onPage(page, 'Activity');
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download CSV')]);
  expect(download.suggestedFilename()).toMatch(/^latchkey-activity-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  const lines = text.split('\r\n');
  expect(lines[0]).toBe('\uFEFFnumber,time,type,actor,actor_name,user_id,user_name,key_id,key_name,enrolment_id,details');
  expect(lines.at(-1)).toBe('');
  // One line an entry, from the newest to the first, with no gap.
  const [{ last } = { last: 0 }] = await server.database.sql`select max(number)::int as last from events`;
  expect(lines.slice(1, -1).map((line) => Number(line.split(',')[0]))).toEqual(Array.from({ length: last }, (_, i) => last - i));
  expect(text).toContain(`,"'=cmd|""/c calc"", A1",`);
  expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
  await sees(page, `${last} entries were saved.`);
});

test('the log is checked, and a change in it is found', async () => {
  const owner = await stage.owner();
  const { server } = stage;
  const { page } = await openConsole(stage, owner, '/activity');
  await onPage(page, 'Activity');
  await press(page, 'Check the log');
  await sees(page, /^The log is as it was written: \d+ entries follow each other without a gap\./);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await server.database.sql`update events set canonical = replace(canonical, 'usr_', 'usr-') where number = 5`;
  await press(page, 'Check the log');
  await sees(page, 'The log is not as it was written: something is wrong at number 5.');
});

test('the helpdesk has no log', async () => {
  const { browser } = await administrator(stage.server, await stage.owner(), 'HELPDESK');
  const { page } = await openConsole(stage, browser, '/activity');
  await onPage(page, 'Activity');
  await sees(page, 'Not for your role');
});
