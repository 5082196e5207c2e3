import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { openPool } from '../../src/db/client.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { inBench } from './paths.ts';

/** A PostgreSQL, and how programs are told where it is. */
export interface Postgres extends AsyncDisposable {
  /** The environment of a program that is to use one of its databases. */
  env(database: string): Record<string, string>;
  open(database: string, max?: number): Sql;
  /** Where it writes its log; null where it is somebody else's. */
  logFile: string | null;
  version: string;
}

/** BENCH_DATABASE_URL, or the product's own PostgreSQL in a folder of the bench, as the product starts it. */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env.BENCH_DATABASE_URL;
  return given ? givenPostgres(given) : ownPostgres();
}

async function ownPostgres(): Promise<Postgres> {
  // PostgreSQL runs as another user where root runs this: the folders above its own have to let that one in.
  await mkdir(inBench('tmp'), { recursive: true, mode: 0o755 });
  const folder = inBench('tmp', 'postgres');
  const { connection, stop } = await startEmbedded(folder, { settings: { max_connections: '200' }, log: console.error });
  const { host, port, username, password } = connection;
  const open = (database: string, max = 1) => openPool({ ...connection, database }, { max });
  return {
    // A URL has no place for a socket's path; both drivers look for it here.
    env: (database) => ({
      DATABASE_URL: `postgres:///${database}`,
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: username,
      PGPASSWORD: password,
      PGDATABASE: database,
    }),
    open,
    logFile: join(folder, 'postgres.log'),
    version: await versionOf(open('postgres')),
    [Symbol.asyncDispose]: stop,
  };
}

async function givenPostgres(address: string): Promise<Postgres> {
  const at = (database: string) => Object.assign(new URL(address), { pathname: `/${database}` }).href;
  const open = (database: string, max = 1) => openPool(at(database), { max });
  return {
    env: (database) => ({ DATABASE_URL: at(database) }),
    open,
    logFile: null,
    version: await versionOf(openPool(address, { max: 1 })),
    [Symbol.asyncDispose]: async () => {},
  };
}

async function versionOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  await sql.end();
  return row?.version ?? '';
}
