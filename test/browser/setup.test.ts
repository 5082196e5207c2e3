import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { virtual } from '../support/authenticators.ts';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const fillIn = async (page: Page): Promise<void> => {
  await page.getByLabel('Organisation').fill('Example & Söhne');
  await page.getByLabel('Your name').fill('Olive Owner');
  await page.getByLabel('Your email').fill('olive@example.org');
};

const signOut = async (page: Page): Promise<void> => {
  await press(page, 'Account of Olive Owner');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
};

describe('the first owner', () => {
  const stage = setStage();
  const setupLink = () => stage.server.app.setupLink ?? '';

  test('without the setup link, the pages say where it is', async () => {
    const { page } = await stage.visit('computer', '/');
    await atStep(page, 'Not set up yet');
    await page.goto(`${stage.server.app.address}/setup`);
    await atStep(page, 'Open the setup link');
  });

  test('a wrong setup link is refused once the form is sent', async () => {
    const { page } = await stage.visit('computer', '/setup#not-the-token');
    await atStep(page, 'Set up this server');
    await fillIn(page);
    await press(page, 'Go on with my key');
    await atStep(page, 'This setup link is done');
    await sees(page, 'use the link that it printed when it was last started');
  });

  test('what is wrong is said at its field, and the focus goes to the first', async () => {
    const { page } = await stage.visit('phone', setupLink());
    await atStep(page, 'Set up this server');
    await page.getByLabel('Your name').fill('Olive');
    await page.getByLabel('Your email').fill('nowhere');
    await press(page, 'Go on with my key');
    await page.getByRole('textbox', { name: 'Organisation' }).and(page.locator(':focus[aria-invalid=true]')).waitFor();
    await sees(page, 'Please fill this in.');
    await sees(page, 'Email must read like name@example.org, got "nowhere".');
    await atStep(page, 'Set up this server');
  });

  test('goes from the printed link to signed in at `/`, with a phone through the browser of a PC', async () => {
    const { page, plugIn, requests } = await stage.visit('computer', setupLink());
    await plugIn(virtual.phoneOverHybrid);
    await atStep(page, 'Set up this server');
    await fillIn(page);
    await page.getByRole('radio', { name: 'A phone' }).check();
    await press(page, 'Go on with my key');
    await atStep(page, 'Dashboard');
    await press(page, 'Account of Olive Owner');
    await sees(page, 'Owner');
    const token = setupLink().split('#')[1] ?? '';
    expect(requests.filter((url) => url.includes(token) && new URL(url).hash === '')).toEqual([]);
    await page.goto(setupLink());
    await atStep(page, 'This server is set up');
  });
});

describe('with a hardware key', () => {
  const stage = setStage();

  test('H9: a reload in between loses nothing; the key signs its owner in again', async () => {
    const { page, plugIn } = await stage.visit('computer', stage.server.app.setupLink ?? '');
    await atStep(page, 'Set up this server');
    await fillIn(page);
    await page.getByRole('radio', { name: 'A security key' }).check();
    // No key is plugged in yet, so the browser waits for one.
    await press(page, 'Go on with my key');
    await atStep(page, 'Use your security key');
    await page.reload();
    await atStep(page, 'Register your key');
    const key = await plugIn(virtual.hardwareKey);
    await press(page, 'Go on');
    await atStep(page, 'Dashboard');

    await signOut(page);
    await atStep(page, 'Sign in');
    await press(page, 'Sign in with your key');
    await atStep(page, 'Dashboard');

    await signOut(page);
    await atStep(page, 'Sign in');
    await page.goto(`${stage.server.app.address}/sign-in?next=${encodeURIComponent('/setup?again=1')}`);
    await press(page, 'Sign in with your key');
    await atStep(page, 'This server is set up');
    expect(page.url()).toBe(`${stage.server.app.address}/setup?again=1`);

    // A key that answers wrongly, and none at all.
    await page.goto(`${stage.server.app.address}/sign-in`);
    await key.override({ isBogusSignature: true });
    await press(page, 'Sign in with your key');
    await sees(page, 'That did not work. Use a key that was set up here for you, or ask your administrator.');
    await atStep(page, 'Sign in');
    await key.override({ isBogusSignature: false, isBadUV: true });
    await press(page, 'Sign in with your key');
    await sees(page, 'You are not signed in.');
    await key.unplug();
    await plugIn(virtual.hardwareKey);
    await press(page, 'Sign in with your key');
    await sees(page, 'That did not finish.');
    await atStep(page, 'Sign in');
  }, 60_000);
});
