import { type Card, TapFailed } from './card.ts';
import { isNtag, kindOf } from './technology.ts';

/** Sends a command to a card. */
export type Transmit = (command: Buffer) => Promise<Buffer>;

const command = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** PC/SC part 3 §3.2.2.1.3: GET DATA, the number of a contactless card. */
const getUid = command('ffca000000');
/** PC/SC part 3 §3.2.2.1.8: READ BINARY, four bytes of page 3. */
const readPage3 = command('ffb0000304');
/** CTAP 2.1 §11.3.3: SELECT of the FIDO applet. */
const selectFido = command('00a4040008a0000006472f000100');

/** The longest number that a reader may answer with; which ones count, the server says. */
const longest = 16;

/** Reads a card's number and what kind of card it is. @throws TapFailed; whatever `transmit` throws while the number is read */
export async function readCard(atr: Uint8Array, transmit: Transmit): Promise<Card> {
  const uid = await readUid(transmit);
  const { technology, processor } = kindOf(atr);
  const ntag = technology === 'MIFARE_ULTRALIGHT' && isNtag(await answerOf(transmit, readPage3));
  const fido2Applet = processor && (await isGood(transmit, selectFido));
  // Another card may have been laid on top, or in its place, meanwhile.
  if ((await readUid(transmit)) !== uid) throw new TapFailed('TWO_CARDS');
  return { uid, atr: Buffer.from(atr).toString('hex').toUpperCase(), technology: ntag ? 'NTAG' : technology, fido2Applet };
}

async function readUid(transmit: Transmit): Promise<string> {
  const answer = await transmit(getUid);
  const uid = answer.subarray(0, -2);
  // At least one byte of a number, and the status 90 00.
  if (answer.length < 3 || !endsWell(answer) || uid.length > longest) throw new TapFailed('UNREADABLE');
  return uid.toString('hex').toUpperCase();
}

const endsWell = (answer: Buffer): boolean => answer.length >= 2 && answer.readUInt16BE(answer.length - 2) === 0x9000;

/** Many readers refuse what a card does not know, each in its own way: that is no answer, and no failure. */
const answerOf = (transmit: Transmit, question: Buffer): Promise<Buffer> =>
  transmit(question).then(
    (answer) => (endsWell(answer) ? answer.subarray(0, -2) : Buffer.alloc(0)),
    () => Buffer.alloc(0),
  );

const isGood = (transmit: Transmit, question: Buffer): Promise<boolean> => transmit(question).then(endsWell, () => false);
