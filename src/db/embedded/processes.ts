import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the system says of a living process. */
export interface Seen {
  /** The program's name, without its folder. */
  name: string;
  /** When it started, in the system's own words. */
  started: string;
}

/** Looks up a process: null where there is none, a zombie counting as none; `unknown` where it lives and no more can be found out. */
export function lookUp(pid: number): Seen | 'unknown' | null {
  if (!isThere(pid)) return null;
  const found = stateOf(pid);
  if (!found) return 'unknown';
  return hasEnded(found) ? null : { name: found.name, started: found.started };
}

/** Whether a process has ended and nobody has taken note of it yet. */
export const isZombie = (pid: number): boolean => isThere(pid) && hasEnded(stateOf(pid));

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const stateOf = (pid: number) => fromProc(pid) ?? fromPs(pid);

const hasEnded = (found: { state: string } | null): boolean => found !== null && /^[ZX]/.test(found.state);

/** By Linux's /proc: slim images have no `ps`. */
function fromProc(pid: number): (Seen & { state: string }) | null {
  const text = readOr(`/proc/${pid}/stat`, '');
  // proc(5): the name is in parentheses and may hold some itself; the state is field 3, the start field 22.
  const end = text.lastIndexOf(')');
  const [state, started] = [0, 19].map((field) => text.slice(end + 2).split(' ')[field]);
  return end > 0 && state && started ? { name: text.slice(text.indexOf('(') + 1, end), state, started } : null;
}

function fromPs(pid: number): (Seen & { state: string }) | null {
  if (process.platform === 'win32') return null;
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    const text = execFileSync('ps', ['-o', 'state=,lstart=,comm=', '-p', String(pid)], { encoding: 'utf8', env, stdio: 'pipe' });
    // S Mon Nov 24 15:19:01 2025 /usr/bin/postgres
    const [, state = '', started = '', path = ''] = /^\s*(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*\S)/.exec(text) ?? [];
    return state ? { name: path.slice(path.lastIndexOf('/') + 1), state, started } : null;
  } catch {
    return null;
  }
}

/** A small file's text, or `other` where it cannot be read. */
export function readOr(path: string, other: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return other;
  }
}
