import { createHash, randomBytes } from 'node:crypto';
import { symbols, toBase32 } from './base32.ts';

const markLength = 8;
const randomLength = 15;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Tells this PC's agent from others, in eight symbols: for which PC the phone computes its key. */
export const markOf = (agentId: string): string => toBase32(sha256(agentId).subarray(0, 5), markLength);

/**
 * A new challenge: the mark of this PC, 74 random bits, a bit that says that the key may have a PIN, and a symbol that
 * tells a slip of the finger from a wrong code. The phone answers the text as it is.
 */
export function newChallenge(agentId: string, pin: boolean): string {
  const random = Array.from(randomBytes(randomLength), (byte) => byte & 31);
  const last = ((random.pop() as number) & ~1) | (pin ? 1 : 0);
  const text = markOf(agentId) + [...random, last].map((value) => symbols[value]).join('');
  return text + symbols[(sha256(text)[0] as number) & 31];
}
