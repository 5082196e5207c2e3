import { expect } from 'vitest';
import { sees } from '../browser/steps.ts';
import type { Visit } from '../support/visits.ts';

/** Cuts a page's connection while something happens. What the browser itself says of that is no problem. */
export async function cutOff({ page, problems }: Visit, happens: () => Promise<unknown>): Promise<void> {
  await page.context().setOffline(true);
  await sees(page, 'Connection lost, trying again…');
  await happens();
  await page.context().setOffline(false);
  await page.getByText('Connection lost, trying again…').waitFor({ state: 'detached' });
  expect(problems.splice(0).filter((problem) => !/ERR_INTERNET_DISCONNECTED/.test(problem))).toEqual([]);
}
