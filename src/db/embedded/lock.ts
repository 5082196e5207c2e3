import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { type FileHandle, link, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { lookUp, readOr } from './processes.ts';

interface Holder {
  pid: number;
  /** When the process started: a number that was given to another process since is not the holder. */
  started: string;
  /** Where the number means something: the boot and the namespace of process ids. Empty where the system has none. */
  system: string;
  /** The run of Latchkey: in a container that was started again, it has the number that the killed one had. */
  run: string;
}

const run = randomUUID();
const beatEvery = 5_000;
const staleAfter = 30_000;

/**
 * Takes a data folder for this process. While it is held the lock file is touched every 5 seconds, for those who cannot
 * see the process: from another container, or another machine.
 * @returns a function that gives it back
 * @throws Error in one line that says who has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, 'latchkey.lock');
  const mine = `${lock}.${randomUUID()}`;
  const handle = await open(mine, 'wx', 0o600);
  let taken = false;
  try {
    await handle.writeFile(JSON.stringify(thisProcess()));
    while (!taken) {
      // A link appears with its content and at once; it fails where the lock is there already.
      taken = await link(mine, lock).then(
        () => true,
        (error) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
      );
      if (!taken) await clearStale(lock, `${mine}.stale`, folder);
    }
  } finally {
    await unlink(mine).catch(() => {});
    if (!taken) await handle.close();
  }
  return keep(lock, handle);
}

/** Touches the lock until it is given back. By its handle: a lock that somebody else has by now is left alone. */
function keep(lock: string, handle: FileHandle): () => Promise<void> {
  const beat = setInterval(() => void handle.utimes(new Date(), new Date()).catch(() => {}), beatEvery).unref();
  return async () => {
    clearInterval(beat);
    const { nlink } = await handle.stat().catch(() => ({ nlink: 0 }));
    await handle.close();
    if (nlink > 0) await unlink(lock).catch(() => {});
  };
}

async function clearStale(lock: string, aside: string, folder: string): Promise<void> {
  const holder = await whoHolds(lock);
  if (holder) throw new Error(`The data folder ${folder} is in use by ${holder}`);
  await rename(lock, aside).catch(() => {});
  // Somebody else cleared it and took the lock between our look and our move: give it back to them.
  if (await whoHolds(aside)) await link(aside, lock).catch(() => {});
  await unlink(aside).catch(() => {});
}

/** Who holds a lock and what to do about it, to end a sentence; null where it is stale, or gone. */
async function whoHolds(lock: string): Promise<string | null> {
  const holder = parseHolder(await readFile(lock, 'utf8').catch(() => ''));
  if (!holder) return null;
  const near = holder.system === thisSystem();
  const lives = near ? isAlive(holder) : null;
  if (lives === false) return null;
  if (lives) return `another Latchkey, process ${holder.pid}. Stop that one first, or set DATA_DIR.`;
  // The process is out of sight: what counts is when it touched the lock last.
  const touched = await stat(lock).catch(() => null);
  const left = touched ? touched.mtimeMs + staleAfter - Date.now() : 0;
  if (left <= 0) return null;
  const where = near ? `another Latchkey, process ${holder.pid}` : 'a Latchkey in another container or on another machine';
  return `${where}; if it is gone, this start works in ${Math.ceil(left / 1000)} seconds.`;
}

/** Whether a holder of this system lives; null where that cannot be found out. */
function isAlive(holder: Holder): boolean | null {
  if (holder.pid === process.pid) return holder.run === run;
  const seen = lookUp(holder.pid);
  return seen === 'unknown' ? null : seen?.started === holder.started;
}

function thisProcess(): Holder {
  const me = lookUp(process.pid);
  return { pid: process.pid, started: me && me !== 'unknown' ? me.started : '', system: thisSystem(), run };
}

function thisSystem(): string {
  if (process.platform !== 'linux') return '';
  return `${readOr('/proc/sys/kernel/random/boot_id', '').trim()} ${namespace()}`;
}

function namespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const holder = JSON.parse(text);
    return Number.isInteger(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}
