/** A card reader on the person's PC. */
export interface CardReader {
  id: string;
  name: string;
  adapter: 'PCSC' | 'WEDGE' | 'SIMULATED';
  connected: boolean;
}

/** The reader agent on the person's PC. */
export interface ReaderAgent {
  id: string;
  name: string;
  online: boolean;
  readers: CardReader[];
}

/** One request for a tap. */
export interface TapJob {
  id: string;
  status: 'QUEUED' | 'CLAIMED' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'CANCELLED';
  reader: { id: string; name: string } | null;
  createdAt: string;
  expiresAt: string;
  failure: string | null;
  message: string | null;
}

export const isOpen = ({ status }: TapJob): boolean => status === 'QUEUED' || status === 'CLAIMED';

/** How a reader agent is known: by the code that it shows, or by its answer to the server's nonce. */
export type AgentEvidence = { code: string } | { proof: string };

export const readerAgentFields = /* GraphQL */ `{ id name online readers { id name adapter connected } }`;
export const tapJobFields = /* GraphQL */ `{ id status reader { id name } createdAt expiresAt failure message }`;
