import type { CardTechnology } from './card.ts';

/** What an answer to reset tells of a card. */
export interface AtrKind {
  technology: CardTechnology;
  /** Whether the card takes commands of ISO/IEC 7816-4, and so can have applets. */
  processor: boolean;
}

// PC/SC part 3 §3.1.3.2.3.2: the category byte 80, the tag 4F, a length of 0C, and the RID of the PC/SC workgroup.
const storageCard = '804f0ca000000306';

/** The card names of PC/SC part 3, supplemental document, for cards of ISO/IEC 14443 A part 3 (standard byte 03). */
const names: Record<string, CardTechnology> = {
  '0001': 'MIFARE_CLASSIC',
  '0002': 'MIFARE_CLASSIC',
  '0026': 'MIFARE_CLASSIC', // Mini
  '0003': 'MIFARE_ULTRALIGHT', // NTAG too: most readers do not tell them apart
  '003a': 'MIFARE_ULTRALIGHT', // C
  '003d': 'MIFARE_ULTRALIGHT', // EV1
};

/** The kind of card, by its answer to reset: what a PC/SC reader composes for a contactless card (PC/SC part 3 §3.1.3.2.3). */
export function kindOf(atr: Uint8Array): AtrKind {
  const hex = Buffer.from(atr).toString('hex');
  // A DESFire has the historical byte 80 alone.
  if (hex === '3b8180018080') return { technology: 'DESFIRE', processor: true };
  const at = hex.indexOf(storageCard);
  if (at >= 0) {
    const rest = hex.slice(at + storageCard.length);
    const technology = rest.startsWith('03') ? names[rest.slice(2, 6)] : undefined;
    return { technology: technology ?? 'UNKNOWN', processor: false };
  }
  // TD1 = 80 and TD2 = 01 are what a contactless card with a processor gets.
  return /^3b8.8001/.test(hex) ? { technology: 'ISO_14443_4', processor: true } : { technology: 'UNKNOWN', processor: true };
}

/**
 * Whether a storage card of the Ultralight family is an NTAG, by its capability container: page 3, whose third byte is
 * the size of its memory in units of 8 bytes (NTAG213/215/216 data sheet §8.5.6).
 */
export const isNtag = (page3: Uint8Array): boolean => page3[0] === 0xe1 && [0x12, 0x3e, 0x6d].includes(page3[2] ?? 0);
