import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Stage } from '../browser/stage.ts';
import { expectAccessible } from '../browser/steps.ts';
import type { ApiClient } from '../support/apiClient.ts';
import type { Place, Visit } from '../support/visits.ts';
import { waitFor } from '../support/waitFor.ts';

/** Opens a page of the console in a browser of its own, signed in as the caller is. */
export const openConsole = (stage: Stage, caller: ApiClient, path: string, place: Place = 'computer'): Promise<Visit> =>
  stage.visit(place, path, [], caller.cookies);

/** Waits until a page of the console shows this heading and nothing is on its way any more. */
export async function onPage(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
  await page.locator('#content:not(:has([aria-busy=true]))').waitFor();
}

/** The same, and looks whether everybody can use the page. */
export async function atPage(page: Page, heading: string): Promise<void> {
  await onPage(page, heading);
  expect(await page.title()).toBe(`${heading} · Latchkey`);
  await fits(page);
  await expectAccessible(page);
}

/** Nothing is cut off at the side, once what moves has come to rest. */
export async function fits(page: Page): Promise<void> {
  const widths = () => page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
  await waitFor(async () => {
    const [content, window] = await widths();
    return content <= window;
  }).catch(async () => expect((await widths())[0], 'the width of what is shown').toBeLessThanOrEqual((await widths())[1]));
}
