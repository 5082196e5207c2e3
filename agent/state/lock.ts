import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { AgentError } from '../failures.ts';
import { ensureFolder } from './folder.ts';

/**
 * Makes this process the one that runs, by a file that names it: the server takes a newer run of an agent to mean that
 * the older one is dead. What a killed process left behind is taken over.
 * @returns what gives it back
 * @throws AgentError
 */
export function takeLock(folder: string): () => void {
  ensureFolder(folder);
  const path = join(folder, 'run.lock');
  const own = `${path}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    // Several tries: of those who find a dead owner's file, another may be faster.
    for (let i = 0; i < 3; i += 1) {
      if (link(own, path)) return () => giveBack(path);
      const owner = livingOwner(path);
      if (owner !== null) {
        throw new AgentError(`The agent runs already, as process ${owner}. Stop it first, or use it: latchkey-agent status`, 'RUNNING_ALREADY');
      }
      setAside(path, `${own}.old`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw new AgentError('Another agent is starting at this moment.', 'RUNNING_ALREADY');
}

/** Unlike a write, a link appears with its content, and fails where somebody else was first. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who has the lock; null where nobody does, or somebody who died. */
function livingOwner(path: string): number | null {
  const owner = ownerOf(path);
  return owner !== null && isAlive(owner) && !isOfAnotherBoot(path) ? owner : null;
}

function ownerOf(path: string): number | null {
  try {
    return Number(readFileSync(path, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** After a power cut, some other process may have the number. */
function isOfAnotherBoot(path: string): boolean {
  try {
    return statSync(path).mtimeMs < Date.now() - uptime() * 1_000 - 5_000;
  } catch {
    return false;
  }
}

/** Removes a dead owner's file; one that turned out to be of somebody who just came goes back. */
function setAside(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (livingOwner(aside) !== null) link(aside, path);
  rmSync(aside, { force: true });
}

function giveBack(path: string): void {
  if (ownerOf(path) === process.pid) rmSync(path, { force: true });
}
