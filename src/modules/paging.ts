import { and, asc, desc, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Prepared, Value } from '../db/prepared.ts';
import { InvalidInput } from './errors.ts';

/** Relay's four arguments: `first` after a cursor, or `last` before one. */
export interface PageArgs {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** One page of a list, in order. */
export interface Page<T> {
  rows: { row: T; cursor: string }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

/** By what a list is ordered: a column that an index starts with, and what makes each row's place its own. */
export interface Order<T> {
  /** The columns, the last one unique. */
  columns: readonly SQL[];
  /** What the columns are computed from, of a row, as text: its cursor. */
  place: (row: T) => string[];
  /** The same expressions over a cursor's parts, by the database's own rules; the parts as they are unless given. */
  computed?: (place: readonly Placeholder[]) => SQL[];
  /** Whether a cursor's parts can be such a place; any text unless given. */
  isPlace?: (place: readonly string[]) => boolean;
  descending: boolean;
}

/** For orders by a text without regard to case: the database's own lower(), which is not JavaScript's. */
export const lowerFirst = ([first, ...rest]: readonly Placeholder[]): SQL[] => [sql`lower(${first})`, ...rest.map((part) => sql`${part}`)];

export const longestPage = 200;
export const usualPage = 50;

/** What a list's query is made of besides its own conditions; its values are placeholders. */
export interface PageQuery {
  place: SQL | undefined;
  orderBy: SQL[];
  limit: Placeholder;
  /** What was chosen among the queries that a list has by its page and order alone. */
  chosen: string;
}

/**
 * Reads a page by key-set: the rows after (or before) a place, never by counting rows off, so that page 1,000 costs
 * what page 1 costs.
 * @param values of the placeholders that the list has of its own
 * @throws InvalidInput for a size or a cursor that is none
 */
export async function readPage<T>(
  args: PageArgs,
  order: Order<T>,
  read: (query: PageQuery) => Prepared<T[]>,
  values: Readonly<Record<string, Value>> = {},
): Promise<Page<T>> {
  const { columns, place, descending } = order;
  const backward = args.last != null;
  const size = pageSize(args, backward);
  const after = args.after == null ? [] : fromCursor(args.after, order, 'after');
  const before = args.before == null ? [] : fromCursor(args.before, order, 'before');
  const ascends = descending === backward;
  const query = read({
    place: and(beyond(order, named(after, 'after'), descending ? '<' : '>'), beyond(order, named(before, 'before'), descending ? '>' : '<')),
    orderBy: columns.map((column) => (ascends ? asc(column) : desc(column))),
    limit: sql.placeholder('limit'),
    chosen: `${descending} ${backward} ${after.length} ${before.length}`,
  });
  const found = await query.execute({ ...values, ...valuesOf(after, 'after'), ...valuesOf(before, 'before'), limit: size + 1 });
  const more = found.length > size;
  const rows = found.slice(0, size).map((row) => ({ row, cursor: toCursor(place(row)) }));
  if (backward) rows.reverse();
  return {
    rows,
    hasNextPage: backward ? args.before != null : more,
    hasPreviousPage: backward ? more : args.after != null,
  };
}

function pageSize({ first, last }: PageArgs, backward: boolean): number {
  const [name, size] = backward ? ['last', last ?? 0] : ['first', first ?? usualPage];
  if (first != null && last != null) throw invalid('first', 'Give `first` or `last`, not both.');
  if (size < 1 || size > longestPage) throw invalid(String(name), `\`${name}\` must be 1 to ${longestPage}, got ${size}.`);
  return Number(size);
}

/** A placeholder for each part of a place, and what each is given. */
const named = (place: readonly string[], name: string): Placeholder[] => place.map((_, i) => sql.placeholder(`${name}${i}`));
const valuesOf = (place: readonly string[], name: string) => Object.fromEntries(place.map((part, i) => [`${name}${i}`, part]));

// A row comparison, so that one index serves the whole condition: (name, id) > ($1, $2).
function beyond<T>({ columns, computed }: Order<T>, place: readonly Placeholder[], operator: '<' | '>'): SQL | undefined {
  if (place.length === 0) return undefined;
  const parts = computed ? computed(place) : place.map((part) => sql`${part}`);
  return sql`(${sql.join([...columns], sql`, `)}) ${sql.raw(operator)} (${sql.join(parts, sql`, `)})`;
}

const toCursor = (place: readonly string[]): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function fromCursor<T>(cursor: string, { columns, isPlace }: Order<T>, argument: string): string[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    // PostgreSQL takes no NUL in a text; a cursor of ours has none.
    const texts = Array.isArray(place) && place.length === columns.length && place.every((part) => typeof part === 'string' && !part.includes('\0'));
    if (texts && (isPlace?.(place) ?? true)) return place;
  } catch {
    // Told below, as for any other cursor that is none.
  }
  throw invalid(argument, `\`${argument}\` is no cursor of this list.`);
}

const invalid = (argument: string, message: string) => new InvalidInput([{ path: [argument], code: 'INVALID_PAGE', message }]);
