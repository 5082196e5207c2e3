import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the agent keeps its state: LATCHKEY_AGENT_DIR, or the folder for settings of the person who runs it. */
export function stateFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.LATCHKEY_AGENT_DIR) return env.LATCHKEY_AGENT_DIR;
  const home = homedir();
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'latchkey-agent');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'latchkey-agent');
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'latchkey-agent');
}

/** Makes the folder where it is not there, for its owner alone. */
export function ensureFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // It may have been made by somebody else, or by a careless unpacking.
  if (process.platform !== 'win32') chmodSync(folder, 0o700);
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writePrivate(folder: string, name: string, value: unknown): void {
  ensureFolder(folder);
  const half = join(folder, `${name}.${process.pid}.tmp`);
  try {
    writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(half, join(folder, name));
  } finally {
    rmSync(half, { force: true });
  }
}

/** Reads what `writePrivate` wrote; null where there is nothing. @throws SyntaxError where it is damaged */
export function readPrivate<T>(folder: string, name: string): T | null {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
