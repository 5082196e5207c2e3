import { Column, is, SQL } from 'drizzle-orm';

/** A column of a selection, as Drizzle orders them: the keys under which its value comes, and what it is. */
export interface SelectedColumn {
  path: readonly string[];
  field: Column | SQL | { sql: SQL };
}

interface Decoder {
  mapFromDriverValue(value: unknown): unknown;
}

/**
 * Makes objects of a selection's rows, as Drizzle does, which asks for each value anew what its column is: that took longer
 * than to read the rows from the socket.
 */
export function rowsBy(selected: readonly SelectedColumn[]): (rows: readonly unknown[][]) => Record<string, unknown>[] {
  const columns = selected.map(({ path, field }) => ({
    name: path.at(-1) ?? '',
    table: path.length > 1 ? path[0] : undefined,
    decoder: decoderOf(field),
  }));
  const toObject = (row: readonly unknown[]) => {
    const made: Record<string, unknown> = {};
    columns.forEach(({ name, table, decoder }, i) => {
      const value = row[i];
      const place = table === undefined ? made : within(made, table);
      place[name] = value === null || decoder === null ? value : decoder.mapFromDriverValue(value);
    });
    return made;
  };
  return (rows) => rows.map(toObject);
}

/** The object of one of several tables. */
function within(made: Record<string, unknown>, table: string): Record<string, unknown> {
  made[table] ??= {};
  return made[table] as Record<string, unknown>;
}

/** What decodes a column's values; null where they stay as the driver gives them. */
function decoderOf(field: SelectedColumn['field']): Decoder | null {
  if (!is(field, Column)) return (is(field, SQL) ? field : (field.sql as SQL))['decoder' as never];
  return field.mapFromDriverValue === Column.prototype.mapFromDriverValue ? null : field;
}
