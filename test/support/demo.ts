import { ApiClient } from './apiClient.ts';
import { builtDemo } from './builtPrograms.ts';
import { tokenOf } from './people.ts';
import { type RunningProgram, runProgram } from './program.ts';

/** A demo that runs, as its visitor has it. */
export interface RunningDemo {
  address: string;
  demoLink: string;
  mailboxLink: string;
  program: RunningProgram;
  /** A visitor's browser, signed in by the link. */
  visitor(): Promise<ApiClient>;
  stop(): Promise<void>;
}

/** Starts the demo as `npm start -- --demo` does, on a port of its own; from one file unless told to take it as it stands. */
export const startDemo = (dataDir: string, env: Record<string, string> = {}, words: string[] = [], file = builtDemo): RunningProgram =>
  runProgram(file, ['--demo', '--json', ...words], { DATA_DIR: dataDir, PORT: '0', ...env });

/** Waits until it is ready. */
export async function readyDemo(program: RunningProgram): Promise<RunningDemo> {
  const { address, demoLink, mailboxLink } = JSON.parse(await program.line(/^\{/));
  return {
    address,
    demoLink,
    mailboxLink,
    program,
    visitor: async () => {
      const browser = new ApiClient(address);
      const { signIn } = await browser.mutate('signInToDemo', { token: tokenOf(demoLink) }, 'signIn { user { role } }');
      if (signIn?.user?.role !== 'OWNER') throw new Error('The demo link signed nobody in');
      return browser;
    },
    stop: async () => {
      program.kill('SIGTERM');
      await program.exit;
    },
  };
}
