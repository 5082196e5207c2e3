import { createHash, randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import type { Pairing } from '../state/pairing.ts';
import type { Grant } from './grant.ts';
import type { OfflineRefusal } from './refused.ts';
import type { OfflineState } from './state.ts';

/**
 * Adds a sign-in to the journal: numbered, with the hash of the entry before, and signed, so that one that is missing or
 * changed shows. Of a key that is not auditable nothing is written.
 * @param refusal why nobody was signed in; null where somebody was
 */
export async function writeDown(state: OfflineState, pairing: Pairing, grant: Grant, refusal: OfflineRefusal | null, now: number): Promise<void> {
  if (!grant.auditable) return;
  const { agentId, privateKey } = pairing;
  const { journal } = state;
  const number = journal.number + 1;
  const { sub, keyId } = grant;
  // Two sign-ins in one second are two entries.
  const claims = { jti: randomUUID(), iss: agentId, iat: Math.floor(now / 1_000), sub, keyId, number, previous: journal.hash, refusal };
  const entry = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-offline-entry+jwt', kid: agentId })
    .sign(privateKey);
  journal.number = number;
  journal.hash = createHash('sha256').update(entry).digest('base64url');
  journal.waiting.push(entry);
}
