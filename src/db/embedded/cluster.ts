import { execFile } from 'node:child_process';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DiskFull, saysFull } from '../../lib/disk.ts';
import { syncFolder } from '../../lib/secretFile.ts';
import type { Place } from './place.ts';
import { exists } from './platform.ts';
import { isZombie, lookUp } from './processes.ts';

const run = promisify(execFile);
/** Looks at a killed server, 25 ms apart, before PostgreSQL has to say itself what is wrong. */
const looks = 400;

/** The programs of a PostgreSQL, and the user to run them as. */
export interface Programs {
  bin: string;
  user: Place['user'];
}

/**
 * How a program of PostgreSQL is started: from a folder that it can enter, and as the other user where there is one. That
 * one can read its environment, so Latchkey's own, with its secrets, stays out of it.
 */
export const spawnOptions = ({ user }: Programs, cwd: string) => ({
  cwd,
  env: { ...(user ? { PATH: process.env.PATH, TZ: process.env.TZ } : process.env), LC_ALL: 'C' },
  ...(user ? { uid: user.uid, gid: user.gid } : {}),
});

/**
 * Makes the data directory where there is none. A run that was broken off leaves nothing that counts.
 *
 * The home belongs to the user that PostgreSQL runs as, who can put a symbolic link wherever root is about to write. So
 * what is done inside is done as that user; root only looks, and renames, which follows no link.
 */
export async function ensureCluster(programs: Programs, home: string, password: string): Promise<string> {
  const data = join(home, 'data');
  if (await exists(join(data, 'PG_VERSION'))) return data;
  const half = join(home, 'data.half');
  await removeHalf(programs, home, half);
  // Beside the home, where the other user can read it and put nothing.
  const passwordFile = `${home}.pwfile`;
  await writePassword(programs, passwordFile, password);
  const args = ['-D', half, '-U', 'latchkey', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C'];
  try {
    // The built-in Unicode rules are the same on every system, so an index is in order wherever the folder goes.
    await run(join(programs.bin, 'initdb'), [...args, '--locale-provider=builtin', '--builtin-locale=C.UTF-8'], spawnOptions(programs, home));
  } catch (error) {
    throw notMade(error, home);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(half, data);
  await syncFolder(home);
  return data;
}

/** Removes what a broken-off run left, as the user that it belongs to: root could be led out by a link while it walks. */
async function removeHalf(programs: Programs, home: string, half: string): Promise<void> {
  const there = await lstat(half).catch(() => null);
  if (!there) return;
  if (!programs.user) return rm(half, { recursive: true });
  await run('rm', ['-rf', half], spawnOptions(programs, home)).catch((error) => {
    throw notMade(error, home);
  });
}

async function writePassword({ user }: Programs, file: string, password: string): Promise<void> {
  await rm(file, { force: true });
  const handle = await open(file, 'wx', 0o400);
  try {
    await handle.writeFile(password);
    if (user) await handle.chown(user.uid, user.gid);
  } finally {
    await handle.close();
  }
}

function notMade(error: unknown, home: string): Error {
  const { stderr = '', message } = error as { stderr?: string; message: string };
  if (saysFull(stderr)) return new DiskFull(home);
  return new Error(`The embedded database could not be made: ${reasonIn(stderr) || message}. Set DATABASE_URL to use a PostgreSQL of your own.`);
}

/** Stops a server that a killed process left behind on the data directory. Returns whether there was one. */
export async function stopLeftBehind(programs: Programs, home: string, data: string): Promise<boolean> {
  const pgCtl = (...args: string[]) => run(join(programs.bin, 'pg_ctl'), [...args, '-D', data], spawnOptions(programs, home));
  const { stdout } = await pgCtl('status').catch(() => ({ stdout: '' }));
  const pid = Number(/\(PID: (\d+)\)/.exec(stdout)?.[1]);
  if (!pid) return false;
  // Killed together with its parent it waits for init to take note; until then PostgreSQL takes its lock file for a living one's.
  for (let n = 0; n < looks && isZombie(pid); n += 1) await delay(25);
  // The number may belong to somebody else by now: pg_ctl does not look.
  if (!isPostgres(pid)) return false;
  await pgCtl('stop', '-m', 'fast', '-w', '-t', '60');
  return true;
}

function isPostgres(pid: number): boolean {
  const seen = lookUp(pid);
  return seen === 'unknown' ? process.platform === 'win32' : seen?.name === 'postgres';
}

/** What ended a program of PostgreSQL, by its complaints: the last grave one, without the time; else its last line. */
export function reasonIn(complaints: string): string {
  const lines = complaints.trim().split('\n');
  const grave = lines.findLast((line) => /\b(FATAL|PANIC|ERROR|error): /.test(line));
  return (grave?.replace(/^.*?\b(FATAL|PANIC|ERROR|error): +/, '') ?? lines.at(-1) ?? '').trim();
}
