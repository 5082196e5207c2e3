import type { Answer } from '../shared/api.ts';
import type { AgentEvidence } from '../shared/tap.ts';

/** How a page reaches the reader agent on its PC, for whatever it wants a card for; `Now` is that, with the agent. */
export interface AgentAccess<Now> {
  /** A nonce for the agent to sign. */
  beginDiscovery(): Promise<Answer<{ nonce: string }>>;
  connect(by: AgentEvidence): Promise<Answer<Now>>;
  /** Connects a demo’s own reader. */
  connectDemo(): Promise<Answer<Now>>;
}
