export const texts = {
  title: 'Sign in',
  titleFor: (application: string) => `Sign in to ${application}`,
  lead: 'Sign in with the phone or the security key that was set up for you here.',
  button: 'Sign in with your key',
  waiting: 'Your browser asks for your key now.',
  other: 'Other ways',
  byUsername: 'Type your username',
  byUsernameHint: 'For a phone that has to be near this PC.',
  byCard: 'Use a card',
  offline: 'Your PC has no network? Get a code on your phone',
  back: 'Back',
  again: 'Start again',
  notFinished: {
    title: 'That did not finish',
    message: 'It was cancelled, took too long, or this device has no key for this server.',
    next: 'Try again. To use a phone from here, choose “phone” when the browser asks; a security key has to be plugged in.',
  },
  refused: { title: 'You are not signed in', next: '' },
  tooLate: { title: 'That took too long', next: 'Press the button once more.' },
  nearby: { title: 'Your phone has to be near this PC', next: '' },
  interactionEnded: {
    title: 'Go back to the application',
    message: 'This sign-in for an application is over: it took too long, or was done already.',
    next: 'Open the application again, and sign in from there.',
  },
};

export const username = {
  title: 'Type your username',
  lead: 'Your browser then offers the phone or the key that was set up for you. Bluetooth has to be on, here and on the phone.',
  label: 'Username',
  empty: 'Type your username.',
  button: 'Go on',
  preparing: 'One moment…',
  waiting: 'Your browser asks for your phone or key now. Choose “phone”, and hold it near this PC.',
  notFinished: {
    title: 'That did not finish',
    message: 'It was cancelled, took too long, or the phone was not reached.',
    next: 'Look whether the username is right, turn Bluetooth on here and on the phone, and try again.',
  },
  listen: 'Let this PC listen for the phone',
  prepare: 'Connect the reader agent on this PC first',
  prepareHint: 'Once you have signed in that way, your phone can let you in here without a network too, where it is set up for that.',
  listenHint: 'Where your organisation asks for it, the reader agent on this PC has to hear the phone.',
};

export const listen = {
  title: 'Let this PC listen for your phone',
  lead: 'The reader agent on this PC tells the server that a phone is near. Connect it, then use your phone.',
  waiting: 'Choose “phone” when the browser asks, and hold it near this PC.',
};

export const pin = {
  title: 'Type your PIN',
  lead: { card: 'Your card was read. Type the PIN that was mailed to you.', key: 'Your phone has confirmed. Type the PIN that you chose for it.' },
  label: 'PIN',
  show: 'Show the PIN',
  empty: 'Type your PIN.',
  button: 'Sign in',
  other: 'Use another key',
  once: { title: 'Once more, please', card: 'Tap the card again', key: 'Confirm once more' },
  locked: { title: 'The PIN is locked', next: 'Until then you can sign in with another key, where you have one.' },
};

export const card = {
  button: 'Use my card',
  noAgent: 'Set it up in three steps, with a code from your administrator.',
  install: {
    lead: 'Three steps on this PC. Then come back to this page.',
    pair: 'Pair it',
    pairText: 'Ask your administrator for a pairing code, open a terminal in the folder of the download, and run this with your code:',
    pairCode: 'ABCD-EFGH',
    done: 'It runs now',
  },
  ended: { title: 'That took too long', message: 'You have ten minutes for a sign-in.', next: 'Start again, and hold the card ready.' },
  demoCard: 'Tap the demo card that was last given out',
};
