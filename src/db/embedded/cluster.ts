import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Place } from './place.ts';
import { exists } from './platform.ts';

const run = promisify(execFile);

/** The programs of a PostgreSQL, and the user to run them as. */
export interface Programs {
  bin: string;
  user: Place['user'];
}

/** How a program of PostgreSQL is started: as the other user where there is one, and from a folder that it can enter. */
export const spawnOptions = ({ user }: Programs, cwd: string) => ({ cwd, ...(user ? { uid: user.uid, gid: user.gid } : {}) });

/** Makes the data directory where there is none. A run that was broken off leaves nothing that counts. */
export async function ensureCluster(programs: Programs, home: string, password: string): Promise<string> {
  const data = join(home, 'data');
  if (await exists(join(data, 'PG_VERSION'))) return data;
  const half = join(home, 'data.half');
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  const passwordFile = join(home, 'password.half');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (programs.user) for (const path of [half, passwordFile]) await chown(path, programs.user.uid, programs.user.gid);
  const args = ['-D', half, '-U', 'latchkey', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C'];
  try {
    // The built-in Unicode rules are the same on every system, so an index is in order wherever the folder goes.
    await run(join(programs.bin, 'initdb'), [...args, '--locale-provider=builtin', '--builtin-locale=C.UTF-8'], spawnOptions(programs, home));
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    throw new Error(`The embedded database could not be made: ${lastLine(stderr) || message}. Set DATABASE_URL to use a PostgreSQL of your own.`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(half, data);
  return data;
}

/** Stops a server that a killed process left behind on the data directory. Returns whether there was one. */
export async function stopLeftBehind(programs: Programs, data: string): Promise<boolean> {
  const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0]);
  // The number may belong to somebody else by now: pg_ctl would not look.
  if (!pid || !(await isPostgres(pid))) return false;
  await run(join(programs.bin, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-w', '-t', '60'], spawnOptions(programs, data));
  return true;
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const { stdout } = await run('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.includes('postgres');
}

/** The last line of a program's complaints that says something. */
export const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() ?? '';
