import type { Explanation } from '../shared/texts.ts';

export const texts = {
  title: 'Sign in without a network',
  lead: 'Your PC shows a challenge. This phone answers it with a code, and neither needs a network.',
  field: 'Challenge',
  fieldHint: 'The 24 letters and digits that the PC shows, or scan its QR code with the camera.',
  next: 'Go on',
  wrong: 'That is not what the PC shows: a letter or a digit is missing or another one.',
  ready: 'Get your code',
  forPc: (mark: string) => `For the PC whose challenge begins with ${mark}. Go on only if you see that on the PC in front of you.`,
  pin: 'PIN of your key',
  pinHint: 'Where you chose one for this phone. It stays on this phone.',
  button: 'Show the code',
  waiting: 'Your phone asks for your fingerprint, your face or its screen lock now. Choose your passkey for this address.',
  code: 'Type this code on the PC',
  codeHint: 'It works once, for this challenge, and for five minutes. Give it to nobody.',
  another: 'Another challenge',
  keeping: 'Keeping this page for when there is no network…',
  kept: 'This page opens without a network from now on. Put it on your home screen, so that you find it then.',
  notKept: 'This browser does not keep the page for when there is no network. Open it in the phone’s own browser, not in a private window.',
};

/** Why there is no code. */
export const failures: Record<string, Explanation> = {
  NO_PRF: {
    title: 'This phone cannot do it',
    message: 'Its passkey computes nothing without a network (WebAuthn’s prf extension is missing).',
    next: 'Sign in while there is a network, or ask your administrator for another key.',
  },
  NOT_FINISHED: {
    title: 'That did not finish',
    message: 'It was cancelled, took too long, or this phone has no passkey for this address.',
    next: 'Try again, on the phone that was set up for you.',
  },
};
