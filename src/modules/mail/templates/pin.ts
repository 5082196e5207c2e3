import { type Block, layout } from './layout.ts';
import { plain, words } from './words.ts';

/** What the mail with a card's PIN tells. */
export interface PinMail {
  organisation: string;
  personName: string;
  /** What the administrator called the card. */
  cardName: string;
  pin: string;
  /** What the administrator wrote to the person. */
  note: string | null;
  /** Whether it takes the place of an earlier PIN. */
  again: boolean;
}

/** The mail with which a person gets the PIN of a contactless card. The PIN is not in the subject, which lock screens show. */
export function pinMail({ organisation, personName, cardName, pin, note, again }: PinMail): { subject: string; text: string; html: string } {
  const subject = words`${plain(again ? 'The new PIN of your card' : 'The PIN of your card')} for ${organisation}`.text;
  const blocks: (Block | null)[] = [
    { kind: 'paragraph', words: words`Hello ${personName},` },
    note ? { kind: 'paragraph', words: plain('A note for you:') } : null,
    note ? { kind: 'quote', text: note } : null,
    {
      kind: 'paragraph',
      words: again
        ? words`Your card “${cardName}” of ${organisation} has a new PIN. The old PIN is over and works no more.`
        : words`Your card “${cardName}” of ${organisation} is active. This is its PIN:`,
    },
    { kind: 'code', label: again ? 'Your new PIN' : 'Your PIN', code: pin },
    {
      kind: 'paragraph',
      words: plain(
        'To sign in, lay the card on the reader, then type the PIN. After three wrong PINs you are asked to lay the card on once more; after eight the PIN is locked, and an administrator has to help.',
      ),
    },
    {
      kind: 'paragraph',
      words: plain(
        'Keep the PIN secret, and do not write it on the card. Nobody of your organisation will ever ask you for it: administrators cannot see it either. Learn it by heart, then delete this mail.',
      ),
    },
    {
      kind: 'paragraph',
      words: words`Is the card lost or stolen, or does somebody else know the PIN? Tell an administrator of ${organisation} at once: they stop the card or send you a new PIN.`,
    },
    {
      kind: 'small',
      words: words`You did not expect this mail? Then tell an administrator of ${organisation}, and use neither card nor PIN.`,
    },
  ];
  return {
    subject,
    ...layout(
      subject,
      blocks.filter((block) => block !== null),
    ),
  };
}
