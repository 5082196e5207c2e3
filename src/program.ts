import { resolve } from 'node:path';
import { ConfigError } from './config.ts';
import { explainDisk } from './lib/disk.ts';

// sysexits.h: the configuration is at fault, so starting again will not help.
const badConfiguration = 78;

/** What takes long, or went wrong, is for the operator's eyes: standard output belongs to what was asked for. */
export function say(line: string): void {
  console.error(line);
}

/** What goes wrong at start is told in a line or two, and the exit code says whether starting again can help. */
export async function orExplain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { DATABASE_URL, DATA_DIR } = process.env;
    const told = DATABASE_URL ? error : explainDisk(error, resolve(DATA_DIR || 'data'));
    console.error((told as Error).message);
    process.exit(error instanceof ConfigError ? badConfiguration : 1);
  }
}

/** What ends all that was started, in reverse. Whoever asks again waits for the same end: a start that is stopped fails, too. */
export function stopOnce(undo: (() => Promise<unknown>)[]): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  return () => {
    stopped ??= (async () => {
      for (const end of undo.reverse()) await end();
    })();
    return stopped;
  };
}

/** Stops in order when the process is asked to end. */
export function onStop(stop: () => Promise<unknown>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      // A second Ctrl-C is somebody who does not want to wait; a second SIGTERM is systemd, which tells every process.
      if (stopping && signal === 'SIGINT') process.exit(1);
      if (stopping) return;
      stopping = true;
      await stop();
      process.exit(0);
    });
  }
}
