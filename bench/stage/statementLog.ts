import { readFile, stat } from 'node:fs/promises';
import type { Postgres } from './postgres.ts';

/** A statement as a server sent it, its parameters as PostgreSQL writes them. */
export interface Statement {
  /** Which connection it came by. */
  connection: string;
  text: string;
  values: (string | null)[];
}

/** What a database is asked, by PostgreSQL's own log. */
export interface StatementLog extends AsyncDisposable {
  /** What was asked while something was done, by everybody. */
  during(work: () => Promise<unknown>): Promise<Statement[]>;
}

/**
 * Lets a database log its statements; connections that are there already do not. @throws Error where the log is somebody else's
 */
export async function logStatements({ logFile, open }: Postgres, database: string): Promise<StatementLog> {
  if (logFile === null) throw new Error('This needs the PostgreSQL of the bench itself, whose log it reads: leave BENCH_DATABASE_URL out.');
  const alter = async (...settings: string[]) => {
    const admin = open('postgres');
    for (const setting of settings) await admin.unsafe(`alter database ${database} ${setting}`);
    await admin.end();
  };
  await alter('set log_min_duration_statement = 0', "set log_error_verbosity = 'default'", 'set log_parameter_max_length = -1');
  return {
    during: async (work) => {
      const { size } = await stat(logFile);
      await work();
      return statementsIn((await readFile(logFile)).subarray(size).toString());
    },
    [Symbol.asyncDispose]: () => alter('reset all'),
  };
}

// 2026-11-28 00:37:53.765 UTC [7237] LOG:  duration: 0.038 ms  execute 9smgmd6sgmp3: select …
const entry = /^[\d-]+ [\d:.]+ \w+ \[(\d+)\] (LOG|DETAIL): {2}/gm;

function statementsIn(log: string): Statement[] {
  const starts = [...log.matchAll(entry)];
  const found: Statement[] = [];
  // The one that the next detail is of; null after a line of another kind, such as that of a plan.
  let last: Statement | null = null;
  for (const [i, start] of starts.entries()) {
    const [whole, connection = '', kind] = start;
    const text = log.slice(start.index + whole.length, starts[i + 1]?.index).trimEnd();
    if (kind === 'DETAIL') {
      if (last && /^Parameters: /i.test(text)) last.values = valuesIn(text);
      continue;
    }
    const [, statement] = /^duration: [\d.]+ ms {2}(?:statement|execute [^:]*): (.*)$/s.exec(text) ?? [];
    last = statement ? { connection, text: statement, values: [] } : null;
    if (last) found.push(last);
  }
  return found;
}

// Parameters: $1 = 'it''s', $2 = NULL
const valuesIn = (detail: string): (string | null)[] =>
  Array.from(detail.matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g), ([, value]) => (value === undefined ? null : value.replaceAll("''", "'")));
