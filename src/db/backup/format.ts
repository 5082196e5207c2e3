/**
 * A backup is gzip over lines of JSON. Lines that begin with `#` are marks; all others are rows, as PostgreSQL itself
 * writes them by row_to_json() and reads them by json_populate_recordset().
 *
 *     #latchkey-backup {"format":1,"migrations":[…]}
 *     #table {"name":"users","columns":["workspace_id",…]}
 *     {"workspace_id":"wsp_…",…}
 *     #end {"rows":1234,"sha256":"…"}      over every byte before this line
 */
export const marks = { head: '#latchkey-backup ', table: '#table ', end: '#end ' } as const;

/** The first line: how the tables were made. */
export interface BackupHead {
  format: 1;
  /** The hashes of the migrations that had run, in order. */
  migrations: string[];
}

export interface BackupTable {
  name: string;
  columns: string[];
}

export interface BackupEnd {
  rows: number;
  sha256: string;
}

/** A backup that cannot be read, in words. */
export class BackupError extends Error {}
