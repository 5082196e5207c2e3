import { readerTypes } from '../../card/texts.ts';

export const button = 'Activate my card';

export const pairing = {
  lead: 'Three steps on this PC. This page goes on by itself as soon as the agent runs.',
  pair: 'Pair it with this page',
  pairText: 'Open a terminal in the folder of the download, and run:',
  code: 'Your code',
  codeUntil: 'It works once, until',
  codeOver: 'This code is over.',
  codeSecret: 'It pairs the agent with you alone. Show it to nobody else.',
  newCode: 'New code',
  paired: 'Paired:',
  waiting: 'Waiting for the reader agent',
  pairedWaiting: 'Paired. Waiting until the reader agent runs',
  back: 'Back',
};

export const typed = {
  title: 'Type the number of your card',
  lead: 'Put the cursor into the field, and hold the card to the reader: it types the number.',
  label: readerTypes,
  hint: 'The digits are hidden as they come.',
  empty: 'No number came. Hold the card to the reader while the cursor is in the field.',
  button,
  back: 'Back',
  checking: 'Checking your card',
  number: 'Card number',
};

/** All but the last four digits are hidden. */
export const masked = (number: string): string => `•••• ${number.replaceAll(/[^0-9a-f]/gi, '').slice(-4)}`;
