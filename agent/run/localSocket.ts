import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { AgentError, wordsOf } from '../failures.ts';
import { readPrivate, writePrivate } from '../state/folder.ts';

/** What another command asks of the running agent. */
export interface Question {
  command: string;
  [field: string]: unknown;
}

type Answer = { ok: true; value: unknown } | { ok: false; message: string };

const longest = 100_000;
const file = 'socket.json';

/**
 * How the running agent is found and known by whoever can read its folder, made anew with each run. Without that, anybody
 * on a Windows PC could open a pipe of its name while it does not run, and say that somebody signed in.
 */
interface Rendezvous {
  pipe: string;
  key: string;
}

/** Where the running agent of a state folder is asked: a socket in the folder, or on Windows a named pipe. */
const socketPath = (folder: string, { pipe }: Rendezvous): string =>
  process.platform === 'win32' ? `\\\\.\\pipe\\latchkey-agent-${pipe}` : join(folder, 'agent.sock');

/** Answers the other commands. Only the folder's owner can reach it, and only whoever has the lock may open it. @throws Error */
export async function openLocalSocket(folder: string, answer: (question: Question) => Promise<unknown>): Promise<Server> {
  const rendezvous: Rendezvous = { pipe: randomBytes(16).toString('hex'), key: randomBytes(32).toString('base64url') };
  writePrivate(folder, file, rendezvous);
  const path = socketPath(folder, rendezvous);
  // Left behind by a killed agent: whoever has the lock is the only one.
  if (process.platform !== 'win32') rmSync(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length > longest) socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('end', () => void reply(rendezvous, text, answer).then((said) => socket.end(said)));
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

/** The answer; and, where the question has a nonce, below it the proof of who gives it: a MAC over both. */
async function reply({ key }: Rendezvous, text: string, answer: (question: Question) => Promise<unknown>): Promise<string> {
  let nonce: unknown;
  let result: Answer;
  try {
    const question = JSON.parse(text) as Question;
    nonce = question.nonce;
    result = { ok: true, value: await answer(question) };
  } catch (error) {
    result = { ok: false, message: wordsOf(error) };
  }
  const said = JSON.stringify(result);
  return typeof nonce === 'string' ? `${said}\n${macOf(key, text, said).toString('base64url')}` : said;
}

const macOf = (key: string, question: string, answer: string): Buffer =>
  createHmac('sha256', Buffer.from(key, 'base64url')).update(`${question}\n${answer}`).digest();

/** Asks the running agent. @throws AgentError with its words, or that it does not run */
export async function askRunning<T>(folder: string, question: Question): Promise<T> {
  const rendezvous = readPrivate<Rendezvous>(folder, file);
  if (!rendezvous) throw notRunning();
  const asked = JSON.stringify({ ...question, nonce: randomBytes(16).toString('base64url') });
  const text = await send(socketPath(folder, rendezvous), asked);
  if (text === '') throw new AgentError('The agent stopped.');
  const [said = '', mac = ''] = text.split('\n');
  if (!isMac(mac, macOf(rendezvous.key, asked, said))) throw notRunning('Something else answers in the place of the agent.');
  const answer = JSON.parse(said) as Answer;
  if (!answer.ok) throw new AgentError(answer.message);
  return answer.value as T;
}

function isMac(text: string, right: Buffer): boolean {
  const mac = Buffer.from(text, 'base64url');
  return mac.length === right.length && timingSafeEqual(mac, right);
}

const notRunning = (why = 'The agent does not run.'): AgentError => new AgentError(`${why} Start it: latchkey-agent run`, 'NOT_RUNNING');

const send = (path: string, question: string): Promise<string> =>
  new Promise((done, fail) => {
    let answer = '';
    const socket = connect({ path, allowHalfOpen: true }, () => socket.end(question));
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.once('end', () => done(answer));
    socket.once('error', () => fail(notRunning()));
  });
