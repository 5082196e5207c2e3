import type { ReaderPlatform } from '../shared/documents.ts';

export const connect = {
  title: 'Find your card reader',
  looking: 'Looking for the reader agent on this PC…',
  lookingHint: 'If your browser asks whether this page may reach other apps on this device, allow it.',
  lead: 'A small program, the reader agent, lets this page use the card reader on this PC.',
  code: 'Type the code that the reader agent on this PC shows',
  codeHint: (command: string) => `6 characters, which work for five minutes. This command shows them: ${command}`,
  codeLength: 'The code has 6 characters.',
  button: 'Connect',
  none: 'No reader agent on this PC yet?',
  noneText: 'Set it up in three steps. This page goes on by itself once it runs.',
  install: 'Set up the reader agent',
  types: 'Does your reader type the number like a keyboard?',
  typesText: 'Then hold the card to it now: this page takes the number by itself.',
  byField: 'Type the number into a field',
};

export const install = {
  title: 'Set up the reader agent',
  for: { LINUX: 'For Linux', MACOS: 'For macOS', WINDOWS: 'For Windows' } satisfies Record<ReaderPlatform, string>,
  other: 'Another system',
  otherLegend: 'The system of this PC',
  get: 'Download it',
  needs: 'It runs on Node.js 20 or newer:',
  nodeAddress: 'https://nodejs.org',
  download: (kilobytes: number) => `Download the reader agent (${kilobytes} kB)`,
  version: 'Version',
  sum: 'SHA-256, to check the download by:',
  unbuilt: 'This server does not hand out the reader agent. Ask your administrator for it.',
  service: {
    LINUX: 'For a reader on USB, install the card service:',
    MACOS: 'The card service is part of macOS.',
    WINDOWS: 'The card service is part of Windows.',
  } satisfies Record<ReaderPlatform, string>,
  addOn: 'For a reader on USB, add its package in the folder of the download:',
  run: 'Start it',
  runText: 'Leave it running while you hold the card to the reader:',
};

export const away = {
  title: 'The reader agent is not running',
  lead: 'This page knows the reader agent, but it is not connected with the server just now:',
  next: 'Start it on this PC, and leave it running. This page goes on by itself.',
  waiting: 'Waiting for the reader agent',
  other: 'Use another reader agent',
};

export const noReader = {
  title: 'Plug your card reader in',
  lead: 'The reader agent runs, but it sees no card reader.',
  next: 'Plug the reader into this PC. This page goes on by itself.',
  waiting: 'Waiting for a card reader',
  still: 'It is plugged in already?',
  stillText: 'Then a part that it needs may be missing. This command says which, in the folder of the reader agent:',
  usual: 'What is usually missing',
};

export const choose = {
  title: (several: boolean) => (several ? 'Choose your card reader' : 'Your card reader is ready'),
  lead: 'Press the button, then hold the card to the reader. You have two minutes.',
  legend: 'Several readers are here. Which one do you use?',
  simulated: 'Simulated, for trying out: no real card is read.',
};

export const tap = {
  title: 'Hold your card to the reader',
  at: 'Reader:',
  queued: 'The reader is being asked…',
  busy: 'The reader still has another request. Yours comes next.',
  ready: 'The reader waits for your card. Hold it there until this page goes on.',
  lifted: 'Does the card lie on the reader already? Lift it off, and hold it there anew.',
  left: 'left',
  over: 'The time is over. One moment…',
  cancel: 'Cancel',
  away: 'No connection to the server. This page tries again by itself.',
};

/** Why a tap gave no card, and what to do next. */
export const failures: Record<string, { title: string; message: string; next: string }> = {
  TWO_CARDS: {
    title: 'There was more than one card',
    message: 'The reader saw two cards or more at once.',
    next: 'Take the card out of the wallet, and hold it to the reader alone.',
  },
  UNREADABLE: {
    title: 'The card was not read',
    message: 'The card was too short on the reader, or the reader does not know its kind.',
    next: 'Hold it still in the middle of the reader for two seconds. If it fails again, ask your administrator for another card.',
  },
  READER_GONE: {
    title: 'The reader went away',
    message: 'The reader was unplugged, or fell asleep, while it waited.',
    next: 'Plug it in once more, then try again.',
  },
  UID_LENGTH: {
    title: 'This card does not fit',
    message: 'Its number is none that a contactless card has.',
    next: 'Use the card that was given to you, or ask your administrator for another one.',
  },
  RANDOM_UID: {
    title: 'This card cannot be told apart',
    message: 'It shows another number each time, as phones and some passports do.',
    next: 'Use a plain contactless card, and keep your phone away from the reader.',
  },
  CARD_TAKEN: {
    title: 'This card belongs to somebody',
    message: 'Somebody signs in with this card already.',
    next: 'Use the card that was given to you. If it is this one, tell your administrator.',
  },
  CARD_RESERVED: {
    title: 'This card is set aside',
    message: 'An administrator is about to give this card to somebody else.',
    next: 'Use the card that was given to you. If it is this one, tell your administrator.',
  },
  CARD_UNKNOWN: {
    title: 'This card signs nobody in',
    message: 'It is not set up here, or it was stopped.',
    next: 'Use the card that was set up for you. If it is this one, ask your administrator.',
  },
  NOT_WANTED: {
    title: 'The card came too late',
    message: 'Something changed while the reader waited, so the card was not taken.',
    next: 'Try again.',
  },
};

export const expired = {
  title: 'No card was held to the reader',
  message: 'The two minutes are over. Nothing was changed.',
  next: 'Take the card in your hand, and try again.',
};

export const readerTypes = 'My reader types the number';
