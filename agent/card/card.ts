export type CardTechnology = 'MIFARE_CLASSIC' | 'MIFARE_ULTRALIGHT' | 'NTAG' | 'DESFIRE' | 'ISO_14443_4' | 'UNKNOWN';
export const cardTechnologies: readonly CardTechnology[] = ['MIFARE_CLASSIC', 'MIFARE_ULTRALIGHT', 'NTAG', 'DESFIRE', 'ISO_14443_4', 'UNKNOWN'];

/** What a reader learnt of the card that was laid on it. */
export interface Card {
  /** Its number: the bytes in the order of ISO/IEC 14443-3, as upper-case hexadecimal digits. */
  uid: string;
  /** The answer to reset as hexadecimal digits; null where the reader gives none. */
  atr: string | null;
  technology: CardTechnology;
  /** Whether it has an applet of FIDO2. */
  fido2Applet: boolean;
}

/** Why a tap gave no card. */
export type ReaderFailure = 'TWO_CARDS' | 'UNREADABLE' | 'READER_GONE';

const words: Record<ReaderFailure, string> = {
  TWO_CARDS: 'There were two cards at once.',
  UNREADABLE: 'The card could not be read.',
  READER_GONE: 'The reader was unplugged.',
};

/** A tap that gave no card. */
export class TapFailed extends Error {
  readonly failure: ReaderFailure;
  constructor(failure: ReaderFailure) {
    super(words[failure]);
    this.failure = failure;
  }
}

/** All of a card's number that a log line may hold. */
export const suffixOf = (uid: string): string => uid.slice(-4);
