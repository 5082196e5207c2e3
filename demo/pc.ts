import { askRunning } from '../agent/run/localSocket.ts';
import { AgentPc, readersOf, said } from '../test/support/agentProgram.ts';
import type { ApiClient } from '../test/support/apiClient.ts';
import { inTime } from './expect.ts';

/** A PC with the real agent on it, and a simulated reader. */
export interface DemoPc {
  agentId: string;
  readerId: string;
  /** Lays a card on the reader, once the agent waits for it. */
  tap(tapJobId: string, uid: string): Promise<void>;
  /** The code that the agent shows on its screen. */
  code(): Promise<string>;
  /** For how many sign-ins the agent listens now. */
  listening(): Promise<number>;
  /** Holds a phone near the PC, once the agent listens for more sign-ins than before; resolves once the server knows. */
  hold(before: number): Promise<void>;
  /** Signs somebody in at the PC's terminal, by the code that their phone shows for the challenge. @returns what was printed last */
  signInOffline(username: string, codeFor: (challenge: string) => Promise<string>): Promise<string>;
  stop(): Promise<void>;
}

/** Pairs an agent by a code of the owner's, as a user would, and starts it. */
export async function startPc(owner: ApiClient): Promise<DemoPc> {
  const pc = await AgentPc.make();
  try {
    const agentId = await pc.pair(owner.address, owner);
    const agent = pc.run(['--simulated', '--simulated-radio', '--no-pcsc', '--no-local']);
    await said(agent, 'online');
    const [readerId = ''] = Object.values(await readersOf(owner, agentId));
    return {
      agentId,
      readerId,
      tap: (tapJobId, uid) => pc.tap(agent, tapJobId, uid),
      code: async () => JSON.parse((await pc.command('code', '--json')).out).code,
      listening: () => listening(pc.folder),
      hold: (before) => hold(pc.folder, before),
      signInOffline: (username, codeFor) => signInOffline(pc, username, codeFor),
      stop: () => pc.stop(),
    };
  } catch (error) {
    await pc.stop();
    throw error;
  }
}

async function signInOffline(pc: AgentPc, username: string, codeFor: (challenge: string) => Promise<string>): Promise<string> {
  // The grant is on its way to the PC from the moment of the sign-in online.
  await inTime(async () => {
    const { offline } = await askRunning<{ offline: string[] }>(pc.folder, { command: 'status' });
    if (!offline.includes(username)) throw new Error(`${username} may not sign in offline at the PC.`);
  });
  const program = pc.signin('--user', username);
  const [, challenge = ''] = await program.shown(/and type: ([0-9A-Z-]+)/);
  program.type(await codeFor(challenge));
  if ((await program.exit) !== 0) throw new Error(`Nobody was signed in offline: ${program.out()}`);
  return /Signed in: .*/.exec(program.out())?.[0] ?? '';
}

const listening = async (folder: string): Promise<number> => (await askRunning<{ listening: number }>(folder, { command: 'status' })).listening;

async function hold(folder: string, before: number): Promise<void> {
  // A sign-in that was refused is listened for still: the phone has to be held for the one that comes.
  await inTime(async () => {
    if ((await listening(folder)) <= before) throw new Error('The agent does not listen for a phone.');
  });
  await askRunning(folder, { command: 'phone', rssi: -48, uuid: 'FFF9' });
  await inTime(async () => {
    if ((await listening(folder)) > 0) throw new Error('The agent could not report the phone.');
  });
}
