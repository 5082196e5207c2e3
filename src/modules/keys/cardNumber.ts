import { hmac } from '../../lib/secrets.ts';
import type { Ctx } from '../context.ts';

/** Why a number is no card's. */
export type CardNumberRefusal = 'UID_LENGTH' | 'RANDOM_UID';

/** A card's number, read: what is kept of it, and nothing else. */
export interface CardNumber {
  uidHmac: Uint8Array;
  uidSuffix: string;
}

// ISO/IEC 14443-3 §6.5.4: single, double and triple size.
const lengths = [4, 7, 10];
// ISO/IEC 14443-3 §6.5.4, table 8: a single-size number that begins so is made up anew for each tap, as phones do.
const randomFirst = 0x08;

/** The bytes of a card's number, written as hexadecimal digits in the order of ISO/IEC 14443-3; or why they are none. */
export function parseCardNumber(hex: string): { bytes: Uint8Array } | { refusal: CardNumberRefusal } {
  const bytes = new Uint8Array(/^([0-9a-f]{2})+$/i.test(hex) ? Buffer.from(hex, 'hex') : []);
  if (!lengths.includes(bytes.length)) return { refusal: 'UID_LENGTH' };
  return bytes.length === 4 && bytes[0] === randomFirst ? { refusal: 'RANDOM_UID' } : { bytes };
}

/** What is kept of a card's number: an HMAC under the workspace's own key, which finds the card again and tells nothing, and the last four digits. */
export async function keptCardNumber(ctx: Pick<Ctx, 'db' | 'vault'>, workspaceId: string, bytes: Uint8Array): Promise<CardNumber> {
  const key = await ctx.vault.key(ctx.db, workspaceId, 'CARD');
  return { uidHmac: hmac(key, bytes), uidSuffix: Buffer.from(bytes.subarray(-2)).toString('hex') };
}
