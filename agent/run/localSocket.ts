import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { AgentError, wordsOf } from '../failures.ts';

/** What another command asks of the running agent. */
export interface Question {
  command: string;
  [field: string]: unknown;
}

type Answer = { ok: true; value: unknown } | { ok: false; message: string };

const longest = 100_000;

/** Where the running agent of a state folder is asked: a socket in the folder, or on Windows a named pipe. */
function socketPath(folder: string): string {
  if (process.platform === 'win32') {
    return `\\\\.\\pipe\\latchkey-agent-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)}`;
  }
  return join(folder, 'agent.sock');
}

/** Answers the other commands. Only the folder's owner can reach it. @throws Error */
export async function openLocalSocket(folder: string, answer: (question: Question) => Promise<unknown>): Promise<Server> {
  const path = socketPath(folder);
  // Left behind by a killed agent: whoever has the lock is the only one.
  if (process.platform !== 'win32') rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length > longest) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('end', () => void reply(text, answer).then((result) => socket.end(JSON.stringify(result))));
  });
  const before = process.umask(0o077);
  try {
    await new Promise<void>((done, fail) => server.once('error', fail).listen(path, done));
  } finally {
    process.umask(before);
  }
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return server;
}

async function reply(text: string, answer: (question: Question) => Promise<unknown>): Promise<Answer> {
  try {
    return { ok: true, value: await answer(JSON.parse(text) as Question) };
  } catch (error) {
    return { ok: false, message: wordsOf(error) };
  }
}

/** Asks the running agent. @throws AgentError with its words, or that it does not run */
export async function askRunning<T>(folder: string, question: Question): Promise<T> {
  const text = await new Promise<string>((done, fail) => {
    let answer = '';
    const socket = connect({ path: socketPath(folder), allowHalfOpen: true }, () => socket.end(JSON.stringify(question)));
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.once('end', () => done(answer));
    socket.once('error', () => fail(new AgentError('The agent does not run. Start it: latchkey-agent run', 'NOT_RUNNING')));
  });
  const answer = JSON.parse(text || '{"ok":false,"message":"The agent stopped."}') as Answer;
  if (!answer.ok) throw new AgentError(answer.message);
  return answer.value as T;
}
