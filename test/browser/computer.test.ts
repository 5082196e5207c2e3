import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { virtual } from '../support/authenticators.ts';
import { askAnyDevice } from './anyDevice.ts';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const stage = setStage();

/** The dark modules of the QR code as it is drawn, a string a row. */
async function drawnCode(page: Page): Promise<string[]> {
  const code = page.getByRole('img', { name: 'QR code of your activation link' });
  const size = Number((await code.getAttribute('viewBox'))?.split(' ')[3]);
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => ' '));
  for (const [, x, y] of ((await code.locator('path').getAttribute('d')) ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    const row = rows[Number(y)];
    if (row) row[Number(x)] = '#';
  }
  return rows.map((row) => row.join(''));
}

const codeOf = (text: string): string[] => encode(text, { ecc: 'M', border: 4 }).data.map((row) => row.map((dark) => (dark ? '#' : ' ')).join(''));

test('S10, S11: the QR code is the link; the PC follows the phone that scans it', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page: computer } = await stage.visit('computer', invitation.link);
  await atStep(computer, 'Set up your phone as your key');
  await sees(computer, 'Waiting for your phone');
  expect(await drawnCode(computer)).toEqual(codeOf(invitation.link));
  expect(await drawnCode(computer)).not.toEqual(codeOf(stage.server.app.address));
  expect(await invitation.status()).toBe('PENDING');

  const { page: phone, plugIn } = await stage.visit('phone', invitation.link);
  await atStep(phone, 'Set up your phone as your key');
  await press(phone, 'Set up this phone');
  await sees(computer, 'Opened on your phone. Go on there.');
  await atStep(phone, 'Confirm on this phone');
  await atStep(computer, 'Set up your phone as your key');
  expect(await invitation.status()).toBe('OPENED');

  await plugIn(virtual.platform);
  await atStep(phone, 'Your phone is ready');
  await atStep(computer, 'Your phone is ready');
});

test('S10: a phone answers through the PC’s browser', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  await plugIn(virtual.phoneOverHybrid);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Your phone is ready');
  expect((await invitation.key()).credential.transports).toContain('hybrid');
});

test('S10: with a PIN, the phone answers through the PC’s browser too', async () => {
  const invitation = await stage.invite({ smartphone: { verification: 'PIN' } });
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  await plugIn(virtual.phoneOverHybrid);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Choose a PIN');
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await page.getByLabel('PIN once more').fill('40921');
  await press(page, 'Go on');
  await atStep(page, 'Your phone is ready');
});

test('S10: the PC’s own authenticator is not even asked; a security key is refused as no phone, and the way back leads to the code', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  const own = await plugIn(virtual.platform);
  const key = await plugIn(virtual.hardwareKey);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Another device answered');
  await sees(page, 'Open the link on your phone, or choose “phone” when the browser asks where to save the passkey.');
  expect(await own.credentials()).toEqual([]);
  expect(await invitation.status()).toBe('OPENED');
  await press(page, 'Back');
  await atStep(page, 'Set up your phone as your key');
  await sees(page, 'Waiting for your phone. The link was opened before, and still works.');
  await key.unplug();
  await plugIn(virtual.phoneOverHybrid);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Your phone is ready');
});

test('S10: the PC’s own authenticator is refused where a browser asks it all the same', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  await plugIn(virtual.platform);
  await askAnyDevice(page);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Another device answered');
  expect(await invitation.status()).toBe('OPENED');
});

test('an administrator who cancels is heard on the PC that waits, and on the phone', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page: computer } = await stage.visit('computer', invitation.link);
  const { page: phone, plugIn } = await stage.visit('phone', invitation.link);
  await sees(computer, 'Waiting for your phone');
  await atStep(phone, 'Set up your phone as your key');
  await (await stage.owner()).mutate('cancelEnrolment', { enrolmentId: invitation.enrolmentId }, 'enrolment { status }');
  await atStep(computer, 'This was cancelled');
  await plugIn(virtual.platform);
  await press(phone, 'Set up this phone');
  await atStep(phone, 'This was cancelled');
});

test('after a reload the PC goes on without the code; a link opened elsewhere ends it, and the email’s link still works', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Go on in your browser');
  await page.reload();
  await atStep(page, 'Go on with your phone');
  const { page: phone } = await stage.visit('phone', invitation.link);
  await press(phone, 'Set up this phone');
  await atStep(phone, 'Confirm on this phone');
  await plugIn(virtual.phoneOverHybrid);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Open the link once more');
  await sees(page, 'Open the link from the email again; it still works.');
  await page.goto(invitation.link);
  await press(page, 'Use my phone through this browser');
  await atStep(page, 'Your phone is ready');
});
