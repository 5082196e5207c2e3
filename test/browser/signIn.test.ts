import { expect, test } from 'vitest';
import { plainCard } from '../support/agent.ts';
import { virtual } from '../support/authenticators.ts';
import { phone } from '../support/devices.ts';
import { activate, activateByTyping, mailedPins } from '../support/people.ts';
import { cardNumber, visitor } from '../support/scenarios.ts';
import { agentWithReader, atPc, connectByCode, waitingTap } from './readerPc.ts';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const stage = setStage({ addresses: true });

/** Somebody who has a card. @returns its PIN */
async function holderOf(number: string): Promise<string> {
  const { link, email } = await stage.invite({ contactlessCard: { name: 'Door card', activation: 'BY_USER' } });
  await activateByTyping(visitor(stage.server), link, number);
  await stage.server.app.mailer.idle();
  const [pin] = await mailedPins(stage.server.operator, email);
  if (!pin) throw new Error('No PIN was mailed');
  return pin;
}

test('S11: a phone signs its person in on the phone itself; what is theirs they see, name, ask for and report lost', async () => {
  const invitation = await stage.invite({ smartphone: { name: 'Work phone' } }, { name: 'Paula Person' });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  await plugIn(virtual.platform);
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');
  await page.goto(`${stage.server.app.address}/my-keys`);
  await atStep(page, 'Sign in');
  await press(page, 'Sign in with your key');
  await atStep(page, 'Your keys');
  await sees(page, 'Paula Person');
  await sees(page, 'Your sign-ins with it are recorded, and your administrators can see them.');
  await sees(page, 'Last used:');
  await sees(page, 'Signed in');

  await press(page, 'Rename: Work phone');
  await page.getByLabel('New name').fill('');
  await press(page, 'Save');
  await page.locator('input:focus[aria-invalid=true]').waitFor();
  await page.getByLabel('New name').fill('Paula’s phone');
  await press(page, 'Save');
  await page.getByRole('heading', { level: 2, name: /^Paula’s phone/ }).waitFor();
  await page.getByLabel('Security key').check();
  await press(page, 'Ask for it');
  await sees(page, 'You asked for this: security key.');

  await press(page, 'Report lost: Paula’s phone');
  await sees(page, 'It stops at once and for good');
  await atStep(page, 'Your keys');
  await press(page, 'Yes, it is lost');
  await atStep(page, 'Your key is stopped');
  expect((await invitation.key()).status).toBe('LOST');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await press(page, 'Sign in with your key');
  await sees(page, 'You are not signed in.');
  await atStep(page, 'Sign in');
});

test('S10: a phone with a PIN: wrong ones are counted, three in a row ask for the phone once more', async () => {
  const invitation = await stage.invite({ smartphone: { verification: 'PIN', auditable: false } });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  await plugIn(virtual.platform);
  await press(page, 'Set up this phone');
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await page.getByLabel('PIN once more').fill('40921');
  await press(page, 'Go on');
  await atStep(page, 'Your phone is ready');
  await page.goto(`${stage.server.app.address}/sign-in`);
  await press(page, 'Sign in with your key');
  await atStep(page, 'Type your PIN');
  for (const left of [7, 6, 5]) {
    await page.getByLabel('PIN', { exact: true }).fill('55555');
    await press(page, 'Sign in');
    await sees(page, `That is not the PIN. ${left} tries left.`);
  }
  await atStep(page, 'Type your PIN');
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await press(page, 'Sign in');
  await atStep(page, 'Once more, please');
  await press(page, 'Confirm once more');
  await press(page, 'Sign in with your key');
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await press(page, 'Sign in');
  await atStep(page, 'Your keys');
  await sees(page, 'are recorded nowhere, so they are not here.');
  await sees(page, 'With a key whose sign-ins are not recorded.');
  expect(stage.server.logged.filter((line) => line.includes('40921') || line.includes('55555'))).toEqual([]);
});

test('C12: a card signs in by a tap at this PC’s reader and its PIN', async () => {
  const { agent, socket } = await agentWithReader(stage);
  const number = cardNumber();
  const pin = await holderOf(number);
  const { page } = await atPc(stage, '/sign-in');
  await atStep(page, 'Sign in');
  await press(page, 'Use a card');
  await atStep(page, 'Find your card reader');
  await press(page, 'Set up the reader agent');
  await atStep(page, 'Set up the reader agent');
  await sees(page, 'Ask your administrator for a pairing code');
  await press(page, 'It runs now');
  await connectByCode(page, agent);
  await atStep(page, 'Hold your card to the reader');
  await agent.complete(await waitingTap(agent, socket), plainCard(cardNumber()));
  await atStep(page, 'This card signs nobody in');
  await press(page, 'Try again');
  await agent.complete(await waitingTap(agent, socket), plainCard(number), { resultKey: 'result-2' });
  await atStep(page, 'Type your PIN');
  await page.getByLabel('PIN', { exact: true }).fill(pin);
  await press(page, 'Sign in');
  await atStep(page, 'Your keys');
  await sees(page, 'You sign in by a tap at a reader and the PIN that was mailed to you.');
});

test('C12: the page finds the agent by itself; after three wrong PINs the card is tapped again', async () => {
  const { agent, socket } = await agentWithReader(stage);
  const number = cardNumber();
  const pin = await holderOf(number);
  const { page } = await atPc(stage, '/sign-in', agent);
  await press(page, 'Use a card');
  await atStep(page, 'Hold your card to the reader');
  const first = await waitingTap(agent, socket);
  await press(page, 'Cancel');
  await press(page, 'Use a card');
  await atStep(page, 'Hold your card to the reader');
  await agent.complete(first, plainCard(number));
  await atStep(page, 'Type your PIN');
  for (const left of [7, 6, 5]) {
    await page.getByLabel('PIN', { exact: true }).fill('555555');
    await press(page, 'Sign in');
    await sees(page, `${left} tries left.`);
  }
  await page.getByLabel('PIN', { exact: true }).fill(pin);
  await press(page, 'Sign in');
  await press(page, 'Tap the card again');
  await atStep(page, 'Hold your card to the reader');
  await agent.complete(await waitingTap(agent, socket), plainCard(number), { resultKey: 'result-2' });
  await page.getByLabel('PIN', { exact: true }).fill(pin);
  await press(page, 'Sign in');
  await atStep(page, 'Your keys');
});

test('S7: a phone that has to be near signs in by username over the hybrid transport alone; where it has to be heard, the agent is asked', async () => {
  const invitation = await stage.invite({ smartphone: { bluetoothProximity: true } }, { role: 'AUDITOR' });
  const { page, plugIn } = await atPc(stage, invitation.link);
  await plugIn(virtual.phoneOverHybrid);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Your phone is ready');
  await page.goto(`${stage.server.app.address}/sign-in`);
  await press(page, 'Sign in with your key');
  await atStep(page, 'Type your username');
  await sees(page, 'This phone signs you in only while it is near this PC.');
  await press(page, 'Go on');
  await sees(page, 'Type your username.');

  const owner = await stage.owner();
  await owner.mutate('updateWorkspace', { minimumProximity: 'AGENT_OBSERVED' }, 'workspace { id }');
  const username = page.getByLabel('Username');
  await username.fill(invitation.email.split('@')[0] ?? '');
  await press(page, 'Go on');
  await sees(page, 'No phone was heard near this PC.');
  await atStep(page, 'Type your username');
  await press(page, 'Let this PC listen for the phone');
  await atStep(page, 'Let this PC listen for your phone');
  const { agent } = await agentWithReader(stage);
  await connectByCode(page, agent);
  await sees(page, 'No phone was heard near this PC.');

  await owner.mutate('updateWorkspace', { minimumProximity: 'CLIENT_CLAIMED' }, 'workspace { id }');
  await press(page, 'Go on');
  await atStep(page, 'Dashboard');
});

test('whoever goes another way meanwhile is not called back, and starts again', async () => {
  const invitation = await stage.invite({ smartphone: { name: 'Phone elsewhere' } }, { role: 'AUDITOR' });
  expect(await activate(visitor(stage.server), invitation.link, phone())).toHaveProperty('activation');
  const { page, plugIn } = await atPc(stage, '/sign-in');
  // The phone that is asked for is not here, so the browser waits.
  await plugIn(virtual.hardwareKey);
  const waits = async () => {
    await press(page, 'Type your username');
    await page.getByLabel('Username').fill(invitation.email.split('@')[0] ?? '');
    await press(page, 'Go on');
    await sees(page, 'Your browser asks for your phone or key now.');
    await press(page, 'Back');
    await atStep(page, 'Sign in');
  };
  await waits();
  await waits();
  expect(await page.getByRole('alert').count()).toBe(0);
});
