import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import { type Connection, openPool } from './client.ts';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));
const oldestMajor = 15;

/**
 * Brings the database's tables up to date, in one transaction. Servers that start at the same time take turns:
 * Drizzle's migrator takes no lock of its own.
 * @throws Error in one line where the PostgreSQL is older than 15, its database knows no case beyond ASCII, or one fails
 */
export const migrate = (connection: Connection, migrationsFolder = folder): Promise<void> => run(connection, migrationsFolder);

async function run(connection: Connection, migrationsFolder: string): Promise<void> {
  // One connection, so that the lock and the migrations share a session.
  const sql = openPool(connection, { max: 1 });
  try {
    const [server] = await sql<{ version: string; folds: boolean }[]>`
      select current_setting('server_version_num') as version, lower('Å') = 'å' as folds`;
    const major = Math.floor(Number(server?.version ?? 0) / 10_000);
    if (major < oldestMajor) throw new Error(`This PostgreSQL is version ${major}; Latchkey needs ${oldestMajor} or newer.`);
    // Emails and usernames are unique, and people are found, without regard to case: in every alphabet.
    if (!server?.folds) throw new Error('This database tells no å from Å (its locale is C): make one with a UTF-8 locale, such as C.UTF-8.');
    await sql`select pg_advisory_lock(hashtextextended('latchkey migrations', 0))`;
    await runMigrations(drizzle(sql), { migrationsFolder }).catch((error: Error) => {
      // Drizzle’s own message is the whole statement.
      const { message } = (error.cause ?? error) as Error;
      throw new Error(`The database’s tables could not be brought up to date, and were left as they were: ${message}.`, { cause: error });
    });
  } finally {
    // Ending the session releases the lock, whatever happened.
    await sql.end({ timeout: 5 });
  }
}

/**
 * Makes the tables as they were after some of the migrations, for a backup from then.
 * @param hashes of the migrations that had run, in order
 * @throws Error in one line where they are not this version's first ones: the backup is from a newer or another Latchkey
 */
export async function migrateTo(connection: Connection, hashes: readonly string[]): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder: folder }).map(({ hash }) => hash);
  if (hashes.length === 0 || hashes.some((hash, i) => hash !== known[i])) {
    throw new Error('The backup is of a newer Latchkey, or of another one: its tables are not known here.');
  }
  const some = await mkdtemp(join(tmpdir(), 'latchkey-migrations-'));
  try {
    await cp(folder, some, { recursive: true });
    const journal = join(some, 'meta', '_journal.json');
    const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: unknown[] };
    await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, hashes.length) }));
    await run(connection, some);
  } finally {
    await rm(some, { recursive: true, force: true });
  }
}
