import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ToOwner = { type: 'query'; id: number; sql: string } | { type: 'stop' };
export type FromOwner =
  | { type: 'ready'; place: string; home: string }
  | { type: 'failed'; message: string }
  | { type: 'log'; line: string }
  | { type: 'answer'; id: number; rows?: Record<string, unknown>[]; error?: string };

const script = fileURLToPath(new URL('fixtures/owner.ts', import.meta.url));

/** A process that owns the embedded PostgreSQL of a data folder. */
export interface Owner {
  pid: number;
  /** Where PostgreSQL keeps its data and socket. */
  home: string;
  place: string;
  /** What it logged. */
  lines: string[];
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** The pid of its PostgreSQL. */
  postmaster(): Promise<number>;
  /** Stops in order. */
  stop(): Promise<void>;
  /** Ends it by SIGKILL: nothing of it can clean up. */
  kill(): Promise<void>;
}

/** Starts one. @throws Error the line that it failed with */
export async function startOwner(folder: string): Promise<Owner> {
  const child = fork(script, [folder], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>[]>>();
  const ready = Promise.withResolvers<{ place: string; home: string }>();
  child.on('message', (message: FromOwner) => {
    if (message.type === 'ready') ready.resolve(message);
    if (message.type === 'failed') ready.reject(new Error(message.message));
    if (message.type === 'log') lines.push(message.line);
    if (message.type !== 'answer') return;
    if (message.rows) waiting.get(message.id)?.resolve(message.rows);
    else waiting.get(message.id)?.reject(new Error(message.error));
  });
  child.once('exit', () => {
    ready.reject(new Error('The owner ended before it was ready'));
    for (const { reject } of waiting.values()) reject(new Error('The owner ended before it answered'));
  });
  const { place, home } = await ready.promise;
  return {
    pid: child.pid as number,
    home,
    place,
    lines,
    query: (sql) => ask(child, waiting, sql),
    postmaster: () => postmasterIn(home),
    stop: async () => {
      child.send({ type: 'stop' } satisfies ToOwner);
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function ask(child: ChildProcess, waiting: Map<number, PromiseWithResolvers<Record<string, unknown>[]>>, sql: string) {
  const answer = Promise.withResolvers<Record<string, unknown>[]>();
  const id = waiting.size;
  waiting.set(id, answer);
  if (child.connected) child.send({ type: 'query', id, sql } satisfies ToOwner);
  else answer.reject(new Error('The owner has ended'));
  return answer.promise;
}

/** The pid of the PostgreSQL that has a data directory. */
export const postmasterIn = async (home: string): Promise<number> =>
  Number((await readFile(join(home, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

/** Whether there is a process with this pid. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
