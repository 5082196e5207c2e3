import { randomInt } from 'node:crypto';
import type { Ctx, TxCtx } from '../context.ts';
import type { User } from '../directory/users.ts';
import { cancelPinMailOf, queueMail } from '../mail/outbox.ts';
import { pinMail } from '../mail/templates/pin.ts';
import { findWorkspace } from '../workspace/workspaces.ts';
import type { SecurityKey } from './keys.ts';
import { examinePin } from './pinPolicy.ts';

const digits = 6;
/** Wrong PINs since the last right one, then an administrator has to help (CTAP 2.1 §6.5 allows as many). */
export const triesAllowed = 8;

export type PinStatus = 'NONE' | 'SET' | 'LOCKED';

/** How a key's PIN stands. */
export function pinStatusOf({ pinHash, pinTries }: Pick<SecurityKey, 'pinHash' | 'pinTries'>): PinStatus {
  if (pinHash === null) return 'NONE';
  return pinTries < triesAllowed ? 'SET' : 'LOCKED';
}

/** A PIN of six random digits that nobody guesses first. */
export function newPin(): string {
  for (;;) {
    const pin = String(randomInt(10 ** digits)).padStart(digits, '0');
    if (examinePin(pin, []).length === 0) return pin;
  }
}

/** A new PIN and what is kept of it. The PIN goes into one mail, and nowhere else. */
export interface MadePin {
  pin: string;
  pinHash: string;
}

/** Makes a PIN for a card. Outside of any transaction: argon2 is slow on purpose. @throws Refused TRY_AGAIN */
export async function makePin(ctx: Ctx, workspaceId: string): Promise<MadePin> {
  const pin = newPin();
  return { pin, pinHash: await ctx.pins.hash(pin, await ctx.vault.key(ctx.db, workspaceId, 'PIN_PEPPER')) };
}

/**
 * Mails a card's PIN to its person, and takes back an earlier one that still waits. Part of the transaction that gives the
 * card the PIN. It hangs on no enrolment: what ends an enrolment takes its mails back.
 */
export async function mailPin(
  ctx: TxCtx,
  user: User,
  key: SecurityKey,
  pin: string,
  { note, again }: { note: string | null; again: boolean },
): Promise<void> {
  const { workspaceId } = key;
  const { name: organisation } = await findWorkspace(ctx.db, workspaceId);
  const content = pinMail({ organisation, personName: user.displayName, cardName: key.name, pin, note, again });
  await cancelPinMailOf(ctx, key);
  await queueMail(ctx, workspaceId, { userId: user.id, enrolmentId: null, keyId: key.id }, { to: user.email, toName: user.displayName, ...content });
}
