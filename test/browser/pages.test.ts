import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { virtual } from '../support/authenticators.ts';
import { setStage } from './stage.ts';
import { atStep, expectAccessible, press } from './steps.ts';

const stage = setStage();
const built = new URL('../../web/dist/', import.meta.url);

test('all that /activate loads on the way is less than 60 kB of script, compressed', async () => {
  const { link } = await stage.invite({ smartphone: { verification: 'PIN' } });
  const { page, plugIn, requests } = await stage.visit('computer', link);
  await plugIn(virtual.phoneOverHybrid);
  await press(page, 'Use my phone through this browser');
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await page.getByLabel('PIN once more').fill('40921');
  await press(page, 'Go on');
  await atStep(page, 'Your phone is ready');
  const scripts = new Set(requests.map((url) => new URL(url).pathname).filter((path) => path.endsWith('.js')));
  const bytes = [...scripts].map((path) => gzipSync(readFileSync(new URL(`.${path}`, built))).length);
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
});

test('what goes wrong in a page would fail its test', async () => {
  const { page, problems, close } = await stage.visit('computer', '/sign-in');
  await atStep(page, 'Sign in');
  expect(problems).toEqual([]);
  const seen = async (problem: RegExp, script: string) => {
    const heard = page.waitForEvent('console');
    await page.evaluate(script);
    await heard;
    expect(problems.splice(0)).toEqual([expect.stringMatching(problem)]);
  };
  await seen(/^error in the console: broken$/, `console.error('broken')`);
  await seen(/Content Security Policy/, `document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))`);
  const thrown = page.waitForEvent('pageerror');
  await page.evaluate(`void setTimeout(() => { throw new Error('thrown') })`);
  await thrown;
  expect(problems.splice(0)).toEqual(['uncaught: thrown']);
  const elsewhere = stage.server.app.address.replace('localhost', '127.0.0.1');
  await page.goto(`${elsewhere}/livez`);
  await close();
  expect(problems.splice(0)).toContain(`a request to ${elsewhere}/livez`);
});

test('what somebody cannot use would fail its test', async () => {
  const { page } = await stage.visit('computer', '/sign-in');
  await atStep(page, 'Sign in');
  await page.evaluate(`document.querySelector('main').append(document.createElement('button'))`);
  await expect(expectAccessible(page)).rejects.toThrow(/button-name/);
});
