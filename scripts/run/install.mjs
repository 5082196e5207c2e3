import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cleanEnv, waitFor } from './child.mjs';
import { locked } from './lock.mjs';
import { mendPackages, mendsHash } from './mend.mjs';
import { inRoot, root } from './paths.mjs';

/** Installs the packages that package-lock.json names, unless they are there, and mends them. @throws Error in one line */
export const installPackages = () =>
  installIn(root, 'Installing the packages, about a minute…', { stampOf: (hash) => `${hash} ${mendsHash}`, mend: mendPackages });

/**
 * Installs the reader agent's own package, which is compiled: without it the agent runs, and only readers of PC/SC are
 * missing. A failure is said once, and tried again when asked for by hand.
 */
export async function installAgentPackage() {
  const failed = inRoot('tmp', 'agent-install.failed');
  const hash = lockOf(inRoot('agent')).hash;
  // In CI nobody looks at a line: there it is tried each time, and the tests fail without it.
  if (read(failed) === hash && !isComplete(inRoot('agent')) && !process.env.CI) return;
  try {
    await installIn(inRoot('agent'), 'Compiling the package for PC/SC readers…');
  } catch {
    const headers = process.platform === 'linux' ? 'sudo apt install build-essential python3 libpcsclite-dev && ' : '';
    console.error(`PC/SC readers will be missing: their package could not be compiled. Try again by: ${headers}npm ci --prefix agent`);
    writeFileSync(failed, hash);
  }
}

/** Installs what the bench measures against: no part of the product. @throws Error in one line */
export const installBenchPackages = () => installIn(inRoot('bench'), 'Installing the packages of the bench, a minute or two…');

async function installIn(folder, line, { stampOf = (hash) => hash, mend = () => {} } = {}) {
  const { lock, hash } = lockOf(folder);
  const packages = join(folder, 'node_modules');
  const stamp = join(packages, '.latchkey-install');
  const done = stampOf(hash);
  const isDone = () => read(stamp) === done;
  if (isDone()) return;
  await locked(folder === root ? 'install' : `install-${basename(folder)}`, async () => {
    // Another process may have done it while this one waited.
    if (isDone()) return;
    // npm replaces the folder, and the stamp with it; so the stamp stands for a whole installation only.
    // What was mended in another way begins anew.
    if (!isInstalled(folder, lock) || read(stamp)?.startsWith(`${hash} `)) await npmCi(folder, line);
    mend(packages);
    writeFileSync(stamp, done);
  });
}

function lockOf(folder) {
  const text = readFileSync(join(folder, 'package-lock.json'));
  return { lock: JSON.parse(text), hash: createHash('sha256').update(text).digest('hex') };
}

const isComplete = (folder) => isInstalled(folder, lockOf(folder).lock);

/** Whether somebody has installed the very packages by hand: npm's own note in node_modules says what is there. */
function isInstalled(folder, lock) {
  const note = read(join(folder, 'node_modules', '.package-lock.json'));
  if (!note) return false;
  const there = JSON.parse(note).packages;
  return Object.entries(lock.packages).every(
    ([path, wanted]) => path === '' || (wanted.optional && !there[path]) || there[path]?.integrity === wanted.integrity,
  );
}

async function npmCi(folder, line) {
  console.error(line);
  // Vite builds the pages and is a development package: NODE_ENV=production must not leave it out.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  const [command, first] = findNpm();
  const child = spawn(command, [...first, ...args], {
    cwd: folder,
    env: npmEnv(),
    // What the user sees on standard output is the program's.
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm is a batch file on Windows; the arguments hold nothing that a shell would read.
    shell: process.platform === 'win32' && first.length === 0,
  });
  const code = await waitFor(child).catch((error) => {
    throw new Error(`could not start npm (${error.code}). Install Node with npm, or put npm on the PATH.`);
  });
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}; node_modules is not complete.`);
}

/** The npm that called this program, or the one on the PATH. */
function findNpm() {
  const path = process.env.npm_execpath ?? '';
  return /^npm(-cli)?\.[cm]?js$/.test(basename(path)) ? [process.execPath, [path]] : ['npm', []];
}

/** What the user may have told npm about where packages come from. The rest of the calling npm's settings is not for this run. */
const settings = ['registry', 'cache', 'userconfig', 'globalconfig', 'proxy', 'https_proxy', 'noproxy', 'ca', 'cafile', 'strict_ssl', 'offline'];

function npmEnv() {
  const { NODE_ENV: _, ...env } = cleanEnv(process.execPath);
  const told = settings.map((name) => [`npm_config_${name}`, process.env[`npm_config_${name}`]]).filter(([, value]) => value !== undefined);
  return { ...env, ...Object.fromEntries(told) };
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
