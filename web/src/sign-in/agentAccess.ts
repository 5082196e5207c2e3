import type { AgentAccess } from '../card/agentAccess.ts';
import { change } from '../shared/api.ts';
import { signInOf } from './ceremony.ts';
import { beginSignInAgentDiscovery, connectDemoSignInReader, connectSignInAgent, type SignIn } from './documents.ts';
import { noteAgent } from './offline.ts';

/** The way from a sign-in to the reader agent on this PC. */
export const accessBySignIn = (signInToken: string): AgentAccess<SignIn> => ({
  beginDiscovery: () => change(beginSignInAgentDiscovery, { input: { signInToken } }),
  connect: async (by) => {
    const answer = signInOf(await change(connectSignInAgent, { input: { signInToken, by } }));
    if (answer.ok && answer.value.readerAgent) noteAgent(signInToken, answer.value.readerAgent.id);
    return answer;
  },
  connectDemo: async () => signInOf(await change(connectDemoSignInReader, { input: { signInToken } })),
});
