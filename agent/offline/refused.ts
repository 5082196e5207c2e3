import { AgentError } from '../failures.ts';

/** Why nobody is signed in offline; programs go by it. */
export const offlineRefusals = {
  NO_GRANT: 'Nobody of that name may sign in offline on this PC. Sign in online here once, with a phone that is set up for it.',
  NAME_WANTED: 'Several people may sign in offline on this PC. Say who you are: --user NAME',
  GRANT_CHANGED: 'What the server gave this PC for offline sign-in was changed, and counts no more. Sign in online once.',
  GRANT_FOREIGN: 'That permission for offline sign-in was given to another PC.',
  GRANT_EARLY: 'The permission for offline sign-in does not count yet. Is this PC’s clock right?',
  GRANT_EXPIRED: 'It is too long since this PC last heard from the server. Sign in online once.',
  GRANT_USED_UP: 'You have signed in offline as often as you may. Sign in online once.',
  CLOCK_WENT_BACK: 'This PC’s clock went back, which ends offline sign-in here until the server was heard again.',
  CHALLENGE_OVER: 'That challenge is over: it was used, five wrong codes were typed, or it is over five minutes old. Ask for another one.',
  CODE_WRONG: 'That is not the code of your phone for this challenge.',
  LOCKED: 'Too many wrong codes were typed.',
  STATE_CHANGED: 'What this PC keeps for offline sign-in was changed by something else, and counts no more. Sign in online once.',
} as const;

export type OfflineRefusal = keyof typeof offlineRefusals;

/** Nobody is signed in, and why. */
export class OfflineRefused extends AgentError {
  readonly refusal: OfflineRefusal;
  /** What is to be added to the reason: how many tries are left, how long to wait. */
  readonly more: string;
  constructor(refusal: OfflineRefusal, more = '') {
    super(`${offlineRefusals[refusal]}${more && ` ${more}`}`, 'REFUSED');
    this.refusal = refusal;
    this.more = more;
  }
}
