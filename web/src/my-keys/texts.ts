import type { KeyKind } from '../shared/documents.ts';
import type { OwnKey } from './documents.ts';

export const texts = {
  title: 'Your keys',
  hello: 'Signed in as',
  console: 'To the console',
  signOut: 'Sign out',
  kinds: { SMARTPHONE: 'Smartphone', CONTACTLESS_CARD: 'Contactless card', HARDWARE_KEY: 'Security key' } satisfies Record<KeyKind, string>,
  /** How a key stands, and what that means for its person. */
  status: {
    PENDING: { name: 'Not set up yet', text: 'The link in your email sets it up. Ask your administrator for a new one where it has expired.' },
    ACTIVE: { name: 'Works', text: '' },
    SUSPENDED: { name: 'Stopped', text: 'An administrator has stopped it for a while. Ask them when it works again.' },
    LOST: { name: 'Reported lost', text: 'It works no more. Where you found it again, ask your administrator to set it up anew.' },
    REVOKED: { name: 'Taken away', text: 'It works no more.' },
  } satisfies Record<OwnKey['status'], { name: string; text: string }>,
  lastUsed: 'Last used:',
  neverUsed: 'Not used yet.',
  none: 'You have no key here.',
};

/** What the settings of a key mean for its person, a plain sentence each. */
export function settingsOf({ kind, settings, offlineReady, pinStatus, uidSuffix }: OwnKey): string[] {
  const sentences: (string | false | null | undefined)[] =
    kind === 'CONTACTLESS_CARD'
      ? [uidSuffix && `Its number ends in ${uidSuffix.toUpperCase()}.`, 'You sign in by a tap at a reader and the PIN that was mailed to you.']
      : settings
        ? [
            settings.verification === 'PIN'
              ? 'You sign in by confirming on the phone and typing your PIN.'
              : 'You sign in with your fingerprint, your face or the phone’s screen lock.',
            settings.bluetoothProximity && 'To sign in on a PC, the phone has to be near it, with Bluetooth on, and you type your username.',
            settings.offlineLogin &&
              (offlineReady === false
                ? 'It cannot sign you in without a network: the phone does not support it.'
                : 'It can sign you in on your PC while that has no network.'),
            settings.auditable
              ? 'Your sign-ins with it are recorded, and your administrators can see them.'
              : 'Your sign-ins with it are not recorded, and nobody can trace them.',
          ]
        : ['You plug it in or hold it to the reader, type the key’s own PIN and touch it.'];
  return [...sentences, pinStatus === 'LOCKED' && 'Its PIN is locked by too many wrong tries: ask your administrator to unlock it.'].filter(
    (one): one is string => Boolean(one),
  );
}

export const rename = { open: 'Rename', label: 'New name', button: 'Save', cancel: 'Cancel', of: (name: string) => `Rename: ${name}` };

export const lost = {
  open: 'Report lost',
  of: (name: string) => `Report lost: ${name}`,
  title: (name: string) => `Is “${name}” lost?`,
  warning: 'It stops at once and for good, and everybody who is signed in with it is signed out. Only your administrator can give you a new one.',
  own: 'If you signed in here with it, you are signed out here too.',
  button: 'Yes, it is lost',
  cancel: 'Cancel',
  done: {
    title: 'Your key is stopped',
    text: 'Nobody can sign in with it any more. You had signed in with it, so you are signed out now.',
    next: 'Sign in with another key, or ask your administrator for a new one.',
    button: 'Sign in',
  },
};

export const request = {
  title: 'Another key',
  text: 'Ask for a key besides the ones you have, or in place of a lost one. Your administrators see it, and send you a link.',
  legend: 'Which kind?',
  button: 'Ask for it',
  asked: (kind: KeyKind) => `You asked for this: ${texts.kinds[kind].toLowerCase()}. Your administrators see it on your page,`,
  since: 'since',
};

/** Why a sign-in was refused. */
const refusals: Record<string, string> = {
  SIGNATURE: 'the answer of the key did not verify',
  COUNTER: 'the key may have been copied',
  STOPPED: 'the key, or your account, was stopped',
  PROXIMITY: 'the phone was not near the PC',
  NOT_HEARD: 'no phone was heard near the PC',
  PIN: 'the PIN was wrong',
  CODE_WRONG: 'the code was wrong',
  GRANT_EXPIRED: 'that PC had not heard from the server for too long',
  CLOCK_WENT_BACK: 'that PC’s clock went back',
};

export const signIns = {
  title: 'Your sign-ins',
  none: 'Nothing is recorded yet.',
  unrecorded: (names: string) => `Sign-ins with ${names} are recorded nowhere, so they are not here.`,
  good: 'Signed in',
  refused: (reason: string) => `Refused: ${refusals[reason] ?? 'it did not verify'}`,
  with: 'with',
  into: 'to',
  at: 'at',
  from: 'from',
  offline: 'without a network',
  near: { CLIENT_CLAIMED: 'The browser says that the phone was near.', AGENT_OBSERVED: 'A phone was heard near the PC.' },
  more: 'Show more',
  odd: 'One of these was not you? Report the key lost, and tell your administrator.',
};

export const sessions = {
  title: 'Where you are signed in',
  here: 'Here',
  unknown: 'A browser',
  since: 'since',
  unrecorded: 'With a key whose sign-ins are not recorded.',
  end: 'Sign out there',
  endOf: (name: string) => `Sign out there: ${name}`,
};
