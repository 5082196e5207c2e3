import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '../test/support/apiClient.ts';

/** How long a flow may take, in milliseconds. */
export const patience = 20_000;

/** A mutation's payload. @throws Error with the server's words where it was refused */
export function expectDone(result: Answer['data']): Answer['data'] {
  if (result.code) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

/** Mail goes after the commit: asks again until it is there. */
export async function inTime<T>(look: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + patience; ; ) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(25);
    }
  }
}
