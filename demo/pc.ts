import { AgentPc, readersOf, said } from '../test/support/agentProgram.ts';
import type { ApiClient } from '../test/support/apiClient.ts';

/** A PC with the real agent on it, and a simulated reader. */
export interface DemoPc {
  readerId: string;
  /** Lays a card on the reader, once the agent waits for it. */
  tap(tapJobId: string, uid: string): Promise<void>;
  /** The code that the agent shows on its screen. */
  code(): Promise<string>;
  stop(): Promise<void>;
}

/** Pairs an agent by a code of the owner's, as a user would, and starts it. */
export async function startPc(owner: ApiClient): Promise<DemoPc> {
  const pc = await AgentPc.make();
  try {
    const agentId = await pc.pair(owner.address, owner);
    const agent = pc.run();
    await said(agent, 'online');
    const [readerId = ''] = Object.values(await readersOf(owner, agentId));
    return {
      readerId,
      tap: (tapJobId, uid) => pc.tap(agent, tapJobId, uid),
      code: async () => JSON.parse((await pc.command('code', '--json')).out).code,
      stop: () => pc.stop(),
    };
  } catch (error) {
    await pc.stop();
    throw error;
  }
}
