import { execFileSync } from 'node:child_process';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Holder {
  pid: number;
  /** When the process started: a number that was given to another process since is not the holder. */
  started: string;
}

/**
 * Takes a data folder for this process.
 * @returns a function that gives it back
 * @throws Error in one line that says which process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, 'latchkey.lock');
  const mine = `${lock}.${process.pid}.${process.hrtime.bigint()}`;
  const me: Holder = { pid: process.pid, started: startOf(process.pid) ?? '' };
  await writeFile(mine, JSON.stringify(me), { mode: 0o600 });
  try {
    for (;;) {
      // A link appears with its content and at once; it fails where the lock is there already.
      const taken = await link(mine, lock).then(
        () => true,
        (error) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
      );
      if (taken) return () => unlink(lock).catch(() => {});
      await clearStale(lock, `${mine}.stale`, folder);
    }
  } finally {
    await unlink(mine).catch(() => {});
  }
}

async function clearStale(lock: string, aside: string, folder: string): Promise<void> {
  const seen = await readFile(lock, 'utf8').catch(() => null);
  if (seen === null) return;
  const holder = parseHolder(seen);
  if (holder && startOf(holder.pid) === holder.started) {
    throw new Error(`The data folder ${folder} is in use by another Latchkey, process ${holder.pid}. Stop that one first, or set DATA_DIR.`);
  }
  await rename(lock, aside).catch(() => {});
  const moved = await readFile(aside, 'utf8').catch(() => null);
  // Somebody else cleared it and took the lock between our look and our move: give it back to them.
  if (moved !== null && moved !== seen) await link(aside, lock).catch(() => {});
  await unlink(aside).catch(() => {});
}

function parseHolder(text: string): Holder | null {
  try {
    const holder = JSON.parse(text);
    return Number.isInteger(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}

/** When a process started, in the system's own words; null where there is no such process. */
function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  if (process.platform === 'win32') return 'running';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).trim();
  } catch {
    return 'running';
  }
}
