import { describe, expect, test } from 'vitest';
import { virtual } from '../support/authenticators.ts';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const hour = 3_600_000;

describe('a link that is over says what to do next', () => {
  const stage = setStage();

  test('unknown, or none', async () => {
    const { page } = await stage.visit('phone', '/activate#broken');
    await atStep(page, 'This link does not work');
    await sees(page, 'copy both of them together into the address bar');
    await page.goto(`${stage.server.app.address}/activate`);
    await atStep(page, 'Open the link from your email');
  });

  test('spent', async () => {
    const { link } = await stage.invite({ smartphone: {} });
    const { page, plugIn } = await stage.visit('phone', link);
    await plugIn(virtual.platform);
    await press(page, 'Set up this phone');
    await atStep(page, 'Your phone is ready');
    const { page: later } = await stage.visit('computer', link);
    await atStep(later, 'Already done');
    await sees(later, 'If it was not you who set up this key, tell your administrator at once.');
  });

  test('cancelled', async () => {
    const { link, enrolmentId } = await stage.invite({ smartphone: {} });
    await (await stage.owner()).mutate('cancelEnrolment', { enrolmentId }, 'enrolment { status }');
    const { page } = await stage.visit('phone', link);
    await atStep(page, 'This was cancelled');
    await sees(page, 'Ask them if you still need a key.');
  });

  test('replaced, also under somebody who is at it', async () => {
    const { link, enrolmentId, email } = await stage.invite({ smartphone: { verification: 'PIN' } });
    const { page, plugIn } = await stage.visit('phone', link);
    await plugIn(virtual.platform);
    await press(page, 'Set up this phone');
    await atStep(page, 'Choose a PIN');
    await (await stage.owner()).mutate('resendActivationLink', { enrolmentId }, 'enrolment { status }');
    await page.getByLabel('PIN', { exact: true }).fill('40921');
    await page.getByLabel('PIN once more').fill('40921');
    await press(page, 'Go on');
    await atStep(page, 'Open the link once more');
    await press(page, 'Open it again');
    await atStep(page, 'There is a newer link');
    await sees(page, 'Look in your inbox for the latest email, and in the spam folder too.');
    await page.goto(await stage.server.mailTo(email));
    await atStep(page, 'Set up your phone as your key');
  });

  test('open for longer than 15 minutes, it is opened again in place', async () => {
    const { link } = await stage.invite({ smartphone: { verification: 'PIN' } });
    const { page, plugIn } = await stage.visit('phone', link);
    await plugIn(virtual.platform);
    await press(page, 'Set up this phone');
    await atStep(page, 'Choose a PIN');
    stage.server.clock.advance(hour / 4);
    const choose = async () => {
      await page.getByLabel('PIN', { exact: true }).fill('40921');
      await page.getByLabel('PIN once more').fill('40921');
      await press(page, 'Go on');
    };
    await choose();
    await atStep(page, 'Open the link once more');
    await press(page, 'Open it again');
    await atStep(page, 'Choose a PIN');
    await choose();
    await atStep(page, 'Your phone is ready');
  });

  // Last, as the clock does not go back.
  test('expired, before it is opened and under the button', async () => {
    const { link } = await stage.invite({ smartphone: {} });
    const { page } = await stage.visit('phone', link);
    await atStep(page, 'Set up your phone as your key');
    stage.server.clock.advance(72 * hour);
    await press(page, 'Set up this phone');
    await atStep(page, 'This link has expired');
    const { page: other } = await stage.visit('computer', link);
    await atStep(other, 'This link has expired');
    await sees(other, 'Ask your administrator to send a new one.');
  });
});

describe('an activation code', () => {
  const stage = setStage();
  const inviteWithCode = async () => {
    const owner = await stage.owner();
    await owner.mutate('updateWorkspace', { activationProof: 'LINK_AND_CODE' }, 'workspace { activationProof }');
    const invitation = await stage.invite({ smartphone: {} });
    return { ...invitation, code: invitation.activationCode ?? '' };
  };

  test('is asked for; a wrong one is counted, the right one opens the link', async () => {
    const { link, code, status } = await inviteWithCode();
    expect(code).toMatch(/^\S{8,9}$/);
    const { page, plugIn } = await stage.visit('phone', link);
    await plugIn(virtual.platform);
    await atStep(page, 'Set up your phone as your key');
    await press(page, 'Set up this phone');
    await sees(page, 'Type the activation code that your administrator gave you.');
    await page.getByLabel('Activation code').and(page.locator(':focus[aria-invalid=true]')).waitFor();
    await page.getByLabel('Activation code').fill('WRONG123');
    await press(page, 'Set up this phone');
    await sees(page, 'That is not the code. 4 tries left.');
    await atStep(page, 'Set up your phone as your key');
    expect(await status()).toBe('PENDING');
    await page.getByLabel('Activation code').fill(code.toLowerCase());
    await press(page, 'Set up this phone');
    await atStep(page, 'Your phone is ready');
  });

  test('locks the link after five wrong ones', async () => {
    const { link } = await inviteWithCode();
    const { page } = await stage.visit('computer', link);
    for (const left of ['4 tries', '3 tries', '2 tries', '1 try', '0 tries']) {
      await page.getByLabel('Activation code').fill('WRONG123');
      await press(page, 'Use my phone through this browser');
      await sees(page, `That is not the code. ${left} left.`);
    }
    await press(page, 'Use my phone through this browser');
    await atStep(page, 'This link is locked');
    await sees(page, 'Ask your administrator to send a new link; it comes with a new code.');
  });
});
