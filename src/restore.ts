import { openDatabase } from './compose.ts';
import type { Config } from './config.ts';
import { readBackup, readTable } from './db/backup/read.ts';
import { Vault, type WrappedKey } from './modules/vault.ts';
import { presentSecrets } from './secrets.ts';

/**
 * Fills this server's empty database from a backup; the server must not run.
 * @returns how many rows there are
 * @throws BackupError, or Error in one line where the server's secret is another one than the backup was made with:
 * nothing is written then
 */
export async function restore(config: Config, file: string, say: (line: string) => void): Promise<number> {
  new Vault(await presentSecrets(config)).checkAll(await wrappedKeys(file));
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const { connection } = await openDatabase(config, undo, say);
    const { rows } = await readBackup(connection, file);
    return rows;
  } finally {
    for (const end of undo.reverse()) await end();
  }
}

/** The data keys in a backup: what PostgreSQL writes as JSON, bytes as hexadecimal digits after a backslash and an x. */
async function wrappedKeys(file: string): Promise<WrappedKey[]> {
  const rows = await readTable<{ workspace_id: string; purpose: WrappedKey['purpose']; wrapped: string }>(file, 'data_keys');
  return rows.map(({ workspace_id: workspaceId, purpose, wrapped }) => ({
    workspaceId,
    purpose,
    wrapped: new Uint8Array(Buffer.from(wrapped.slice(2), 'hex')),
  }));
}
