import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own. */
export interface DemoServer {
  address: string;
  setupLink: string;
  operatorToken: string;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

// What the caller's own server is set to must not reach the demo's: no mail of it goes out, no database of theirs is touched.
const ownSettings = ['DATABASE_URL', 'PUBLIC_URL', 'RP_ID', 'HOST', 'RESEND_API_KEY', 'SMTP_URL', 'MAIL_FROM'];

/** Starts src/main.ts on a free port with its data in a folder. */
export async function startServer(folder: string): Promise<DemoServer> {
  const theirs = Object.entries(process.env).filter(([name]) => !ownSettings.includes(name) && !name.startsWith('LATCHKEY_'));
  const env = { ...Object.fromEntries(theirs), PORT: '0', DATA_DIR: folder };
  const child = spawn(process.execPath, [...process.execArgv, program, '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    void exited.then(() => reject(new Error('The server did not start; it has said why above.')));
  });
  const { address, setupLink } = JSON.parse(await ready) as { address: string; setupLink: string };
  return {
    address,
    setupLink,
    operatorToken: (await readFile(join(folder, 'operator.token'), 'utf8')).trim(),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
