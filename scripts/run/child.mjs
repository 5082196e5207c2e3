import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, isAbsolute } from 'node:path';
import { root } from './paths.mjs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const tether = new URL('./tether.mjs', import.meta.url).href;
const resolveOnce = new URL('./resolveOnce.mjs', import.meta.url).href;
const windows = process.platform === 'win32';

/**
 * Runs a program on a Node, waits for it, and returns its exit code (128 + n where signal n ended it).
 * A signal reaches it once: a `leader` gets a process group of its own, so that what a terminal or npm sends to the
 * whole group comes to it through here alone, and it stops when this process is killed. Others share the group.
 */
export async function runChild(node, args, { leader = false, silent = false, env = {} } = {}) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', '--import', resolveOnce, ...(leader ? ['--import', tether] : []), ...args], {
    cwd: root,
    env: { ...cleanEnv(node), ...env },
    // What is silent has nothing to say on standard output, which is for the program that the user asked for.
    stdio: leader ? ['inherit', 'inherit', 'inherit', 'ipc'] : ['inherit', silent ? 'ignore' : 'inherit', 'inherit'],
    detached: leader && !windows,
  });
  // A terminal has sent its Ctrl-C to everybody in the group already.
  return waitFor(child, leader || !process.stdin.isTTY ? signals : ['SIGTERM', 'SIGHUP']);
}

/** Waits for a child and passes the signals named on to it; the others are left to the child alone. */
export function waitFor(child, passed = ['SIGTERM', 'SIGHUP']) {
  const last = new Map();
  const onSignal = (signal) => {
    // npm passes a signal on that its whole group got: the second one within a second is an echo.
    const echo = Date.now() - (last.get(signal) ?? 0) < 1_000;
    last.set(signal, Date.now());
    if (!echo && passed.includes(signal)) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  const watch = onCallerGone(() => onSignal('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  }).finally(() => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, onSignal);
  });
}

/**
 * npm passes SIGTERM to its shell alone, which dies of it without a word to this process: a parent that is another
 * one means that npm was ended.
 */
function onCallerGone(stop) {
  if (!process.env.npm_lifecycle_event || windows) return undefined;
  const caller = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === caller) return;
    clearInterval(watch);
    stop();
  }, 200);
  return watch;
}

/** This process's environment without what npm put there, and with the Node's own folder first on the PATH. */
export function cleanEnv(node) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_') && name !== 'NODE'));
  if (!isAbsolute(node)) return env;
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [path]: [dirname(node), env[path]].filter(Boolean).join(delimiter) };
}
