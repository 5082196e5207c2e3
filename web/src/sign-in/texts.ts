export const texts = {
  title: 'Sign in',
  lead: 'Sign in with the phone or the security key that was set up for you here.',
  button: 'Sign in with your key',
  waiting: 'Your browser asks for your key now.',
  notFinished: {
    title: 'That did not finish',
    message: 'It was cancelled, took too long, or this device has no key for this server.',
    next: 'Try again. To use a phone from here, choose “phone” when the browser asks; a security key has to be plugged in.',
  },
  refused: { title: 'You are not signed in', next: '' },
  tooLate: { title: 'That took too long', next: 'Press the button once more.' },
};
