import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { keyEventsToText } from './keyEvents.ts';

/** A line that was typed, or null when the reader went away. */
export type Line = string | null;

/** Where a reader types: standard input, a file such as a FIFO or a terminal, or an input device of Linux. */
export interface Typed {
  isThere(): boolean;
  problem(): string | null;
  close(): void;
}

interface Listeners {
  line: (line: Line) => void;
  changed: () => void;
}

const lookAgain = 1_000;
/** Longer lines are no card's number; what types them is no reader. */
const longest = 1_000;

/** Opens a place where a reader types; `-` is standard input. */
export const openTyped = (path: string, listeners: Listeners): Typed => (path === '-' ? openStdin(listeners) : openFile(path, listeners));

function openStdin({ line, changed }: Listeners): Typed {
  let there = true;
  const take = linesTo(line);
  process.stdin.setEncoding('utf8').on('data', take);
  process.stdin.once('end', () => {
    there = false;
    line(null);
    changed();
  });
  return { isThere: () => there, problem: () => 'standard input has ended', close: () => process.stdin.pause() };
}

/**
 * The file is read by a process of its own: a read of such a file blocks a thread for as long as nobody types, and
 * could not be taken back.
 */
function openFile(path: string, { line, changed }: Listeners): Typed {
  let there = false;
  let closed = false;
  let child: ReturnType<typeof spawn> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const set = (now: boolean) => {
    if (there === now) return;
    there = now;
    if (!now) line(null);
    changed();
  };
  const read = () => {
    if (closed) return;
    const why = unreadable(path);
    set(why === null);
    if (why !== null) {
      timer = setTimeout(read, lookAgain);
      return;
    }
    const running = spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] });
    child = running;
    const toText = path.startsWith('/dev/input/') ? keyEventsToText() : (chunk: Buffer) => chunk.toString('latin1');
    const take = linesTo(line);
    running.stdout.on('data', (chunk: Buffer) => take(toText(chunk)));
    running.once('error', () => set(false));
    // A FIFO ends whenever its writer closes it, which says nothing about the reader.
    running.once('close', (code) => {
      timer = setTimeout(read, code === 0 ? 0 : lookAgain);
    });
  };
  read();
  return {
    isThere: () => there,
    problem: () => unreadable(path),
    close: () => {
      closed = true;
      clearTimeout(timer);
      child?.kill();
    },
  };
}

/** Why a file can't be read, in words; null where it can. */
function unreadable(path: string): string | null {
  try {
    accessSync(path, constants.R_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') return 'you may not read it; add yourself to the group `input`: sudo usermod -aG input "$USER", then sign in anew';
    return code === 'ENOENT' ? 'it is not there' : `it cannot be read (${code})`;
  }
}

/** Cuts text into lines, however it comes. */
function linesTo(line: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const parts = (rest + text).split(/[\r\n]+/);
    rest = (parts.pop() ?? '').slice(0, longest);
    for (const part of parts) if (part.trim() !== '') line(part);
  };
}
