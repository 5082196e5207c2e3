import { openDatabase } from './compose.ts';
import type { Config } from './config.ts';
import { readBackup } from './db/backup/read.ts';
import { connect } from './db/client.ts';
import { Vault } from './modules/vault.ts';
import { serverSecrets } from './secrets.ts';

/**
 * Fills this server's empty database from a backup; the server must not run.
 * @returns how many rows there are
 * @throws BackupError, or Error in one line where the server's secret is another one than the backup was made with
 */
export async function restore(config: Config, file: string, say: (line: string) => void): Promise<number> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const { connection } = await openDatabase(config, undo, say);
    const { rows } = await readBackup(connection, file);
    const { db, end } = connect(connection, { max: 1 });
    undo.push(end);
    await new Vault((await serverSecrets(config)).secrets).check(db);
    return rows;
  } finally {
    for (const end of undo.reverse()) await end();
  }
}
