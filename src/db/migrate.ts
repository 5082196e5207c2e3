import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import { type Connection, openPool } from './client.ts';

const folder = fileURLToPath(new URL('../../migrations', import.meta.url));
const oldestMajor = 15;

/**
 * Brings the database's tables up to date, in one transaction. Servers that start at the same time take turns:
 * Drizzle's migrator takes no lock of its own.
 * @throws Error in one line where the PostgreSQL is older than 15
 */
export async function migrate(connection: Connection): Promise<void> {
  // One connection, so that the lock and the migrations share a session.
  const sql = openPool(connection, { max: 1 });
  try {
    const [server] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`;
    const major = Math.floor(Number(server?.version ?? 0) / 10_000);
    if (major < oldestMajor) throw new Error(`This PostgreSQL is version ${major}; Latchkey needs ${oldestMajor} or newer.`);
    await sql`select pg_advisory_lock(hashtextextended('latchkey migrations', 0))`;
    await runMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    // Ending the session releases the lock, whatever happened.
    await sql.end({ timeout: 5 });
  }
}
