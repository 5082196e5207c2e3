import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, ConfigError, readConfig } from '../src/config.ts';
import { freePort } from './freePorts.ts';

/** What a demo does not go together with, as it is for looks alone, and the visitor needs no key. */
const refused = ['DATABASE_URL', 'RESEND_API_KEY', 'SMTP_URL'] as const;
const loopback = ['127.0.0.1', '::1', 'localhost'];
/** A folder's socket has to fit into the 104 bytes that macOS has for its path. */
const longestFolder = 80;

/** A demo's settings: a folder of its own, and an address that is known before anything is filled in. */
export interface DemoSettings {
  config: Config;
  folder: string;
  publicUrl: string;
  /** Begins anew, whatever is there. */
  fresh: boolean;
  /** How many people to invent, the staff among them. */
  people: number;
}

/** Reads the environment and the command line. @throws ConfigError in one line for what is not for a demo */
export async function demoSettings(env: NodeJS.ProcessEnv, args: string[]): Promise<DemoSettings> {
  const { fresh, people } = readArgs(args);
  const set = refused.filter((name) => env[name]);
  if (set.length > 0) throw new ConfigError(`A demo keeps to itself: start it without ${set.join(' and ')}.`);
  const { PUBLIC_URL, HOST = '127.0.0.1' } = env;
  if (PUBLIC_URL && URL.parse(PUBLIC_URL)?.hostname !== 'localhost') {
    throw new ConfigError('A demo is for this machine alone: PUBLIC_URL must be http://localhost and a port, or not be set.');
  }
  if (HOST && !loopback.includes(HOST)) throw new ConfigError('A demo is for this machine alone: HOST must be 127.0.0.1, or not be set.');
  const folder = resolve(join(env.DATA_DIR || 'data', 'demo'));
  if (folder.length > longestFolder) throw new ConfigError(`The folder ${folder} has too long a name for a demo: set DATA_DIR to a shorter one.`);
  // Mails carry the address, so the port is chosen before the server listens.
  const port = env.PORT === '0' ? String(await freePort()) : env.PORT;
  // Only what is named here counts: neither a first owner nor a secret of the operator's own server.
  const { LOG_LEVEL } = env;
  const config = readConfig({ DATA_DIR: folder, HOST, PORT: port, PUBLIC_URL, LOG_LEVEL });
  return { config, folder, publicUrl: config.publicUrl ?? `http://localhost:${config.port}`, fresh, people };
}

function readArgs(args: string[]): { fresh: boolean; people: number } {
  try {
    const options = { demo: { type: 'boolean' }, json: { type: 'boolean' }, fresh: { type: 'boolean' }, people: { type: 'string' } } as const;
    const { fresh = false, people = '300' } = parseArgs({ args, options }).values;
    const count = Number(people);
    if (Number.isInteger(count) && count >= 30 && count <= 800) return { fresh, people: count };
    throw new Error(`--people must be 30 to 800, got ${people}`);
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}
