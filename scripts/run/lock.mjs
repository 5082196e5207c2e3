import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from './paths.mjs';

const mine = `${hostname()} ${process.pid}`;
const beat = 2_000;

/** Runs `work` while no other process does work of this name in this folder. */
export async function locked(name, work) {
  const path = inRoot('tmp', `${name}.lock`);
  mkdirSync(inRoot('tmp'), { recursive: true });
  for (let told = false; !take(path); told = true) {
    if (!told) console.error(`Waiting for another process (${name})…`);
    await wait(300);
  }
  const timer = setInterval(() => touch(path), beat);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    rmSync(path, { force: true });
  }
}

/** Shows the others, wherever they run, that the owner lives. */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Removed by hand: there is nothing left to keep.
  }
}

function take(path) {
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned(path)) setAside(path);
  return false;
}

/** Whether a lock's owner died: no beat for a while, or its process on this machine is gone. */
function isAbandoned(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > beat * 10) return true;
    const [host, pid] = readFileSync(path, 'utf8').split(' ');
    return host === hostname() && pid !== undefined && !isAlive(Number(pid));
  } catch {
    // Given back meanwhile.
    return false;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function setAside(path) {
  try {
    // Only one of those who see a dead lock gets to move it.
    renameSync(path, `${path}.${process.pid}`);
    rmSync(`${path}.${process.pid}`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
