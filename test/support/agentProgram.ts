import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askRunning } from '../../agent/run/localSocket.ts';
import type { ApiClient } from './apiClient.ts';
import { type RunningProgram, runProgram } from './program.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './waitFor.ts';

/** A PC with the real agent on it: a state folder of its own, and whatever runs there. */
export class AgentPc {
  readonly folder: string;
  readonly env: Record<string, string>;
  #running: RunningProgram[] = [];

  private constructor(folder: string, env: Record<string, string>) {
    this.folder = folder;
    this.env = { LATCHKEY_AGENT_DIR: folder, ...env };
  }

  /** @param env what else its programs find in their environment */
  static async make(env: Record<string, string> = {}): Promise<AgentPc> {
    // Short, as the path of a socket may be no longer than about a hundred characters.
    return new AgentPc(await mkdtemp(join(tmpdir(), 'lkag-')), env);
  }

  /** Runs one command to its end. */
  async command(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const program = runProgram('agent/main.ts', words, this.env);
    const { code } = await program.exit;
    return { code, out: program.out().trim(), err: program.err().trim() };
  }

  /** Pairs with a server, by a code that `by` makes. */
  async pair(server: string, by: ApiClient, name: string | null = 'Front desk'): Promise<string> {
    const { pairingCode } = await by.mutate('createPairingCode', { name }, 'pairingCode');
    const paired = await this.command('pair', '--server', server, '--code', pairingCode, '--json');
    if (paired.code !== 0) throw new Error(`The agent was not paired: ${paired.err}`);
    return JSON.parse(paired.out).agentId;
  }

  /** Starts the agent; its door is shut and its log is for programs unless told otherwise. */
  run(words: string[] = ['--simulated', '--no-pcsc', '--no-local']): RunningProgram {
    const program = runProgram('agent/main.ts', ['run', '--json', ...words], this.env);
    this.#running.push(program);
    return program;
  }

  /** Lays simulated cards on the running agent's reader, once it waits for one: as `latchkey-agent tap` does. */
  async tap(program: RunningProgram, jobId: string, ...uids: string[]): Promise<void> {
    await said(program, 'waiting', jobId);
    const cards = uids.map((uid) => ({ uid, technology: 'UNKNOWN', fido2Applet: false }));
    const { waited } = await askRunning<{ waited: boolean }>(this.folder, { command: 'tap', cards });
    if (!waited) throw new Error('Nobody waited for the card');
  }

  /** Runs `latchkey-agent signin`, at whose terminal the caller types. */
  signin(...words: string[]): SigninProgram {
    return signin(this.env, words);
  }

  async stop(): Promise<void> {
    for (const program of this.#running) program.kill('SIGKILL');
    await Promise.all(this.#running.map(({ exit }) => exit));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Somebody signs in offline at the PC's terminal. */
export interface SigninProgram {
  out(): string;
  /** Types a line. */
  type(line: string): void;
  /** Resolves with what fits, once it was printed. */
  shown(pattern: RegExp): Promise<RegExpExecArray>;
  exit: Promise<number>;
}

function signin(env: Record<string, string>, words: readonly string[]): SigninProgram {
  const program = spawn(process.execPath, [fileURLToPath(new URL('../../agent/main.ts', import.meta.url)), 'signin', ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (bytes) => {
      out += bytes;
    });
  }
  return {
    out: () => out,
    type: (line) => void program.stdin.write(`${line}\n`),
    shown: (pattern) => waitFor(() => pattern.exec(out)),
    exit: once(program, 'close').then(([code]) => code as number),
  };
}

/** Resolves once the agent has logged an event, of one request for a tap where that is named. */
export const said = (program: RunningProgram, event: string, jobId = ''): Promise<string> => program.line(new RegExp(`"event":"${event}".*${jobId}`));

/** The readers of an agent as the server knows them, by name, once there is one at least that is connected. */
export const readersOf = (by: ApiClient, agentId: string): Promise<Record<string, string>> =>
  waitFor(async () => {
    const { node } = await by.ask('query ($id: ID!) { node(id: $id) { ... on ReaderAgent { readers { id name connected } } } }', { id: agentId });
    const connected = node.readers.filter((reader: { connected: boolean }) => reader.connected);
    if (connected.length === 0) return null;
    return Object.fromEntries(connected.map(({ id, name }: { id: string; name: string }) => [name, id] as const)) as Record<string, string>;
  });

/** Lets a server's clock go with the machine's, as an agent on a PC has no other. @returns what stops it */
export function letTimePass({ clock }: TestServer): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    clock.advance(now - last);
    last = now;
  }, 50);
  return () => clearInterval(timer);
}
