import type { TestDatabase } from './database.ts';

const tablesOf = async ({ sql }: TestDatabase): Promise<string[]> => {
  const rows = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`;
  return rows.map(({ name }) => name);
};

/** How many rows each table has. */
export async function rowCounts(database: TestDatabase): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOf(database)) {
    const [row] = await database.sql<{ count: number }[]>`select count(*)::int as count from ${database.sql(table)}`;
    counts[table] = row?.count ?? 0;
  }
  return counts;
}

/** Every row of every table as JSON text; bytes also as text, base64 and base64url, in which a secret could lie. */
export async function dumpTables(database: TestDatabase): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const table of await tablesOf(database)) {
    const rows = await database.sql`select * from ${database.sql(table)}`;
    dump[table] = rows.map((row) => JSON.stringify(row, (_, value) => readable(value)));
  }
  return dump;
}

function readable(value: unknown): unknown {
  // JSON.stringify has turned a Buffer into this shape by the time it asks.
  const { type, data } = (value ?? {}) as { type?: string; data?: number[] };
  if (type !== 'Buffer' || !data) return value;
  const bytes = Buffer.from(data);
  return [bytes.toString('latin1'), bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
}
