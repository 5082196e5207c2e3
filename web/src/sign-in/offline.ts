import type { AuthenticationResponseJSON } from '@simplewebauthn/browser';
import { markOf } from '../offline/challenge.ts';
import { prfSalt, toBase64Url, verifierFor } from '../offline/verifier.ts';

// Where the agent on this PC is connected with a sign-in, the phone computes what its codes will be checked by while there
// is no network. It stays in the page's memory, as a PIN may follow, and is in the verifier too.

const agents = new Map<string, string>();
const computed = new Map<string, BufferSource>();

/** Notes which agent is on this PC. */
export const noteAgent = (signInToken: string, agentId: string): void => void agents.set(signInToken, agentId);

/** What is asked of the phone besides: nothing where no agent is connected. */
export async function offlineExtensions(signInToken: string): Promise<AuthenticationExtensionsClientInputs | null> {
  return agents.has(signInToken) ? { prf: { eval: { first: new Uint8Array(await prfSalt()) } } } : null;
}

/** Keeps what the phone computed, where it can. */
export function keepComputed(signInToken: string, { prf }: AuthenticationResponseJSON['clientExtensionResults']): void {
  if (prf?.results?.first) computed.set(signInToken, prf.results.first as BufferSource);
}

/** What this PC's agent may check codes by, sealed for it by the server; null where the phone computed nothing. */
export async function offlineVerifier(signInToken: string, pin = ''): Promise<string | null> {
  const [agentId, prf] = [agents.get(signInToken), computed.get(signInToken)];
  return agentId && prf ? toBase64Url(await verifierFor(prf, await markOf(agentId), pin)) : null;
}
