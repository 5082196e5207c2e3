import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** As scripts/run.mjs starts them. */
const flags = ['--disable-warning=ExperimentalWarning', '--import', new URL('../../scripts/run/resolveOnce.mjs', import.meta.url).href];

/** Where the run's programs keep what they compiled: each test that starts one pays a quarter less for it. */
const { NODE_COMPILE_CACHE } = process.env;
const compiled = NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {};

/** A program of ours in a process of its own. */
export interface RunningProgram {
  pid: number;
  /** What it has printed so far. */
  out(): string;
  err(): string;
  /** Resolves when a line of its output fits, and rejects where it ends first. */
  line(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Runs a TypeScript program of the repository by this Node. What the caller's environment says of Latchkey does not count. */
export function runProgram(
  file: string,
  args: string[] = [],
  env: Record<string, string> = {},
  as: { uid?: number; gid?: number } = {},
): RunningProgram {
  const child = spawn(process.execPath, [...flags, file, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...compiled, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  });
  let out = '';
  let err = '';
  const watchers = new Set<() => void>();
  const noticed = () => {
    for (const watch of watchers) watch();
  };
  child.stdout.on('data', (bytes) => {
    out += bytes;
    noticed();
  });
  child.stderr.on('data', (bytes) => {
    err += bytes;
    noticed();
  });
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = out.split('\n').find((line) => pattern.test(line));
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
        void exit.then(() => reject(new Error(`${file} ended before it printed ${pattern}: ${out}${err}`)));
      }),
    kill: (signal) => child.kill(signal),
    exit,
  };
}
