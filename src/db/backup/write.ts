import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ReservedSql, Sql, TransactionSql } from 'postgres';
import { type BackupEnd, type BackupHead, type BackupTable, marks } from './format.ts';

const batch = 500;

/**
 * Writes everything into one file, as it is at one moment, while the server works on. No pg_dump is needed, which
 * the embedded PostgreSQL does not come with.
 * @returns how many rows there are
 */
export async function writeBackup(sql: Sql, file: string): Promise<{ rows: number }> {
  const half = `${file}.half`;
  const handle = await open(half, 'wx', 0o600);
  try {
    const counted = { rows: 0 };
    await sql.begin('isolation level repeatable read read only', (tx) =>
      pipeline(Readable.from(lines(tx, counted)), createGzip(), handle.createWriteStream({ flush: true })),
    );
    await rename(half, file);
    return counted;
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  } finally {
    await handle.close().catch(() => {});
  }
}

async function* lines(tx: TransactionSql, counted: { rows: number }): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const out = (text: string): string => {
    hash.update(text);
    return text;
  };
  const mark = (name: string, told: BackupHead | BackupTable | BackupEnd) => `${name}${JSON.stringify(told)}\n`;
  yield out(mark(marks.head, { format: 1, migrations: await migrationsRun(tx) }));
  for (const table of await allTables(tx)) {
    yield out(mark(marks.table, table));
    // By a cursor, so that no table has to fit into memory. (COPY would do, but postgres.js stalls at its end.)
    for await (const rows of tx<{ row: string }[]>`select row_to_json(t)::text as row from ${tx(table.name)} t`.cursor(batch)) {
      counted.rows += rows.length;
      yield out(rows.map(({ row }) => `${row}\n`).join(''));
    }
  }
  yield mark(marks.end, { rows: counted.rows, sha256: hash.digest('hex') });
}

/** The hashes of the migrations that have run, in order. */
export async function migrationsRun(sql: Sql | TransactionSql | ReservedSql): Promise<string[]> {
  const rows = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations order by id`;
  return rows.map(({ hash }) => hash);
}

/** Every table of ours, those that others point to first. */
export async function allTables(sql: Sql | TransactionSql): Promise<BackupTable[]> {
  const tables = await sql<BackupTable[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    group by c.relname order by c.relname`;
  const points = await sql<{ from: string; to: string }[]>`
    select distinct f.relname as from, t.relname as to
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and f.oid <> t.oid`;
  const ordered: BackupTable[] = [];
  const place = (table: BackupTable): void => {
    if (ordered.includes(table)) return;
    for (const { to } of points.filter(({ from }) => from === table.name)) {
      const target = tables.find(({ name }) => name === to);
      if (target) place(target);
    }
    ordered.push(table);
  };
  for (const table of tables) place(table);
  return ordered;
}
