/** One thing that is wrong with an input, and where. */
export interface Issue {
  path: string[];
  code: string;
  message: string;
}

/** Why something did not succeed: the server's code and sentence, or one of the browser's own. */
export class Failure extends Error {
  /** One of the API's error codes, or `NETWORK`, `UNEXPECTED`, or a code of the ceremony. */
  readonly code: string;
  readonly issues: readonly Issue[];
  readonly retryAfterSeconds: number | null;

  /** @param message written for people; empty where the code is not the server's */
  constructor(code: string, message = '', issues: readonly Issue[] = [], retryAfterSeconds: number | null = null) {
    super(message);
    this.code = code;
    this.issues = issues;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What was asked for, or why it did not come. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface GraphQLError {
  message: string;
  extensions?: { code?: unknown };
}

/** What the errors of a query or subscription come to. One without a code of ours is masked, so its text says nothing. */
export function failureOf([error]: readonly GraphQLError[]): Failure {
  const code = error?.extensions?.code;
  const known = typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR';
  return known ? new Failure(code, error?.message ?? '') : new Failure('UNEXPECTED');
}
