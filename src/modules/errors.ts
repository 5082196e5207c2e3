/** Every code that an expected failure can carry, and what it means. The schema prints this list. */
export const errorCodes = {
  INVALID_INPUT: 'The input does not fit; `issues` says where and why.',
  NOT_FOUND: 'There is nothing with that id, or it is not the caller’s to see: the two are never told apart.',
  SIGN_IN_REQUIRED: 'The caller is nobody known: sign in, or send a token.',
  FORBIDDEN: 'The caller is known, but may not do this.',
  FRESH_SIGN_IN_REQUIRED: 'The last sign-in is more than 5 minutes old, and this change asks for a new one.',
  RATE_LIMITED: 'Too many tries; `retryAfterSeconds` says when to come back.',
  COOKIES_NEED_HTTP: 'This sets a cookie, and a WebSocket cannot: send it over HTTP.',
  TRY_AGAIN: 'The server is busy or its database is away: try again. Where the line broke at the very commit, the change may be there already.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotency key was used for another input.',
  WORKSPACE_UNCLEAR: 'This server has several workspaces, and the call names none.',
  NOT_ONESELF: 'Nobody may do this to themselves: somebody else has to.',
  LAST_OWNER: 'A workspace keeps at least one owner.',
  SETUP_DONE: 'This server has its owner already, or the setup link is not the present one.',
  LINK_UNKNOWN: 'No such activation link: it is incomplete, or was never given out.',
  LINK_SPENT: 'The link has done its work: the key is active.',
  LINK_EXPIRED: 'The link’s time is over; ask for a new one.',
  LINK_CANCELLED: 'The enrolment was cancelled by an administrator.',
  LINK_REPLACED: 'A newer link was sent; only that one works.',
  ACTIVATION_CODE_REQUIRED: 'The workspace asks for the activation code too.',
  ACTIVATION_CODE_WRONG: 'The activation code is not the right one.',
  ACTIVATION_CODE_LOCKED: 'Five wrong codes: an administrator has to send a new link.',
  ACTIVATION_SESSION_ENDED: 'The activation was not opened in this browser, was opened in another one since, or took over 15 minutes.',
  PERSON_SUSPENDED: 'The person is suspended, and gets no key meanwhile.',
  WIZARD_ENDED: 'The wizard was confirmed, discarded, or is over 7 days old.',
  ENROLMENT_ENDED: 'The enrolment has ended already.',
  KEY_STATE: 'The key’s present status does not allow this.',
  KEY_KIND_NOT_ALLOWED: 'A group of the person’s does not allow this kind of key.',
  WRONG_DEVICE: 'Another kind of device answered than the one that is being activated.',
  KEY_NOT_DISCOVERABLE: 'The device could not keep a discoverable credential.',
  USER_VERIFICATION_MISSING: 'The device did not verify its user.',
  CREDENTIAL_REGISTERED: 'This device is registered already.',
  REGISTRATION_INVALID: 'The device’s answer does not verify.',
  CHALLENGE_SPENT: 'The challenge was used, is over 5 minutes old, or belongs to somebody else.',
  SIGN_IN_REFUSED: 'The sign-in does not verify, or the key may not sign in.',
  SIGN_IN_ENDED: 'The sign-in was done already, or took over 10 minutes.',
  INTERACTION_ENDED: 'What an application asked for was done already, took over 15 minutes, or its application is gone: start again there.',
  PROXIMITY_REQUIRED: 'The phone has to be near the PC, and nothing shows that it is.',
  PAIRING_CODE_WRONG: 'That is no pairing code, or it was used, burnt by wrong tries, or is over 10 minutes old.',
  AGENT_TOKEN_INVALID: 'The agent’s token does not verify, is over 60 seconds old, was used, or its agent was shut out.',
  AGENT_AWAY: 'The reader agent is not connected.',
  AGENT_CODE_WRONG: 'No agent shows that code now.',
  WITNESS_INVALID: 'The witness is none: its signature, its times or what it claims do not hold.',
  WITNESS_NOT_ASKED: 'Another agent was asked to listen for that sign-in.',
  WITNESS_SPENT: 'A phone was reported for that sign-in already: a witness counts once.',
  WITNESS_LATE: 'The sign-in has ended, or is over 5 minutes old, or the phone was not heard during it.',
  OFFLINE_JOURNAL_BROKEN: 'The agent’s journal of offline sign-ins was cut or changed: nobody may sign in offline there until it is paired anew.',
  READER_AWAY: 'The reader is not plugged in, or its agent is not connected.',
  TAP_JOB_ENDED: 'The request for a tap has ended; its status says how.',
  TAP_JOB_NOT_CLAIMED:
    'The caller does not hold this request for a tap: it was never claimed, its lease ran out, or another run of the agent has it.',
  ADMIN_ACTIVATES: 'This card is activated by an administrator’s tap; no link is sent for it.',
  CARD_TAKEN: 'The card belongs to a key already.',
  CARD_RESERVED: 'Another wizard has the card.',
  CARD_NUMBER_INVALID: 'That is no card’s number: 4, 7 or 10 bytes, and none that a phone makes up anew each time.',
  PIN_NOT_WANTED: 'No key was tapped or has signed yet, so no PIN is asked for.',
  PIN_WRONG: 'The PIN is not the right one.',
  PIN_LOCKED: 'Too many wrong PINs: an administrator has to unlock it, or to reset that of a card.',
  PIN_NEEDS_TAP: 'Three wrong PINs in a row: tap the card, or confirm on the phone, once more first.',
  METADATA_INVALID: 'The FIDO metadata BLOB is not there, does not verify, or is older than the one that is known.',
  CURSOR_INVALID: 'That is no cursor of this log.',
  CURSOR_AHEAD: 'The cursor is past the log’s end.',
  CURSOR_EXPIRED: 'The cursor is before the log’s retained start: read everything anew.',
  SLOW_CONSUMER: 'The subscriber did not keep up; subscribe again with `after`.',
  TOO_MANY_STREAMS: 'The caller has as many subscriptions of this kind open as one may have: end one first.',
  ACCESS_ENDED: 'The session or token that this subscription lived by has ended.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * A failure that a caller can expect and act on. The schema turns it into a member of a mutation's union,
 * so `message` is written for people and holds no secret.
 */
export abstract class DomainError extends Error {
  abstract readonly code: ErrorCode;
}

/** One thing that is wrong with an input, and where. */
export interface Issue {
  /** The way to the field, as in `['details', 'email']`. */
  path: (string | number)[];
  /** What kind of problem, for programs: `TOO_LONG`, `EMAIL_TAKEN`, … */
  code: string;
  /** What was expected and what came. */
  message: string;
}

/** The input does not fit: every problem at once, each with its path. */
export class InvalidInput extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly issues: Issue[];
  constructor(issues: Issue[]) {
    super(issues.map((issue) => issue.message).join(' '));
    this.issues = issues;
  }
}

export class NotFound extends DomainError {
  readonly code = 'NOT_FOUND';
  constructor(what: string) {
    super(`There is no such ${what}, or you may not see it.`);
  }
}

/** The caller may not do this: not signed in, not allowed, or not signed in lately. */
export class AccessDenied extends DomainError {
  readonly code: 'SIGN_IN_REQUIRED' | 'FORBIDDEN' | 'FRESH_SIGN_IN_REQUIRED';
  constructor(code: AccessDenied['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export class RateLimited extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(`Too many tries. Try again in ${retryAfterSeconds} seconds.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The state of things says no; the code says why. */
export class Refused extends DomainError {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whether an error is an expected failure. */
export const isDomainError = (error: unknown): error is DomainError => error instanceof DomainError;
