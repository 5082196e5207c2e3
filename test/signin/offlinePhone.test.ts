import type { Page } from 'playwright-core';
import { afterAll, expect, test, vi } from 'vitest';
import { newChallenge } from '../../agent/offline/challenge.ts';
import { askRunning } from '../../agent/run/localSocket.ts';
import { doorProblems } from '../browser/readerPc.ts';
import { setStage } from '../browser/stage.ts';
import { atStep, press, sees } from '../browser/steps.ts';
import { AgentPc, letTimePass } from '../support/agentProgram.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { virtual } from '../support/authenticators.ts';
import type { RunningProgram } from '../support/program.ts';
import { waitFor } from '../support/waitFor.ts';

// S7, offline login, as a person has it: the real agent on the PC, Chromium as the phone, and then no network and no server.

// Programs of their own take their time where many tests run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const door = 'http://127.0.0.1:47113/latchkey';
const stage = setStage();
const undo: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of undo.reverse()) await end();
});

/** A PC with the real agent running on it. */
async function openPc(owner: ApiClient): Promise<{ pc: AgentPc; agent: RunningProgram; port: number }> {
  // It stood still until now, and the agent has only this machine's.
  stage.server.clock.advance(Date.now() - stage.server.clock.now().getTime());
  undo.push(letTimePass(stage.server));
  const pc = await AgentPc.make();
  undo.push(() => pc.stop());
  await pc.pair(stage.server.app.address, owner);
  const agent = pc.run(['--no-pcsc', '--port', '0']);
  const started = JSON.parse(await agent.line(/"event":"started"/));
  return { pc, agent, port: started.port };
}

/** Leads a page to the agent's door, which is at a free port here and not at the one that pages know. */
async function leadToDoor(page: Page, port: number): Promise<void> {
  // Chrome asks the person before a page may ask this.
  await page.context().grantPermissions(['local-network-access']);
  await page.route(`${door}*`, (route) => route.continue({ url: route.request().url().replace('47113', String(port)) }));
}

test('a phone whose passkey has no prf is told so, and one that did not confirm', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  const phone = await plugIn(virtual.platform);
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');
  // A challenge as an agent makes it, for a key that may have a PIN.
  await page.goto(`${stage.server.app.address}/offline#${newChallenge('agt_01h455vb4pex5vsknk084sn02q', true)}`);
  await atStep(page, 'Get your code');
  await page.getByLabel('PIN of your key').fill('40921');
  await press(page, 'Show the code');
  await sees(page, 'This phone cannot do it');
  await phone.unplug();
  await plugIn(virtual.unlockedPhone);
  await press(page, 'Show the code');
  await sees(page, 'That did not finish');
});

test('S7: the phone in airplane mode and the server gone: its code signs the person in, and the command runs', async () => {
  const { server } = stage;
  const owner = await stage.owner();
  const { pc, agent, port } = await openPc(owner);
  const invitation = await stage.invite({ smartphone: { offlineLogin: true } }, { name: 'Ann Offline' });
  const { username } = (await owner.ask('query ($id: ID!) { user(id: $id) { username } }', { id: invitation.userId })).user;
  const { page, plugIn } = await stage.visit('phone', invitation.link, doorProblems);
  await plugIn(virtual.platformWithPrf);
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');
  await page.getByRole('link', { name: 'Look at the page for that now' }).click();
  await atStep(page, 'Sign in without a network');
  await sees(page, 'This page opens without a network from now on.');

  // Online once, where the page knows this PC’s agent.
  await leadToDoor(page, port);
  await page.goto(`${server.app.address}/sign-in`);
  await press(page, 'Type your username');
  await page.getByLabel('Username').fill(username);
  await press(page, 'Go on');
  await waitFor(async () => (await askRunning<{ offline: string[] }>(pc.folder, { command: 'status' })).offline.includes(username));
  // What the page asks for next is there before the network goes.
  await sees(page, 'Where you are signed in');

  await server.app.stop();
  await page.context().setOffline(true);
  await agent.line(/"event":"offline"/);

  const command = pc.signin(
    '--user',
    username.toUpperCase(),
    '--',
    process.execPath,
    '-e',
    "console.log('opened for ' + process.env.LATCHKEY_USERNAME); process.exit(3)",
  );
  const [, challenge = ''] = await command.shown(/and type: ([0-9A-Z-]{29})/);
  await page.goto(`${server.app.address}/offline#${challenge.replaceAll('-', '')}`);
  await atStep(page, 'Get your code');
  await sees(page, challenge.slice(0, 9));
  await press(page, 'Show the code');
  await atStep(page, 'Type this code on the PC');
  const code = ((await page.getByRole('status').textContent()) ?? '').trim();
  command.type('00000000');
  await command.shown(/That is not the code of your phone for this challenge. 4 tries are left./);
  command.type(code);
  expect(await command.exit).toBe(3);
  expect(command.out()).toContain(`opened for ${username}`);

  // Typed by hand, with the agent not even running, and for a program.
  agent.kill('SIGTERM');
  await agent.exit;
  const forProgram = pc.signin('--json');
  const [, text = ''] = await forProgram.shown(/"challenge":"([0-9A-Z]+)"/);
  await page.goto(`${server.app.address}/offline`);
  await atStep(page, 'Sign in without a network');
  await page.getByLabel('Challenge').fill('1234');
  await press(page, 'Go on');
  await sees(page, 'That is not what the PC shows');
  await page.getByLabel('Challenge').fill(text.toLowerCase().replace(/.{4}/g, '$& '));
  await press(page, 'Go on');
  await press(page, 'Show the code');
  await atStep(page, 'Type this code on the PC');
  forProgram.type((await page.getByRole('status').textContent()) ?? '');
  expect(await forProgram.exit).toBe(0);
  expect(forProgram.out()).toContain('"signedIn":{"userId":"usr_');

  const refused = pc.signin('--json', '--user', 'nobody');
  expect(await refused.exit).toBe(7);
  expect(refused.out()).toContain('"refused":"NO_GRANT"');
});
