import { type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Db } from './handle.ts';
import { rowsBy, type SelectedColumn } from './rows.ts';

/** A query of Drizzle's that can be prepared. */
interface Preparable<T> {
  prepare(name: string): Prepared<T>;
}

interface Prepared<T> {
  execute(values?: Record<string, unknown>): Promise<T>;
}

/** What Drizzle's prepared queries have besides: these are not in its types. */
interface Mapped {
  fields?: readonly SelectedColumn[];
  /** The joined tables, and whether each must have a row. */
  joinsNotNullableMap?: Record<string, boolean>;
  customResultMapper?: ReturnType<typeof rowsBy>;
}

/** A value that a prepared read is given. A moment comes as ISO text. */
type Value = string | number | Uint8Array | readonly string[];

/**
 * Runs a query as a prepared statement: each connection sends and plans its text once, and is asked for its parameters' types
 * once. For the reads that come with nearly every request. Their texts must be few, as each is kept by each connection.
 */
export const prepared = <T>(query: Preparable<T>): Promise<T> => prepare(query).execute();

/**
 * A read whose text does not depend on what it is given: it is built once, which by Drizzle costs more than to send it.
 * @param names of the values that each execution gives
 */
export function preparedRead<Name extends string, T>(
  names: readonly Name[],
  build: (db: Db, given: Readonly<Record<Name, Placeholder>>) => Preparable<T>,
): (db: Db, values: Readonly<Record<Name, Value>>) => Promise<T> {
  const given = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as unknown as Record<Name, Placeholder>;
  // By the pool, or by the transaction, which has a handle of its own.
  const made = new WeakMap<Db, Prepared<T>>();
  return (db, values) => {
    const query = made.get(db) ?? prepare(build(db, given));
    made.set(db, query);
    return query.execute(values);
  };
}

function prepare<T>(query: Preparable<T>): Prepared<T> {
  // That there is a name is all that matters: the driver gives names by the text.
  const made = query.prepare('prepared');
  const mapped = made as Mapped;
  // Where a joined table may have no row, Drizzle leaves its object out.
  const allJoined = !Object.values(mapped.joinsNotNullableMap ?? {}).includes(false);
  if (mapped.fields && allJoined) mapped.customResultMapper = rowsBy(mapped.fields);
  return made;
}

/** Whether a column has one of these values. One parameter however many there are, so that the text stays the same. */
export const anyOf = (column: SQLWrapper, values: readonly string[] | Placeholder): SQL =>
  sql`${column} = any(${Array.isArray(values) ? sql.param([...values]) : values})`;
