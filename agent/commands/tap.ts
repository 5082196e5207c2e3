import { cardTechnologies } from '../card/card.ts';
import { AgentError } from '../failures.ts';
import { askRunning } from '../run/localSocket.ts';
import type { Given, Said } from './command.ts';

/** Lays a card that is none on a reader that is none. */
export async function tap({ folder, options: { uid: uids = [], reader, technology = 'UNKNOWN', fido2 = false } }: Given): Promise<Said | null> {
  if (uids.length === 0) throw new AgentError('--uid is needed: the card’s number, hexadecimal digits.', 'WRONG_USAGE');
  const known = cardTechnologies.find((name) => name === technology.toUpperCase());
  if (!known) throw new AgentError(`--technology must be one of ${cardTechnologies.join(', ')}, got ${technology}`, 'WRONG_USAGE');
  const cards = uids.map((uid) => ({ uid: wholeBytes(uid), technology: known, fido2Applet: fido2 }));
  const laid = await askRunning<{ reader: string; waited: boolean }>(folder, { command: 'tap', cards, ...(reader ? { reader } : {}) });
  if (!laid.waited) throw new AgentError(`Nothing waits for a card on “${laid.reader}”: ask for a tap first.`);
  return { text: `Laid on “${laid.reader}”.`, json: laid };
}

function wholeBytes(uid: string): string {
  const digits = uid.replaceAll(/[\s:-]/g, '').toUpperCase();
  if (!/^([0-9A-F]{2}){1,16}$/.test(digits)) throw new AgentError('--uid must be 1 to 16 bytes as hexadecimal digits.', 'WRONG_USAGE');
  return digits;
}
