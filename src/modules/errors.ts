/**
 * A failure that a caller can expect and act on. Each class has a literal `code`; the schema turns it into
 * a member of a mutation's union, so `message` is written for people and holds no secret.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  override get name() {
    return this.constructor.name;
  }
}

/** One thing that is wrong with an input, and where. */
export interface Issue {
  /** The way to the field, as in `['details', 'email']`. */
  path: (string | number)[];
  /** What was expected and what came. */
  message: string;
}

/** The input does not fit: every problem at once, each with its path. */
export class InvalidInput extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly issues: Issue[];
  constructor(issues: Issue[]) {
    super(issues.map((i) => i.message).join('; '));
    this.issues = issues;
  }
}

/** There is nothing with that id, or it is not the caller's to see: the two are never told apart. */
export class NotFound extends DomainError {
  readonly code = 'NOT_FOUND';
  constructor(what: string) {
    super(`There is no such ${what}, or you may not see it.`);
  }
}

/** Who calls is nobody we know: sign in first. */
export class SignInRequired extends DomainError {
  readonly code = 'SIGN_IN_REQUIRED';
  constructor() {
    super('Sign in first.');
  }
}

/** Who calls is known, but may not do this. */
export class Forbidden extends DomainError {
  readonly code = 'FORBIDDEN';
  constructor(action: string) {
    super(`You may not do this (${action}).`);
  }
}

/** The sign-in is too old for a change of keys or roles. */
export class FreshSignInRequired extends DomainError {
  readonly code = 'FRESH_SIGN_IN_REQUIRED';
  constructor() {
    super('Sign in again to make this change: the last sign-in is more than 5 minutes old.');
  }
}

/** Too many tries; `retryAfterSeconds` says when to come back. */
export class RateLimited extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super(`Too many tries. Try again in ${retryAfterSeconds} seconds.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Something else stands in the way: the state of the thing has moved on. */
export class Conflict extends DomainError {
  readonly code = 'CONFLICT';
}

/** The server is busy or its database is away; nothing was changed, the same call may be made again. */
export class TryAgain extends DomainError {
  readonly code = 'TRY_AGAIN';
  constructor(message = 'The server is busy. Nothing was changed; try again in a moment.') {
    super(message);
  }
}
