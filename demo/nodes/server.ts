import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ProgramSpec } from './keptProgram.ts';

const tether = new URL('../../scripts/run/tether.mjs', import.meta.url).href;
const resolveOnce = new URL('../../scripts/run/resolveOnce.mjs', import.meta.url).href;

/** What a server says when it is ready. */
export interface Told {
  database: string;
  mail: string;
  /** Secrets, each of them. */
  mailboxLink: string | null;
  setupLink: string | null;
}

/** A server on a port. */
export function serverProgram(name: string, program: string, port: number, env: NodeJS.ProcessEnv): ProgramSpec & { told(): Told } {
  let said = '{}';
  return {
    name,
    path: process.execPath,
    // It ends with the one that started it.
    args: ['--disable-warning=ExperimentalWarning', '--import', resolveOnce, '--import', tether, program, '--json'],
    env: { ...env, PORT: String(port) },
    ready: async ({ stdout }) => {
      if (stdout) [said = '{}'] = (await once(createInterface({ input: stdout }), 'line')) as [string];
    },
    told: () => JSON.parse(said),
  };
}
