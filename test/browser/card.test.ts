import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { listenForNumber } from '../../web/src/activate/card/typedNumber.ts';
import { pairWith, plainCard, type TestAgent } from '../support/agent.ts';
import { mailedPins } from '../support/people.ts';
import { waitFor } from '../support/waitFor.ts';
import { agentWithReader, connectByCode, doorProblems, atPc as openAtPc, waitingTap } from './readerPc.ts';
import { type Invitation, setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const stage = setStage();

const card = { contactlessCard: { name: 'Door card', activation: 'BY_USER' } };
const ready = 'The reader waits for your card.';

const atPc = (link: string, agent: TestAgent | null = null) => openAtPc(stage, link, agent);

async function start(page: Page): Promise<void> {
  await atStep(page, 'Set up your contactless card');
  await press(page, 'Set up my card');
}

async function isActive(page: Page, { status, key, email }: Invitation): Promise<void> {
  await atStep(page, 'Your card is active');
  await sees(page, 'A PIN is on its way by mail; card and PIN together sign you in at');
  expect(await status()).toBe('ACTIVATED');
  expect((await key()).status).toBe('ACTIVE');
  await stage.server.app.mailer.idle();
  expect(await mailedPins(stage.server.operator, email)).toHaveLength(1);
}

test('C9b, C12: the page finds the agent on its PC by itself, and the tap makes the card active', async () => {
  const { agent, socket } = await agentWithReader(stage);
  const invitation = await stage.invite(card);
  const { page } = await atPc(invitation.link, agent);
  await start(page);
  await atStep(page, 'Hold your card to the reader');
  await sees(page, 'Simulated, for trying out: no real card is read.');
  const tapJobId = await waitingTap(agent, socket);
  await sees(page, ready);
  await sees(page, /^\d:\d\d$/);
  await agent.complete(tapJobId, plainCard('04a1b2c3d4e5f6'));
  await isActive(page, invitation);
});

test('C9b: the code that the agent shows leads to it; what fails says why, and is tried again', async () => {
  const { agent, socket } = await agentWithReader(stage);
  const invitation = await stage.invite(card);
  const { page } = await atPc(invitation.link);
  await start(page);
  await atStep(page, 'Find your card reader');
  await press(page, 'Connect');
  await sees(page, 'The code has 6 characters.');
  await page.getByLabel('Type the code that the reader agent on this PC shows').fill('AAAAAA');
  await press(page, 'Connect');
  await sees(page, 'No reader on any PC shows that code now. Look at the code once more.');
  await atStep(page, 'Find your card reader');
  await connectByCode(page, agent);

  await atStep(page, 'Hold your card to the reader');
  await agent.fail(await waitingTap(agent, socket), 'UNREADABLE');
  await atStep(page, 'The card was not read');
  await press(page, 'Try again');
  await atStep(page, 'Hold your card to the reader');
  await agent.complete(await waitingTap(agent, socket), plainCard('08a1b2c3'), { resultKey: 'result-2' });
  await atStep(page, 'This card cannot be told apart');
  await press(page, 'Try again');
  await atStep(page, 'Hold your card to the reader');
  const third = await waitingTap(agent, socket);
  stage.server.clock.advance(2 * 60_000);
  await atStep(page, 'No card was held to the reader');
  expect((await agent.complete(third, plainCard('04a1b2c3d4e501'))).code).toBe('TAP_JOB_ENDED');

  await press(page, 'Try again');
  await atStep(page, 'Hold your card to the reader');
  await press(page, 'Cancel');
  await atStep(page, 'Your card reader is ready');
  await press(page, 'Activate my card');
  await atStep(page, 'Hold your card to the reader');
  await agent.complete(await waitingTap(agent, socket), plainCard('04a1b2c3d4e502'));
  await isActive(page, invitation);
});

test('C9b, C10: the person pairs an agent of their own; the page says what is missing, and goes on by itself', async () => {
  const invitation = await stage.invite(card);
  const { page } = await atPc(invitation.link);
  await start(page);
  await atStep(page, 'Find your card reader');
  await press(page, 'Set up the reader agent');
  await atStep(page, 'Set up the reader agent');
  const { readerDrivers } = await stage.server.stranger().ask('{ readerDrivers { platform kind address version sha256 } }');
  const offered = readerDrivers.find(({ platform, kind }: Record<string, string>) => platform === 'LINUX' && kind === 'AGENT');
  if (offered.address) {
    expect(await page.getByRole('link', { name: /^Download the reader agent/ }).getAttribute('href')).toBe(offered.address);
    await sees(page, offered.sha256);
  } else await sees(page, 'This server does not hand out the reader agent.');
  await sees(page, 'sudo apt install pcscd libccid');
  await page.getByText('Another system').click();
  await page.getByLabel('For Windows').check();
  await sees(page, 'The card service is part of Windows.');
  await atStep(page, 'Set up the reader agent');

  const command = page.getByText(`node latchkey-agent.mjs pair --server ${stage.server.app.address} --code `);
  const codeNow = async () => (await command.textContent())?.slice(-9) ?? '';
  const first = await codeNow();
  await press(page, 'New code');
  await waitFor(async () => (await codeNow()) !== first);
  const agent = await pairWith(stage.server, await codeNow());
  await sees(page, 'Paired. Waiting until the reader agent runs');
  await atStep(page, 'Set up the reader agent');
  const before = await agent.listen();
  await atStep(page, 'Plug your card reader in');
  await before.close();
  await atStep(page, 'The reader agent is not running');
  const socket = await agent.listen();
  onTestFinished(() => socket.close());
  await atStep(page, 'Plug your card reader in');
  await agent.report({ name: 'HID OMNIKEY 5022', adapter: 'PCSC' }, { name: 'Desk', adapter: 'SIMULATED' });
  await atStep(page, 'Choose your card reader');
  await page.getByLabel('Desk').check();
  await press(page, 'Activate my card');
  await atStep(page, 'Hold your card to the reader');
  await sees(page, 'Simulated, for trying out: no real card is read.');
  await agent.complete(await waitingTap(agent, socket), plainCard('04a1b2c3d4e503'));
  await isActive(page, invitation);
});

test('C9b: a reader that types is heard wherever the cursor is; the number is nowhere shown in full, kept or logged', async () => {
  const number = '04A1B2C3D4E504';
  const invitation = await stage.invite(card);
  const { page, requests, spoil } = await atPc(invitation.link);
  await start(page);
  await atStep(page, 'Find your card reader');
  // Enter alone would press it.
  await page.getByRole('button', { name: 'Set up the reader agent' }).focus();
  const shown: string[] = [];
  spoil();
  await page.exposeFunction('noteShown', (text: string) => void shown.push(text));
  await page.evaluate(
    `new MutationObserver(() => noteShown(document.body.innerText)).observe(document.body, { childList: true, subtree: true, characterData: true })`,
  );
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await isActive(page, invitation);
  expect(shown.join()).toContain('•••• E504');
  const told = [...shown, ...requests, page.url(), ...stage.server.logged].join('\n').toLowerCase();
  expect(told).not.toContain(number.toLowerCase());
  expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state])')).toBe('[{},{},"",null]');

  const other = await stage.invite(card);
  const { page: theirs } = await atPc(other.link);
  await start(theirs);
  await atStep(theirs, 'Find your card reader');
  await press(theirs, 'Type the number into a field');
  await atStep(theirs, 'Type the number of your card');
  const field = theirs.getByLabel('My reader types the number');
  expect(await field.evaluate((element) => globalThis.getComputedStyle(element).getPropertyValue('-webkit-text-security'))).toBe('disc');
  await field.pressSequentially('12345');
  await field.press('Enter');
  await atStep(theirs, 'That is no card’s number');
  await press(theirs, 'Try again');
  await press(theirs, 'Type the number into a field');
  await field.fill(number);
  await press(theirs, 'Activate my card');
  await atStep(theirs, 'This card belongs to somebody');
  expect(await other.status()).toBe('OPENED');
});

test('what a person types is no card’s number', () => {
  const numbers: string[] = [];
  const type = (text: string, pace: number) => {
    let timeStamp = 1_000_000;
    const listen = listenForNumber((number) => numbers.push(number));
    for (const key of [...text, 'Enter']) {
      timeStamp += pace;
      listen({ key, timeStamp, preventDefault: () => {}, stopPropagation: () => {} } as KeyboardEvent);
    }
  };
  for (const [text, pace] of [
    ['04a1b2c3', 250],
    ['04a1b2c3', 600],
    ['04a1', 5],
    ['open04a1', 5],
    ['1'.repeat(41), 5],
  ] as const)
    type(text, pace);
  expect(numbers).toEqual([]);
  for (const text of ['04A1B2C3', '04:a1:b2:c3', '1234567890', 'xyz04a1b2c3']) type(text, 10);
  expect(numbers).toEqual(['04A1B2C3', '04:a1:b2:c3', '1234567890', '04a1b2c3']);
});

test('C9b: on a phone the page says that a PC is needed, and follows what happens there', async () => {
  const { agent, socket } = await agentWithReader(stage);
  const invitation = await stage.invite(card);
  const { page: phone } = await stage.visit('phone', invitation.link, doorProblems);
  await atStep(phone, 'Go on at a PC');
  await sees(phone, 'Waiting for your PC');
  await phone.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await press(phone, 'Copy the link');
  await sees(phone, 'Copied. Send it to nobody but yourself.');
  expect(await phone.evaluate('navigator.clipboard.readText()')).toBe(invitation.link);

  const { page } = await atPc(invitation.link, agent);
  await start(page);
  await sees(phone, 'Opened on your PC. Go on there.');
  await agent.complete(await waitingTap(agent, socket), plainCard('04a1b2c3d4e505'));
  await atStep(phone, 'Your card is active');
  await isActive(page, invitation);
});

test('a link that is opened elsewhere ends the page, and is opened again in place; one that is cancelled is over', async () => {
  const { agent } = await agentWithReader(stage);
  const { link, enrolmentId } = await stage.invite(card);
  const { page } = await atPc(link);
  await start(page);
  await atStep(page, 'Find your card reader');
  await page.reload();
  await start(page);
  await atStep(page, 'Find your card reader');
  const { page: other } = await atPc(link);
  await start(other);
  await atStep(other, 'Find your card reader');
  await connectByCode(page, agent);
  await atStep(page, 'Open the link once more');
  await sees(page, 'Open the link from the email again; it still works.');
  await page.goto(link);
  await start(page);
  await atStep(page, 'Find your card reader');
  await connectByCode(other, agent);
  await atStep(other, 'Open the link once more');
  await press(other, 'Open it again');
  await atStep(other, 'Find your card reader');
  await connectByCode(other, agent);
  await atStep(other, 'Hold your card to the reader');
  await (await stage.owner()).mutate('cancelEnrolment', { enrolmentId }, 'enrolment { status }');
  await atStep(other, 'This was cancelled');
});
