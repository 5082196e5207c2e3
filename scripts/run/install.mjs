import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { cleanEnv, waitFor } from './child.mjs';
import { locked } from './lock.mjs';
import { inRoot, root } from './paths.mjs';

const stamp = inRoot('node_modules', '.latchkey-install');

/** Installs the packages that package-lock.json names, unless they are there. @throws Error in one line */
export async function installPackages() {
  const lock = readFileSync(inRoot('package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const isDone = () => read(stamp) === hash;
  if (isDone()) return;
  await locked('install', async () => {
    // Another process may have done it while this one waited.
    if (isDone()) return;
    // npm replaces the folder, and the stamp with it; so the stamp stands for a whole installation only.
    if (!isInstalled(JSON.parse(lock))) await npmCi();
    writeFileSync(stamp, hash);
  });
}

/** Whether somebody has installed the very packages by hand: npm's own note in node_modules says what is there. */
function isInstalled(lock) {
  const note = read(inRoot('node_modules', '.package-lock.json'));
  if (!note) return false;
  const there = JSON.parse(note).packages;
  return Object.entries(lock.packages).every(
    ([path, wanted]) => path === '' || (wanted.optional && !there[path]) || there[path]?.integrity === wanted.integrity,
  );
}

async function npmCi() {
  console.error('Installing the packages, about a minute…');
  // Vite builds the pages and is a development package: NODE_ENV=production must not leave it out.
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'];
  const [command, first] = findNpm();
  const child = spawn(command, [...first, ...args], {
    cwd: root,
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
