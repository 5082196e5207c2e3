import type { PgDatabase } from 'drizzle-orm/pg-core';
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';

/** Drizzle's core query builder, on the pool or inside one transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;
