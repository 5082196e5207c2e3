import { createHash, randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { type FileHandle, link, open, rename, stat, unlink } from 'node:fs/promises';
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

interface Found {
  text: string;
  /** In milliseconds. */
  touched: number;
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
    while (!taken) taken = (await putLink(mine, lock)) || (await succeed(mine, lock, folder));
  } finally {
    await unlink(mine).catch(() => {});
    if (!taken) await handle.close();
  }
  return keep(lock, handle);
}

/** Puts a file at a second path, with its content and at once. Returns whether that was free. */
const putLink = (file: string, path: string): Promise<boolean> =>
  link(file, path).then(
    () => true,
    (error) => (error.code === 'EEXIST' ? false : Promise.reject(error)),
  );

/**
 * Puts `mine` in the place of a stale lock. A lock is replaced by the one who has the claim to succeed it, a file named
 * after its content; whoever dies with a claim is succeeded in the same way. So no lock that is held is ever taken away.
 * @returns whether it was done; where not, somebody else moved, and it is time to look again
 */
async function succeed(mine: string, lock: string, folder: string): Promise<boolean> {
  const stale = new Map<string, string>();
  let path = lock;
  for (let found = await lookAt(path); found; found = await lookAt(path)) {
    const holder = whoHolds(found);
    if (holder) throw new Error(`The data folder ${folder} is in use by ${holder}`);
    stale.set(path, found.text);
    path = `${lock}.after.${createHash('sha256').update(found.text).digest('hex').slice(0, 32)}`;
  }
  if (path === lock || !(await putLink(mine, path))) return false;
  // The claim may have come late: what it is to has been replaced, and the claim to that one removed.
  let same = true;
  for (const [file, text] of stale) same &&= (await lookAt(file))?.text === text;
  if (same) {
    await rename(mine, lock);
    stale.delete(lock);
    for (const claim of stale.keys()) await unlink(claim).catch(() => {});
  }
  await unlink(path).catch(() => {});
  return same;
}

/** A lock's content, and when it was touched last; null where there is none. */
async function lookAt(path: string): Promise<Found | null> {
  const handle = await open(path).catch((error) => (error.code === 'ENOENT' ? null : Promise.reject(error)));
  if (!handle) return null;
  try {
    return { text: await handle.readFile('utf8'), touched: (await handle.stat()).mtimeMs };
  } finally {
    await handle.close();
  }
}

/** Touches the lock until it is given back. By its handle: a lock that somebody else has by now is left alone. */
function keep(lock: string, handle: FileHandle): () => Promise<void> {
  const beat = setInterval(() => void handle.utimes(new Date(), new Date()).catch(() => {}), beatEvery).unref();
  return async () => {
    clearInterval(beat);
    const [mine, there] = await Promise.all([handle.stat(), stat(lock)]).catch(() => []);
    await handle.close();
    if (mine && mine.ino === there?.ino) await unlink(lock).catch(() => {});
  };
}

/** Who holds a lock and what to do about it, to end a sentence; null where it is stale. */
function whoHolds({ text, touched }: Found): string | null {
  const holder = parseHolder(text);
  if (!holder) return null;
  const near = holder.system === thisSystem();
  const lives = near ? isAlive(holder) : null;
  if (lives === false) return null;
  if (lives) return `another Latchkey, process ${holder.pid}. Stop that one first, or set DATA_DIR.`;
  // The process is out of sight: what counts is when it touched the lock last.
  const left = touched + staleAfter - Date.now();
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
