import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** A query of Drizzle's that can be prepared. */
interface Preparable<T> {
  prepare(name: string): { execute(): Promise<T> };
}

/**
 * Runs a query as a prepared statement: each connection sends and plans its text once, and is asked for its parameters' types
 * once. For the reads that come with nearly every request. Their texts must be few, as each is kept by each connection.
 */
export const prepared = <T>(query: Preparable<T>): Promise<T> =>
  // That there is a name is all that matters: the driver gives names by the text.
  query.prepare('prepared').execute();

/** Whether a column has one of these values. One parameter however many there are, so that the text stays the same. */
export const anyOf = (column: SQLWrapper, values: readonly string[]): SQL => sql`${column} = any(${sql.param([...values])})`;
