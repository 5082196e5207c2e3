import { expect, test } from 'vitest';
import { virtual } from '../support/authenticators.ts';
import { askAnyDevice } from './anyDevice.ts';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const stage = setStage();
const hardwareKey = { hardwareKey: {} };

test('H7, H8, H9: the link registers the key, and the key signs its person in at another PC', async () => {
  const invitation = await stage.invite(hardwareKey, { role: 'AUDITOR' });
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  const key = await plugIn(virtual.hardwareKey);
  await atStep(page, 'Set up your security key');
  expect(await invitation.status()).toBe('PENDING');
  await press(page, 'Set up my security key');
  await atStep(page, 'Your security key is ready');
  expect(await invitation.key()).toMatchObject({ status: 'ACTIVE', credential: { transports: ['usb'], attestationFormat: 'packed' } });

  const [credential] = await key.credentials();
  if (!credential) throw new Error('The key holds no credential');
  const other = await stage.visit('computer', '/sign-in');
  await (await other.plugIn(virtual.hardwareKey)).take(credential);
  await press(other.page, 'Sign in with your key');
  await atStep(other.page, 'Dashboard');
  await other.page.getByRole('button', { name: /^Account of/ }).click();
  await sees(other.page, 'Auditor');
});

test('H8: a key without a PIN is refused, and the check says that it needs one', async () => {
  const invitation = await stage.invite(hardwareKey);
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  const key = await plugIn(virtual.keyWithoutPin);
  await press(page, 'Set up my security key');
  await atStep(page, 'That did not finish');
  await press(page, 'Check my key');
  await atStep(page, 'Your key needs a PIN first');
  await sees(page, 'Windows: Settings → Accounts → Sign-in options → Security key → Manage.');
  // The check stored nothing, and the link is as good as before.
  expect(await invitation.status()).toBe('OPENED');
  await key.unplug();
  await plugIn(virtual.hardwareKey);
  await press(page, 'Try again');
  await atStep(page, 'Your security key is ready');
});

test('H8: a U2F key is no FIDO2 key, and the check says so', async () => {
  const invitation = await stage.invite(hardwareKey);
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  await plugIn(virtual.u2fKey);
  await press(page, 'Set up my security key');
  await atStep(page, 'That did not finish');
  await press(page, 'Check my key');
  await atStep(page, 'This key cannot be used');
  await sees(page, 'This key is an older U2F key.');
  expect(await invitation.status()).toBe('OPENED');
});

test('H8: the PC’s own authenticator is no hardware key, and a phone is none either', async () => {
  const invitation = await stage.invite(hardwareKey);
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  await askAnyDevice(page);
  for (const device of [virtual.platform, virtual.phoneOverHybrid]) {
    const plugged = await plugIn(device);
    await page.getByRole('button', { name: /Set up my security key|Try again/ }).click();
    await atStep(page, 'Another device answered');
    await sees(page, 'This needs a separate security key, and another device answered.');
    await plugged.unplug();
  }
  expect(await invitation.status()).toBe('OPENED');
});

test('H8: a key that is registered for the person already says so', async () => {
  const invitation = await stage.invite(hardwareKey);
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  await plugIn(virtual.hardwareKey);
  await press(page, 'Set up my security key');
  await atStep(page, 'Your security key is ready');
  const owner = await stage.owner();
  await owner.mutate('assignSecurityKey', { userId: invitation.userId, securityKey: hardwareKey }, 'enrolment { id }');
  await page.goto(await stage.server.mailTo(invitation.email));
  await press(page, 'Set up my security key');
  await atStep(page, 'Set up already');
  await sees(page, 'This security key is registered for you already.');
});

test('H8: an answer whose user was not verified is refused', async () => {
  const invitation = await stage.invite(hardwareKey);
  const { page, plugIn } = await stage.visit('computer', invitation.link);
  const key = await plugIn(virtual.hardwareKey);
  await key.override({ isBadUV: true });
  await press(page, 'Set up my security key');
  await atStep(page, 'It did not check that it is you');
  await sees(page, 'The key did not check that it is you. Set a PIN on it, and try again.');
  expect(await invitation.status()).toBe('OPENED');
});
