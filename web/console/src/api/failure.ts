/** One thing that is wrong with an input, and where. */
export interface Issue {
  path: string[];
  code: string;
  message: string;
}

/** Why something did not succeed. */
export class Failure extends Error {
  /** One of the API's error codes, or `NETWORK` or `UNEXPECTED`. */
  readonly code: string;
  readonly issues: readonly Issue[];
  readonly retryAfterSeconds: number | null;

  /** @param message the server's own words; empty where there are none */
  constructor(code: string, message = '', issues: readonly Issue[] = [], retryAfterSeconds: number | null = null) {
    super(message);
    this.code = code;
    this.issues = issues;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a mutation came to. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

interface GraphQLError {
  message: string;
  extensions?: { code?: unknown };
}

/** What the errors of a query or subscription come to. One without a code of ours is masked, so its text says nothing. */
export function failureOf([error]: readonly GraphQLError[]): Failure {
  const code = error?.extensions?.code;
  const known = typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR';
  return known ? new Failure(code, error?.message ?? '') : new Failure('UNEXPECTED');
}
