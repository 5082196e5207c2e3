import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until a page shows the step with this heading, and looks whether everybody can use it. */
export async function atStep(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  expect(await page.title()).toBe(`${heading} · Latchkey`);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is cut off at the side').toBe(true);
  await expectAccessible(page);
}

/** Waits until a page shows a text. */
export const sees = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

export const press = (page: Page, button: string): Promise<void> => page.getByRole('button', { name: button, exact: true }).click();

const minified = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const unseen = readFileSync(new URL('unseen.js', import.meta.url), 'utf8')
  .replace(/^(\/\/.*\n)*/, '')
  .replace(/;\s*$/, '');

/** What axe has looked at in this worker's files. */
const looked = new Set<string>();

/** No violation of the rules that axe knows, however small, in the light colours and in the dark ones. What it has seen already is left out. */
export async function expectAccessible(page: Page): Promise<void> {
  const fresh = await page.evaluate<string[]>(`(${unseen})(${JSON.stringify([...looked])})`);
  if (fresh.length === 0) return;
  // Half a megabyte: once a document.
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) await page.evaluate(minified);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<AxeResults, boolean>((coloursAlone) => {
      const { axe: inPage, looked } = globalThis as unknown as { axe: typeof axe; looked: Node[] };
      return inPage.run(looked.length > 0 ? { exclude: looked } : 'html', {
        resultTypes: ['violations'],
        // What it would load anew are the stylesheets, for one rule about turning the device.
        preload: false,
        ...(coloursAlone ? { runOnly: ['color-contrast'] } : {}),
      });
    }, colorScheme === 'dark');
    const found = violations.map(({ id, nodes }) => ({
      id,
      colorScheme,
      at: nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`),
    }));
    expect(found).toEqual([]);
  }
  for (const state of fresh) looked.add(state);
}
