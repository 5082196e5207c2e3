import { spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { renderUnicodeCompact } from 'uqr';
import { AgentError } from '../failures.ts';
import { inGroups } from '../offline/base32.ts';
import type { Challenge, SignedIn, SignInDesk } from '../offline/desk.ts';
import { openDesk } from '../offline/openDesk.ts';
import { OfflineRefused } from '../offline/refused.ts';
import { requirePairing } from '../state/pairing.ts';
import type { Given, Said } from './command.ts';

/** Signs somebody in by their phone, without a network: shows a challenge, takes the code, and runs the command that was given. */
export async function signin({ folder, words: [program, ...args], options: { user, json = false } }: Given): Promise<Said | null> {
  const { server } = requirePairing(folder);
  const person = await signInAt(await openDesk(folder), { user: user ?? null, page: `${server}/offline`, json }).catch((error) => {
    // For programs, which go by the reason and not by the words.
    if (json && error instanceof OfflineRefused) console.log(JSON.stringify({ refused: error.refusal, message: error.message }));
    throw error;
  });
  if (program === undefined) return { text: `Signed in: ${person.displayName} (${person.username}).`, json: { signedIn: person } };
  if (json) console.log(JSON.stringify({ signedIn: person }));
  process.exitCode = await runAs(person, program, args);
  return null;
}

async function signInAt(desk: SignInDesk, { user, page, json }: { user: string | null; page: string; json: boolean }): Promise<SignedIn> {
  const begun = await desk.begin(user);
  show(begun, page, json);
  return enterCode(desk, begun.challenge, json);
}

function show({ challenge, username }: Challenge, page: string, json: boolean): void {
  const url = `${page}#${challenge}`;
  if (json) return console.log(JSON.stringify({ challenge, username, url }));
  const typed = `Or open ${page} there, and type: ${inGroups(challenge)}`;
  console.log(['', `Signing in ${username}. Scan this with your phone:`, '', renderUnicodeCompact(url, { border: 2 }), '', typed, ''].join('\n'));
}

/** Takes codes from the standard input, a line each, until one is right. */
async function enterCode(desk: SignInDesk, challenge: string, json: boolean): Promise<SignedIn> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    const typed = lines[Symbol.asyncIterator]();
    for (;;) {
      if (!json) process.stdout.write('The code on your phone: ');
      const { value: code, done } = await typed.next();
      if (done) throw new AgentError('No code was typed.');
      try {
        return await desk.enter(challenge, code);
      } catch (error) {
        if (!(error instanceof OfflineRefused) || error.refusal !== 'CODE_WRONG') throw error;
        if (json) console.log(JSON.stringify({ refused: error.refusal, message: error.message }));
        else console.log(error.message);
      }
    }
  } finally {
    giveInputBack(lines);
  }
}

/** The command that follows reads from the same input. */
function giveInputBack(lines: Interface): void {
  lines.close();
  process.stdin.pause();
}

/** Runs the command that was guarded, which hears in its environment who signed in. @returns its exit code */
function runAs({ userId, username, keyId }: SignedIn, program: string, args: readonly string[]): Promise<number> {
  const env = { ...process.env, LATCHKEY_USER_ID: userId, LATCHKEY_USERNAME: username, LATCHKEY_KEY_ID: keyId };
  return new Promise((done, fail) => {
    const child = spawn(program, args, { stdio: 'inherit', env });
    child.once('error', (error) => fail(new AgentError(`${program} could not be run: ${error.message}`)));
    child.once('exit', (code) => done(code ?? 1));
  });
}
