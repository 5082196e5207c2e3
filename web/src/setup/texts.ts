export const form = {
  title: 'Set up this server',
  lead: 'You become the first owner of your organisation here, and sign in with a key instead of a password. It takes a minute.',
  organisation: 'Organisation',
  organisationHint: 'People see this name in their invitations.',
  name: 'Your name',
  email: 'Your email',
  required: 'Please fill this in.',
  key: 'Your key',
  keys: {
    THIS_PHONE: { label: 'This phone', hint: 'With its fingerprint reader, face or screen lock.' },
    PHONE_BY_BROWSER: { label: 'A phone', hint: 'The browser shows a code to scan; Bluetooth must be on here and on the phone.' },
    HARDWARE_KEY: { label: 'A security key', hint: 'A FIDO2 key that you plug in, or hold to the reader.' },
  },
  names: { phone: 'Owner’s phone', hardwareKey: 'Owner’s security key' },
  button: 'Go on with my key',
  change: 'Change the details',
};

export const resume = {
  title: 'Register your key',
  text: 'Your details are saved. What is missing is your key.',
  button: 'Go on',
};

export const noLink = {
  title: 'Open the setup link',
  text: 'This page needs the setup link, and it is not in the address any more: it is taken out at once, so that nobody reads it over your shoulder.',
  next: 'Open the link that the server printed when it started. It works until your key is registered.',
};

export const closed = {
  title: 'This server is set up',
  text: 'It has its owner already.',
  signIn: 'Sign in',
};

export const done = {
  title: 'Your key is ready',
  text: 'Your organisation is set up. Sign in with the key that you have just registered.',
};
