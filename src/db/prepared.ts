import { is, Param, Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Db } from './handle.ts';
import { rowsBy, type SelectedColumn } from './rows.ts';

/** A query of Drizzle's that can be prepared. */
interface Preparable<T> {
  prepare(name: string): Prepared<T>;
}

/** A query whose text is made. */
export interface Prepared<T> {
  execute(values?: Readonly<Record<string, Value>>): Promise<T>;
}

/** What Drizzle's prepared queries have besides: these are not in its types. */
interface Mapped {
  params: readonly unknown[];
  fields?: readonly SelectedColumn[];
  /** The joined tables, and whether each must have a row. */
  joinsNotNullableMap?: Record<string, boolean>;
  customResultMapper?: ReturnType<typeof rowsBy>;
}

/** What a placeholder is given. A moment comes as ISO text. */
export type Value = string | number | Uint8Array | readonly string[];

/**
 * A read whose text does not depend on what it is given: it is built once, which by Drizzle costs more than to send it. For the
 * reads that come with nearly every request. Each connection plans it once, and keeps it.
 * @param names of the values that each execution gives
 */
export function preparedRead<Name extends string, T>(
  names: readonly Name[],
  build: (db: Db, given: Readonly<Record<Name, Placeholder>>) => Preparable<T>,
): (db: Db, values: Readonly<Record<Name, Value>>) => Promise<T> {
  const given = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])) as unknown as Record<Name, Placeholder>;
  const kept = keptReads<T>();
  return (db, values) => kept(db, '', () => build(db, given)).execute(values);
}

/**
 * Reads whose texts follow a few choices: each is built once.
 * @returns a function that is told what was chosen, and builds what it has not kept
 */
export function keptReads<T>(): (db: Db, chosen: string, build: () => Preparable<T>) => Prepared<T> {
  // By the pool, or by the transaction, which has a handle of its own.
  const kept = new WeakMap<Db, Map<string, Prepared<T>>>();
  return (db, chosen, build) => {
    const ofDb = kept.get(db) ?? new Map<string, Prepared<T>>();
    kept.set(db, ofDb);
    const known = ofDb.get(chosen);
    if (known) return known;
    const query = prepare(build());
    // Whoever comes next would be answered by the first one's workspace.
    if (!isOpen(query)) throw new Error('A query that is kept has a value in it where a placeholder belongs.');
    ofDb.set(chosen, query);
    return query;
  };
}

/** Whether all that a query is given is given when it is executed. */
const isOpen = (query: Prepared<unknown>): boolean =>
  (query as unknown as Mapped).params.every((param) => is(param, Placeholder) || (is(param, Param) && is(param.value, Placeholder)));

/** Makes a query's text. */
export function prepare<T>(query: Preparable<T>): Prepared<T> {
  // That there is a name is all that matters: the driver gives names by the text.
  const made = query.prepare('prepared');
  const mapped = made as unknown as Mapped;
  // Where a joined table may have no row, Drizzle leaves its object out.
  const allJoined = !Object.values(mapped.joinsNotNullableMap ?? {}).includes(false);
  if (mapped.fields && allJoined) mapped.customResultMapper = rowsBy(mapped.fields);
  return made;
}

/** Whether a column has one of these values. One parameter however many there are, so that the text stays the same. */
export const anyOf = (column: SQLWrapper, values: readonly string[] | Placeholder): SQL =>
  sql`${column} = any(${Array.isArray(values) ? sql.param([...values]) : values})`;
