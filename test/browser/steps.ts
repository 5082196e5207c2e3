import axe, { type AxeResults } from 'axe-core';
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

const looked = new Set<string>();

/** A page without its words, numbers and made-up ids: what differs in those alone is one state to axe, and is looked at once. */
async function skeletonOf(page: Page): Promise<string> {
  const [language, body] = await page.evaluate<[string, string]>(
    '[document.documentElement.lang + document.documentElement.dir, document.body.innerHTML]',
  );
  const wordless = body
    .replaceAll(/(<style\b[^>]*)?>([^<]*[^<\s][^<]*)(?=<)/g, (all, style) => (style ? all : '>…'))
    .replaceAll(/mantine-[a-z0-9]{9}\b|\b[a-z]{2,4}_[a-z0-9]{26}\b|\d+/g, '');
  return `${page.viewportSize()?.width} ${language} ${wordless}`;
}

/** No violation of the rules that axe knows, however small, in the light colours and in the dark ones. */
export async function expectAccessible(page: Page): Promise<void> {
  const state = await skeletonOf(page);
  if (looked.has(state)) return;
  looked.add(state);
  // Half a megabyte: once a document.
  if (!(await page.evaluate('Boolean(globalThis.axe)'))) await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate<AxeResults, boolean>(
      (coloursAlone) =>
        (globalThis as unknown as { axe: typeof axe }).axe.run({
          resultTypes: ['violations'],
          // What it would load anew are the stylesheets, for one rule about turning the device.
          preload: false,
          ...(coloursAlone ? { runOnly: ['color-contrast'] } : {}),
        }),
      colorScheme === 'dark',
    );
    const found = violations.map(({ id, nodes }) => ({
      id,
      colorScheme,
      at: nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`),
    }));
    expect(found).toEqual([]);
  }
}
