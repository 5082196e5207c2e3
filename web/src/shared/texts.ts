import type { Failure } from './api.ts';

/** What is being set up, as far as the words depend on it. */
export type Device = 'THIS_PHONE' | 'PHONE_BY_BROWSER' | 'HARDWARE_KEY';

/** A failure in words: what happened, and what to do next. */
export interface Explanation {
  title: string;
  message: string;
  next: string;
}

export const common = {
  product: 'Latchkey',
  loading: 'One moment…',
  tryAgain: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
};

export const demo = {
  demo: 'Demo.',
  banner: 'Everybody here is made up, and no mail leaves this server.',
  signIn: 'In this demo you need no key: open the demo link once more, which was printed when it started.',
  reader: {
    title: 'No reader at hand?',
    text: 'The demo has a simulated one, which takes cards that are made up.',
    use: 'Use the demo’s reader',
  },
  card: { fresh: 'Tap a demo card', taken: 'Tap a card that somebody has' },
};

const notFinished: Record<Device, { message: string; next: string }> = {
  THIS_PHONE: {
    message: 'It was cancelled, or took too long. Nothing was changed.',
    next: 'Try again, and confirm with your fingerprint, your face or the phone’s screen lock when the phone asks.',
  },
  PHONE_BY_BROWSER: {
    message: 'It was cancelled, took too long, or your phone was not reached. Nothing was changed.',
    next: 'Turn Bluetooth on here and on the phone, try again, choose “phone” when the browser asks, and scan the code that it shows with the phone’s camera.',
  },
  HARDWARE_KEY: {
    message: 'It was cancelled, took too long, or the key cannot be used here: the browser does not say which. Nothing was changed.',
    next: 'Try again, and touch the key when it blinks. If it fails once more, check what your key can do.',
  },
};

/** The browser's own failures; the server's come with their message. */
const browserFailures: Record<string, (device: Device) => Explanation> = {
  NOT_FINISHED: (device) => ({ title: 'That did not finish', ...notFinished[device] }),
  ALREADY_REGISTERED: (device) => ({
    title: 'Set up already',
    message: device === 'HARDWARE_KEY' ? 'This security key is registered for you already.' : 'This phone is registered for you already.',
    next: 'Use another one, or ask your administrator to remove the one you have first.',
  }),
  DEVICE_UNABLE: (device) => ({
    title: device === 'HARDWARE_KEY' ? 'This key could not do it' : 'This phone could not do it',
    message:
      device === 'HARDWARE_KEY' ? 'The key answered that it cannot do what is needed.' : 'The phone answered that it cannot do what is needed.',
    next:
      device === 'HARDWARE_KEY'
        ? 'Check what your key can do: it may only lack a PIN.'
        : 'Turn on its screen lock (fingerprint, face or a passcode), update its system, and try again.',
  }),
  WRONG_ADDRESS: () => ({
    title: 'This address does not fit',
    message: 'The browser refuses, because this page is open under another address than the one the server was set up with.',
    next: 'Open the link straight from the email. If you did, tell your administrator.',
  }),
  INSECURE_PAGE: () => ({
    title: 'The connection is not secure',
    message: 'Browsers use security keys on https pages alone, and this page came without.',
    next: 'Open the link straight from the email. If you did, tell your administrator that the server needs an https address.',
  }),
  UNSUPPORTED_BROWSER: () => ({
    title: 'This browser cannot do it',
    message: 'This browser has no support for security keys and passkeys (WebAuthn).',
    next: 'Open the same link in an up-to-date Chrome, Edge, Safari or Firefox, and not inside another app.',
  }),
  NETWORK: () => ({
    title: 'No connection',
    message: 'The server did not answer. Your network may be away.',
    next: 'Check your connection, then try again.',
  }),
  UNEXPECTED: () => ({
    title: 'Something went wrong',
    message: 'That was not meant to happen, and it is not your doing.',
    next: 'Try again. If it happens once more, tell your administrator.',
  }),
};

/** Title and next step to the server's codes; the message between them is the server's. */
const serverFailures: Record<string, { title: string; next: string }> = {
  LINK_UNKNOWN: {
    title: 'This link does not work',
    next: 'If your mail program broke the link over two lines, copy both of them together into the address bar.',
  },
  LINK_SPENT: { title: 'Already done', next: 'There is nothing left to do. If it was not you who set up this key, tell your administrator at once.' },
  LINK_EXPIRED: { title: 'This link has expired', next: 'Nothing is lost: the new email comes with a new link.' },
  LINK_CANCELLED: { title: 'This was cancelled', next: 'The link cannot be used any more. You can close this page.' },
  LINK_REPLACED: { title: 'There is a newer link', next: 'Look in your inbox for the latest email, and in the spam folder too.' },
  ACTIVATION_CODE_LOCKED: { title: 'This link is locked', next: 'Only your administrator can go on from here.' },
  ACTIVATION_SESSION_ENDED: { title: 'Open the link once more', next: '' },
  RATE_LIMITED: { title: 'Too many tries', next: 'This protects you from people who guess. Wait a little, then try again.' },
  TRY_AGAIN: { title: 'The server is busy', next: 'Wait a moment, then try again.' },
  SETUP_DONE: {
    title: 'This setup link is done',
    next: 'If this server is yours and has no owner yet, use the link that it printed when it was last started.',
  },
  WRONG_DEVICE: { title: 'Another device answered', next: 'Nothing was changed on the server. Try again with the right device.' },
  USER_VERIFICATION_MISSING: { title: 'It did not check that it is you', next: '' },
  KEY_NOT_DISCOVERABLE: { title: 'There was no room for it', next: '' },
  CREDENTIAL_REGISTERED: { title: 'Set up already', next: '' },
  REGISTRATION_INVALID: { title: 'The answer did not verify', next: '' },
  PERSON_SUSPENDED: { title: 'Not just now', next: 'The link stays as it is: it works again once your account does, until it expires.' },
  AGENT_CODE_WRONG: { title: 'That is not the code', next: '' },
  READER_AWAY: { title: 'The reader does not answer', next: 'Plug it in, look whether the reader agent is running on this PC, then try again.' },
  CARD_TAKEN: { title: 'This card belongs to somebody', next: '' },
  CARD_RESERVED: { title: 'This card is set aside', next: '' },
  CARD_NUMBER_INVALID: { title: 'That is no card’s number', next: '' },
  CHALLENGE_SPENT: { title: 'That took too long', next: 'Try again; you have five minutes for each try.' },
};

/** What to tell a person about a failure. */
export function explain({ code, message }: Failure, device: Device = 'THIS_PHONE'): Explanation {
  const own = browserFailures[code];
  if (own) return own(device);
  const { title, next } = serverFailures[code] ?? { title: 'That did not work', next: '' };
  return { title, message, next };
}

export const ceremony = {
  pin: {
    title: 'Choose a PIN',
    lead: 'You will type this PIN when you sign in with this key. Keep it to yourself: nobody at your organisation can see it.',
    label: 'PIN',
    again: 'PIN once more',
    show: 'Show the PIN',
    next: 'Go on',
    rules: {
      length: '4 to 63 characters',
      run: 'No run such as 1234',
      repeat: 'Not one part over and over, such as 1111 or 1212',
      date: 'No date',
      match: 'Both are the same',
    },
    kept: '(done)',
    notKept: '(not yet)',
    fix: 'This PIN does not keep all of the rules below.',
    differ: 'The two PINs differ. Type the same one in both fields.',
  },
  waiting: {
    THIS_PHONE: { title: 'Confirm on this phone', text: 'Your phone asks for your fingerprint, your face or its screen lock now.' },
    PHONE_BY_BROWSER: {
      title: 'Go on in your browser',
      text: 'Choose “phone” when the browser asks, and scan the code that it shows with the phone’s camera. Bluetooth must be on here and on the phone.',
    },
    HARDWARE_KEY: {
      title: 'Use your security key',
      text: 'Plug the key in, or hold it to the reader, and do what the browser asks: type the key’s PIN and touch it when it blinks.',
    },
  } satisfies Record<Device, { title: string; text: string }>,
  reopen: 'Open it again',
  reopenNext: 'Press the button to go on in this browser.',
  reopenByEmail: 'Open the link from the email again; it still works.',
  back: 'Back',
};

export const check = {
  start: 'Check my key',
  again: 'Check it again',
  waiting: { title: 'Checking your key', text: 'Touch the key once more when it blinks. This only asks the key what it can do, and stores nothing.' },
  failed: {
    title: 'The check did not finish either',
    message: 'No key answered. It may not be plugged in all the way, or it may be no security key for the web.',
    next: 'Take the key out, put it in again, and check once more. If nothing happens, ask your administrator for another key.',
  },
  notFido2: {
    title: 'This key cannot be used',
    message: 'This key is an older U2F key. It speaks no FIDO2, which signing in without a password needs.',
    next: 'Ask your administrator for a FIDO2 key. You can keep this link: it works with the new key until it expires.',
  },
  needsPin: {
    title: 'Your key needs a PIN first',
    message: 'Your key is a FIDO2 key, so it fits. What it most likely lacks is a PIN of its own.',
    ways: 'Set one in one of these ways, then try again:',
    windows: 'Windows: Settings → Accounts → Sign-in options → Security key → Manage.',
    chrome: 'macOS, Linux and everywhere with Chrome: open this address in a new tab.',
    chromeAddress: 'chrome://settings/securityKeys',
  },
  unknown: {
    title: 'The key does not say what it is',
    message: 'It answered, but neither it nor the browser tells which kind it is.',
    next: 'If the key says FIDO2 on its packaging, set a PIN on it and try again. Otherwise ask your administrator for a FIDO2 key.',
  },
  model: 'Your key says that it is:',
};
