import type { AgentAccess } from '../../card/agentAccess.ts';
import { type Answer, change } from '../../shared/api.ts';
import { beginAgentDiscovery, type CardActivation, connectDemoReader, connectReaderAgent } from '../../shared/documents.ts';

/** The way from the activation of a card to the reader agent on this PC. */
export const accessByActivation = (activationId: string): AgentAccess<CardActivation> => ({
  beginDiscovery: () => change(beginAgentDiscovery, { input: { activationId } }),
  connect: async (by) => activationIn(await change(connectReaderAgent, { input: { activationId, by } })),
  connectDemo: async () => activationIn(await change(connectDemoReader, { input: { activationId } })),
});

const activationIn = (answer: Answer<{ activation: CardActivation }>): Answer<CardActivation> =>
  answer.ok ? { ok: true, value: answer.value.activation } : answer;
