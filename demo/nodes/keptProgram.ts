import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

const pause = 250;

/** How a program is started, and how one sees that it is ready. */
export interface ProgramSpec {
  name: string;
  path: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Resolves once the program that was started can be used, and gives up when the signal says that it ended. */
  ready: (child: ChildProcess, ended: AbortSignal) => Promise<void>;
}

/** A program that is started again whenever it ends by itself, as a supervisor does. */
export class KeptProgram {
  readonly name: string;
  #spec: ProgramSpec;
  #say: (line: string) => void;
  #child: ChildProcess | null = null;
  #stopping = false;
  #kept: Promise<void> = Promise.resolve();

  constructor(spec: ProgramSpec, say: (line: string) => void) {
    this.name = spec.name;
    this.#spec = spec;
    this.#say = say;
  }

  /** The process that runs now. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Starts it, and resolves once it can be used. @throws Error in one line where it ends before that */
  async start(): Promise<void> {
    const first = this.#run();
    // Whoever stops it meanwhile waits for its end, too.
    this.#kept = first.then(
      ({ ended }) => this.#keep(ended),
      () => {},
    );
    await first;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child?.kill('SIGTERM');
    await this.#kept;
  }

  async #run(): Promise<{ ended: Promise<void> }> {
    const { name, path, args, env, ready } = this.#spec;
    // A process group of its own: Ctrl-C in the terminal is for the one that keeps it. The channel ends with this process.
    const child = spawn(path, args, { env, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    this.#child = child;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
    const over = new AbortController();
    const failed = ended.then(() => {
      over.abort();
      throw new Error(`${name} ended before it was ready.`);
    });
    await Promise.race([ready(child, over.signal), failed]);
    return { ended };
  }

  async #keep(first: Promise<void>): Promise<void> {
    for (let ended = first; ; ) {
      await ended;
      if (this.#stopping) return;
      this.#say(`${this.name} ended by itself; it is started again.`);
      const run = await this.#runAgain();
      if (!run) return;
      this.#say(`${this.name} runs again.`);
      ended = run.ended;
    }
  }

  async #runAgain(): Promise<{ ended: Promise<void> } | null> {
    while (!this.#stopping) {
      try {
        return await this.#run();
      } catch {
        await delay(pause);
      }
    }
    return null;
  }
}
