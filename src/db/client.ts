import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Db } from './handle.ts';
import { prepares } from './prepares.ts';
import { withStatements } from './statements.ts';
import { traced } from './traced.ts';

/** Where a PostgreSQL is: an address, or its parts. */
export type Connection = string | { host: string; port: number; username: string; password: string; database: string };

/** A pool of connections. */
export interface Database {
  db: Db;
  sql: postgres.Sql;
  /** Waits for what runs, 5 seconds at most, and closes the pool. */
  end(): Promise<void>;
}

/** Seconds before the next try to connect: a database that is back is found within a second, not within postgres.js's 20. */
const backoff = (tries: number): number => Math.min(3 ** tries / 100, 1);

/** postgres.js on an address or on its parts, with the notices left out. */
export function openPool(connection: Connection, options: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  const settings = { backoff, onnotice: () => {}, connection: { application_name: 'latchkey' }, ...options };
  return typeof connection === 'string' ? postgres(connection, settings) : postgres({ ...connection, ...settings });
}

/** Connects to PostgreSQL: postgres.js, and Drizzle's core query builder on it. */
export function connect(connection: Connection, { max = 10, isTraced = false }: { max?: number; isTraced?: boolean } = {}): Database {
  const sql = openPool(connection, { max });
  const send = isTraced ? traced(prepares()) : prepares();
  return { db: drizzle(withStatements(sql, send)), sql, end: () => sql.end({ timeout: 5 }) };
}
