import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Sql, TransactionSql } from 'postgres';
import { type Connection, openPool } from '../client.ts';
import { migrate, migrateTo } from '../migrate.ts';
import { type BackupEnd, BackupError, type BackupHead, type BackupTable, marks } from './format.ts';

/**
 * Fills an empty database from a backup: makes the tables as they were, fills them in one transaction, and brings them
 * up to date.
 * @throws BackupError where the file is no whole backup, or the database is not empty; nothing is kept of it then
 */
export async function readBackup(connection: Connection, file: string): Promise<{ rows: number }> {
  const head = await firstLine(file);
  const sql = openPool(connection, { max: 1 });
  try {
    await requireEmpty(sql);
    await migrateTo(connection, head.migrations);
    const rows = await sql.begin((tx) => fill(tx, file));
    await migrate(connection);
    return { rows };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * The rows of one table of a backup, without a database.
 * @throws BackupError where the file is no backup, or ends before it has them
 */
export async function readTable<Row>(file: string, name: string): Promise<Row[]> {
  await firstLine(file);
  const rows: Row[] = [];
  let inside = false;
  for await (const line of linesOf(file)) {
    if (line.startsWith('#')) {
      if (inside) return rows;
      inside = line.startsWith(marks.table) && (JSON.parse(line.slice(marks.table.length)) as BackupTable).name === name;
    } else if (inside) rows.push(JSON.parse(line) as Row);
  }
  throw new BackupError('The backup is cut off: its end is missing.');
}

async function requireEmpty(sql: Sql): Promise<void> {
  const [found] = await sql<{ there: boolean }[]>`select to_regclass('public.workspaces') is not null as there`;
  if (!found?.there) return;
  const rows = await sql`select 1 from workspaces limit 1`;
  if (rows.length > 0) throw new BackupError('The database is not empty: a backup is restored into a new one.');
}

async function firstLine(file: string): Promise<BackupHead> {
  for await (const line of linesOf(file)) {
    if (!line.startsWith(marks.head)) break;
    const head = JSON.parse(line.slice(marks.head.length)) as BackupHead;
    if (head.format !== 1) throw new BackupError(`This backup has format ${head.format}; this Latchkey reads format 1. Use a newer one.`);
    return head;
  }
  throw new BackupError('This file is no backup of Latchkey.');
}

const batch = 500;

async function fill(tx: TransactionSql, file: string): Promise<number> {
  const hash = createHash('sha256');
  let rows = 0;
  let table: BackupTable | null = null;
  let waiting: string[] = [];
  const flush = async () => {
    if (table && waiting.length > 0) await insert(tx, table, waiting);
    waiting = [];
  };
  for await (const line of linesOf(file)) {
    if (line.startsWith(marks.end)) {
      await flush();
      const end = JSON.parse(line.slice(marks.end.length)) as BackupEnd;
      if (end.rows !== rows || end.sha256 !== hash.digest('hex')) throw new BackupError('The backup is damaged: it is not what was written.');
      await tx`select setval(pg_get_serial_sequence('event_outbox', 'position'), (select coalesce(max(position), 1) from event_outbox))`;
      return rows;
    }
    hash.update(`${line}\n`);
    if (line.startsWith(marks.table)) {
      await flush();
      table = JSON.parse(line.slice(marks.table.length)) as BackupTable;
    } else if (!line.startsWith('#')) {
      if (!table) throw new BackupError('The backup is damaged: a row belongs to no table.');
      rows += 1;
      waiting.push(line);
      if (waiting.length === batch) await flush();
    }
  }
  throw new BackupError('The backup is cut off: its end is missing.');
}

async function insert(tx: TransactionSql, { name, columns }: BackupTable, rows: readonly string[]): Promise<void> {
  try {
    await tx`
      insert into ${tx(name)} (${tx(columns)})
      select ${tx(columns)} from json_populate_recordset(null::${tx(name)}, ${`[${rows.join(',')}]`}::text::json)`;
  } catch (error) {
    throw new BackupError(`The backup is damaged: the table ${name} does not take its rows (${(error as { code?: string }).code}).`);
  }
}

/** The lines of a file, without their line feeds. (node:readline would also part them at U+2028.) */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip()).setEncoding('utf8');
  // pipe() passes on no errors: a file that is not there ends the reading too.
  source.once('error', (error) => text.destroy(error));
  let rest = '';
  try {
    for await (const chunk of text) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw new BackupError(`The file cannot be read as a backup: ${(error as Error).message}.`);
  } finally {
    source.destroy();
  }
}
