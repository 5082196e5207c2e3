import type { Activation, KeyKind } from '../shared/documents.ts';
import { Failure } from '../shared/failure.ts';

const devices: Record<KeyKind, string> = {
  SMARTPHONE: 'your phone',
  HARDWARE_KEY: 'a security key',
  CONTACTLESS_CARD: 'your contactless card',
};

const buttons: Record<KeyKind, string> = {
  SMARTPHONE: 'Set up this phone',
  HARDWARE_KEY: 'Set up my security key',
  CONTACTLESS_CARD: 'Set up my card',
};

export const welcome = {
  title: (kind: KeyKind) =>
    kind === 'HARDWARE_KEY' ? 'Set up your security key' : kind === 'SMARTPHONE' ? 'Set up your phone as your key' : 'Set up your contactless card',
  greeting: 'Hello',
  invites: (kind: KeyKind) => `invites you to sign in with ${devices[kind]} instead of a password.`,
  at: 'at',
  whatHappens: 'What will happen',
  goodToKnow: 'Good to know',
  steps: {
    SMARTPHONE: [
      'You press the button, and your phone asks you to save a passkey.',
      'You confirm with your fingerprint, your face or the phone’s screen lock. These stay on the phone.',
    ],
    HARDWARE_KEY: [
      'You press the button, and your browser asks for the key: plug it in, or hold it to the reader.',
      'You type the key’s PIN, or choose one where it has none yet, and touch the key when it blinks.',
    ],
    CONTACTLESS_CARD: [
      'You press the button, and this page finds the card reader on this PC, or helps you to set one up.',
      'You take the card in your hand, and hold it to the reader.',
      'You get an email with a PIN. Card and PIN together sign you in.',
    ],
  },
  stepsWithPin: [
    'You press the button and choose a PIN, which you will type when you sign in with this key.',
    'Your phone asks you to save a passkey, and you confirm. Fingerprint and face stay on the phone.',
  ],
  workingUntil: 'This link works until',
  code: 'Activation code',
  codeHint: '8 characters that your administrator told you, apart from the email.',
  button: (kind: KeyKind) => buttons[kind],
  /** The settings that concern the person, a plain sentence each. */
  settings: ({ smartphone }: Activation): string[] =>
    smartphone
      ? [
          smartphone.auditable
            ? 'Your sign-ins with this key are recorded, and your administrators can see them.'
            : 'Your sign-ins with this key are not recorded, and nobody can trace them.',
          smartphone.bluetoothProximity ? 'To sign in on a computer, your phone has to be near it, with Bluetooth on.' : '',
          smartphone.offlineLogin ? 'You will be able to sign in on your computer while it has no network, if your phone supports it.' : '',
        ].filter(Boolean)
      : [],
  resume: 'You have opened the link in this browser already. Go on where you left off.',
};

/** A card's link on a phone: the way to a PC. */
export const onPhone = {
  title: 'Go on at a PC',
  way: 'How to go on',
  steps: [
    'Take your card to a PC with a card reader.',
    'Open the same email there, and follow its link. Or copy the link here, and send it to yourself.',
    'Press “Set up my card” there, and hold the card to the reader.',
  ],
  copy: 'Copy the link',
  copied: 'Copied. Send it to nobody but yourself.',
  notCopied: 'The browser did not copy it. Open the email on the PC instead.',
  live: {
    waiting: 'Waiting for your PC',
    openedBefore: 'Waiting for your PC. The link was opened before, and still works.',
    opened: 'Opened on your PC. Go on there.',
    away: 'No connection to the server. Your PC can go on all the same; this page tries again.',
    lost: 'This page cannot follow along just now. Your PC can go on all the same.',
  },
  here: 'My card reader is on this device',
  hereHint: 'A reader that types the number like a keyboard also works on phones and tablets.',
  resume: 'The link is open in this browser. Go on here, or open the link from the email on a PC.',
};

export const byQr = {
  scan: 'Open this page on your phone',
  steps: ['Open the camera on your phone.', 'Point it at this code.', 'Tap the link that appears, and go on there.'],
  picture: 'QR code of your activation link',
  localhost:
    'This server runs at localhost, which only this computer can reach: a phone cannot open the code. Use your phone through this browser instead.',
  secret: 'The code is your link: show it to nobody else.',
  live: {
    waiting: 'Waiting for your phone',
    openedBefore: 'Waiting for your phone. The link was opened before, and still works.',
    opened: 'Opened on your phone. Go on there.',
    away: 'No connection to the server. Your phone can go on all the same; this page tries again.',
    lost: 'This page cannot follow along just now. Your phone can go on all the same.',
  },
  otherWay: 'Another way',
  here: 'Use my phone through this browser',
  hereHint: 'The browser shows a code of its own. Bluetooth must be on here and on the phone.',
};

export const resumeElsewhere = {
  title: 'Go on with your phone',
  text: 'The link is open in this browser. Go on here through the browser, or open the link from the email again to see the code for your phone.',
};

export const noLink = {
  title: 'Open the link from your email',
  text: 'This page needs the link that was mailed to you, and it is not in the address any more: it is taken out at once, so that nobody reads it over your shoulder.',
  next: 'Open the email and tap the link again. It still works.',
};

export const ended = {
  EXPIRED: new Failure('LINK_EXPIRED', 'This link is too old. Ask your administrator to send a new one.'),
  CANCELLED: new Failure('LINK_CANCELLED', 'An administrator has cancelled this. Ask them if you still need a key.'),
};

const titles: Record<KeyKind, string> = {
  SMARTPHONE: 'Your phone is ready',
  HARDWARE_KEY: 'Your security key is ready',
  CONTACTLESS_CARD: 'Your card is active',
};

export const done = {
  title: (kind: KeyKind) => titles[kind],
  lead: 'You can sign in with it from now on at',
  card: 'A PIN is on its way by mail; card and PIN together sign you in at',
  next: {
    SMARTPHONE: 'When you are asked to sign in, choose your passkey and confirm on the phone. There is no password to remember.',
    HARDWARE_KEY: 'When you are asked to sign in, plug the key in, type its PIN and touch it. There is no password to remember.',
    CONTACTLESS_CARD: 'Wait for the PIN before you try the card. Keep the two apart: do not write the PIN on the card.',
  },
  withPin: 'When you are asked to sign in, choose your passkey, confirm on the phone and type the PIN that you chose.',
  offlineReady: 'It can also sign you in while your computer has no network.',
  offlinePage: 'Look at the page for that now, and put it on your home screen: it opens without a network.',
  offlineOnPhone: 'For that, open this address on the phone once, while it has a network, and put it on the home screen:',
  notOffline: 'This phone cannot sign in offline; everything else works.',
  lost: {
    SMARTPHONE: 'If you lose the phone, tell your administrator at once.',
    HARDWARE_KEY: 'If you lose the key, tell your administrator at once.',
    CONTACTLESS_CARD: 'If you lose the card, tell your administrator at once.',
  },
  close: 'You can close this page.',
};
