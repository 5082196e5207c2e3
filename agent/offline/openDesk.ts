import { AgentError, exitCodes } from '../failures.ts';
import { askRunning, type Question } from '../run/localSocket.ts';
import { takeLock } from '../state/lock.ts';
import { requirePairing } from '../state/pairing.ts';
import { type Challenge, OfflineDesk, type SignedIn, type SignInDesk } from './desk.ts';
import { type OfflineRefusal, OfflineRefused } from './refused.ts';
import { type Exclusive, OfflineFile } from './state.ts';

/** The desk of this PC: the running agent's, or this very process where none runs. */
export async function openDesk(folder: string): Promise<SignInDesk> {
  const pairing = requirePairing(folder);
  if (await isRunning(folder)) return runningDesk(folder);
  return new OfflineDesk(new OfflineFile(folder, pairing, locked(folder)), pairing);
}

/** What the running agent says to a question about offline sign-in: an answer, or why there is none. */
export type DeskAnswer<T> = { answer: T } | { refusal: OfflineRefusal; more: string };

/** Answers another program's question. @returns undefined where it asks for something else */
export async function answerAtDesk(desk: SignInDesk, { command, username, challenge, code }: Question): Promise<DeskAnswer<unknown> | undefined> {
  try {
    if (command === 'offlineChallenge') return { answer: await desk.begin(typeof username === 'string' ? username : null) };
    if (command === 'offlineCode') return { answer: await desk.enter(String(challenge), String(code)) };
    return undefined;
  } catch (error) {
    if (error instanceof OfflineRefused) return { refusal: error.refusal, more: error.more };
    throw error;
  }
}

const runningDesk = (folder: string): SignInDesk => ({
  begin: (username) => ask<Challenge>(folder, { command: 'offlineChallenge', username }),
  enter: (challenge, code) => ask<SignedIn>(folder, { command: 'offlineCode', challenge, code }),
});

async function ask<T>(folder: string, question: Question): Promise<T> {
  const said = await askRunning<DeskAnswer<T>>(folder, question);
  if ('refusal' in said) throw new OfflineRefused(said.refusal, said.more);
  return said.answer;
}

async function isRunning(folder: string): Promise<boolean> {
  try {
    await askRunning(folder, { command: 'status' });
    return true;
  } catch (error) {
    if (error instanceof AgentError && error.exitCode === exitCodes.NOT_RUNNING) return false;
    throw error;
  }
}

/** Nobody else changes the state meanwhile; an agent that starts at that very moment says that one runs. */
const locked =
  (folder: string): Exclusive =>
  async (work) => {
    const giveBack = takeLock(folder);
    try {
      return await work();
    } finally {
      giveBack();
    }
  };
