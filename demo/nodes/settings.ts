import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConfigError } from '../../src/config.ts';

/** What several nodes on one machine are started with. */
export interface NodesSettings {
  /** Holds the embedded database, the secret and the operator's token. */
  folder: string;
  /** The front's port; the nodes have the ones after it. With 0 all of them are free ones. */
  port: number;
  count: number;
  /** A PostgreSQL of the operator's own; null for the embedded one. */
  databaseUrl: string | null;
  /** A broker of the operator's own; null for a NATS that is started here. */
  busUrl: string | null;
  /** The program of a server. */
  program: string;
  /** What else the servers are to find in their environment. */
  env: NodeJS.ProcessEnv;
}

/** Reads the environment and the command line. @throws ConfigError in one line */
export function nodesSettings(env: NodeJS.ProcessEnv, args: string[]): NodesSettings {
  const port = Number(env.PORT || 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_000) throw new ConfigError('PORT must be a port.');
  return {
    folder: resolve(env.DATA_DIR || 'data', 'nodes'),
    port,
    count: countIn(args),
    databaseUrl: env.DATABASE_URL || null,
    busUrl: env.BUS_URL || null,
    program: fileURLToPath(new URL('../../src/main.ts', import.meta.url)),
    env,
  };
}

function countIn(args: string[]): number {
  try {
    const { count = '3' } = parseArgs({ args, options: { count: { type: 'string' }, json: { type: 'boolean' } } }).values;
    if (/^[2-9]$/.test(count)) return Number(count);
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
  throw new ConfigError('--count must be 2 to 9.');
}
