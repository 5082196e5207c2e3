import { expect, test } from 'vitest';
import { setStage } from '../browser/stage.ts';
import { expectAccessible, press, sees } from '../browser/steps.ts';
import { type AgentSocket, onlineAgent, pairWith, plainCard } from '../support/agent.ts';
import { administrator } from '../support/scenarios.ts';
import { waitFor } from '../support/waitFor.ts';
import { atPage, onPage, openConsole } from './desk.ts';

const stage = setStage();

/** The request for a tap that the agent heard of last, once it is another than before. */
const nextJob = (socket: AgentSocket, before: string | null = null): Promise<string> =>
  waitFor(() => {
    const id: string | undefined = socket.jobs.items.at(-1)?.data?.tapJobs?.id;
    return id === before ? undefined : id;
  });

test('C10: a PC is paired, comes online, is tried out, goes offline and is shut out, all live', async () => {
  const owner = await stage.owner();
  const { page } = await openConsole(stage, owner, '/readers');
  await onPage(page, 'Readers');
  await sees(page, 'No PC is paired yet');
  await press(page, 'Pair a PC');
  await page.getByLabel('What the PC is called').fill('Front desk');
  await press(page, 'Make a code');
  const shown = page.getByRole('status', { name: 'Pairing code' });
  const code = (await shown.textContent()) ?? '';
  expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  await sees(page, `pair --server ${stage.server.app.address} --code ${code}`);
  await expectAccessible(page);
  const agent = await pairWith(stage.server, code);
  await sees(page, 'Front desk is paired.');
  expect(await shown.count()).toBe(0);
  await press(page, 'Done');

  const card = page.getByRole('article', { name: 'Front desk' });
  await card.getByText('Offline', { exact: true }).waitFor();
  const socket = await agent.listen();
  await card.getByText('Online', { exact: true }).waitFor();
  await agent.report({ name: 'ACR122U', adapter: 'PCSC' }, { name: 'Made up', adapter: 'SIMULATED' });
  await card.getByRole('listitem').filter({ hasText: 'ACR122U' }).getByText('Ready').waitFor();
  await card.getByRole('listitem').filter({ hasText: 'Simulated, for trying out' }).waitFor();
  await atPage(page, 'Readers');

  const dialog = page.getByRole('dialog');
  await press(page, 'Test tap at ACR122U');
  const first = await nextJob(socket);
  await agent.claim(first);
  await dialog.getByText('Tap the card now').waitFor();
  await agent.fail(first, 'TWO_CARDS');
  await dialog.getByText('That did not work').waitFor();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await agent.tap(await nextJob(socket, first), plainCard('04a1b2c3d4e5f6'));
  await dialog.getByText('The card was tapped').waitFor();
  await dialog.getByText('e5f6').waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();

  await agent.report({ name: 'Made up', adapter: 'SIMULATED' });
  await card.getByRole('listitem').filter({ hasText: 'ACR122U' }).getByText('Not plugged in').waitFor();
  await socket.close();
  await card.getByText('Offline', { exact: true }).waitFor();

  await press(page, 'Rename: Front desk');
  await dialog.getByLabel('Name').fill('Desk by the door');
  await press(page, 'Save');
  await press(page, 'Shut out: Desk by the door');
  await dialog.getByRole('button', { name: 'Shut out' }).click();
  await sees(page, 'No PC is paired yet');
  await page.getByLabel('Show').selectOption('revoked');
  await page.getByRole('article', { name: 'Desk by the door' }).getByText('Shut out', { exact: true }).first().waitFor();
});

test('closing the dialogue takes the request back', async () => {
  const owner = await stage.owner();
  const { socket } = await onlineAgent(stage.server, owner, 'Back office');
  const { page } = await openConsole(stage, owner, '/readers', 'phone');
  await atPage(page, 'Readers');
  await press(page, 'Test tap at Front');
  await nextJob(socket);
  await page.getByRole('dialog').getByText('Waiting for the reader…').waitFor();
  await page.keyboard.press('Escape');
  await waitFor(() => socket.jobs.items.at(-1)?.data?.tapJobs?.status === 'CANCELLED');
  await socket.close();
});

test('the helpdesk sees readers come and go without the log, tries them out, and pairs none', async () => {
  const owner = await stage.owner();
  const { browser } = await administrator(stage.server, owner, 'HELPDESK');
  const { page } = await openConsole(stage, browser, '/readers');
  await onPage(page, 'Readers');
  expect(await page.getByRole('button', { name: 'Pair a PC' }).count()).toBe(0);
  const { socket } = await onlineAgent(stage.server, owner, 'Warehouse');
  const card = page.getByRole('article', { name: 'Warehouse' });
  await card.getByText('Online', { exact: true }).waitFor();
  await card.getByRole('button', { name: 'Test tap at Front' }).waitFor();
  expect(await card.getByRole('button', { name: /^Shut out/ }).count()).toBe(0);
  await socket.close();
  await card.getByText('Offline', { exact: true }).waitFor();
});
