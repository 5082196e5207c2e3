import type { KeyKind } from '../../../db/tables/keys.ts';
import { type Block, layout } from './layout.ts';
import { fromNow, momentInWords } from './moments.ts';
import { plain, words } from './words.ts';

/** What the mail with an activation link tells. */
export interface ActivationMail {
  organisation: string;
  personName: string;
  /** The administrator who started it, where it was a person. */
  inviterName: string | null;
  keyKind: KeyKind;
  /** Whether a PIN is chosen at the activation, for a phone. */
  pinChosen?: boolean;
  link: string;
  expiresAt: Date;
  now: Date;
  /** What the administrator wrote to the person. */
  note: string | null;
  activationCodeNeeded: boolean;
  /** Whether an earlier mail's link was replaced. */
  again: boolean;
}

const kinds = {
  SMARTPHONE: {
    invitation: 'to use your smartphone as a security key',
    label: 'Activate your smartphone',
    steps:
      'Open this link on the phone itself. You activate it by your fingerprint, your face or your screen lock, and from then on the phone signs you in. If you open the link on a PC, it shows a QR code for the phone to scan.',
  },
  HARDWARE_KEY: {
    invitation: 'to sign in with your own hardware security key',
    label: 'Register your security key',
    steps:
      'Have your FIDO2 security key ready and open this link on a computer or phone that it fits. When the browser asks, plug the key in or hold it to the device, and touch it. From then on the key signs you in.',
  },
  CONTACTLESS_CARD: {
    invitation: 'to activate your contactless card',
    label: 'Activate your card',
    steps:
      'Open this link at a computer with a card reader and have your card ready. The page tells you when to lay the card on the reader, and what to install where something is missing.',
  },
} as const satisfies Record<KeyKind, { invitation: string; label: string; steps: string }>;

const choosesPin =
  'You also choose a PIN on the phone, of 4 to 63 characters; think of one that nobody guesses. It is asked for when the phone signs you in.';

/** The mail with which a person activates a key. */
export function activationMail(mail: ActivationMail): { subject: string; text: string; html: string } {
  const { organisation, personName, inviterName, link, expiresAt, now, note } = mail;
  const { invitation, label, steps } = kinds[mail.keyKind];
  const subject = words`${plain(label)} for ${organisation}`.text;
  const expiry = plain(`${momentInWords(expiresAt)} – ${fromNow(expiresAt, now)}`);
  const blocks: (Block | null)[] = [
    { kind: 'paragraph', words: words`Hello ${personName},` },
    {
      kind: 'paragraph',
      words: inviterName
        ? words`${inviterName} of ${organisation} invites you ${plain(invitation)}.`
        : words`${organisation} invites you ${plain(invitation)}.`,
    },
    note ? { kind: 'paragraph', words: inviterName ? words`${inviterName} writes:` : words`A note for you:` } : null,
    note ? { kind: 'quote', text: note } : null,
    { kind: 'paragraph', words: plain(mail.pinChosen ? `${steps} ${choosesPin}` : steps) },
    mail.activationCodeNeeded
      ? {
          kind: 'paragraph',
          words: words`You are also asked for an activation code. ${inviterName ?? plain('Your administrator')} gives it to you by another way, in person or by phone, and never by email.`,
        }
      : null,
    { kind: 'button', label, link },
    { kind: 'paragraph', words: words`This link works until ${expiry}.` },
    mail.again ? { kind: 'paragraph', words: plain('This mail replaces an earlier one: older links no longer work.') } : null,
    { kind: 'small', words: plain('The link is for you alone. Please do not pass this mail on.') },
    {
      kind: 'small',
      words: words`You did not expect this mail? Then do not open the link: nothing happens until somebody does. If in doubt, ask an administrator of ${organisation}.`,
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
