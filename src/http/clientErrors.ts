import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { databaseCode, loggable } from '../lib/loggable.ts';
import { type DomainError, InvalidInput, isDomainError, RateLimited } from '../modules/errors.ts';

const httpStatus: Partial<Record<DomainError['code'], number>> = { RATE_LIMITED: 429, TRY_AGAIN: 503 };

// What PostgreSQL and its driver say when the database is away, full, or has let go of a statement (classes 08, 53, 57, 40),
// or when its system fails it (58); and what the system says of a disk that takes no more.
const databaseAway = /^(08|53|57|58|40)|^(ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|CONNECTION_|CONNECT_TIMEOUT|ENOSPC|EDQUOT|EROFS)/;

/** An expected failure as a GraphQL error with its code. `failed` is the HTTP status where nothing was executed. */
export function toGraphQLError(error: DomainError, failed?: number): GraphQLError {
  const status = httpStatus[error.code] ?? failed;
  const extensions = {
    code: error.code,
    ...(error instanceof InvalidInput ? { issues: error.issues } : {}),
    ...(error instanceof RateLimited ? { retryAfterSeconds: error.retryAfterSeconds } : {}),
    ...(status ? { http: { status } } : {}),
  };
  return new GraphQLError(error.message, { extensions });
}

/**
 * What a caller sees of an error: expected ones with their code, GraphQL's own as they are, everything else masked. What
 * is masked is logged under the request's id, which is in the answer.
 */
export function toClientError(error: unknown, requestId: string, log: Logger): GraphQLError {
  const original = originalOf(error);
  const located = error instanceof GraphQLError ? error : null;
  if (isDomainError(original)) return at(toGraphQLError(original), located);
  if (located && original instanceof GraphQLError) return withoutSuggestion(located);
  const code = databaseCode(original);
  // PostgreSQL 22021: a text with NUL, which it cannot keep, so nothing can have it.
  if (code === '22021') return at(new GraphQLError('A text must not hold the character NUL.', { extensions: { code: 'INVALID_INPUT' } }), located);
  if (code && databaseAway.test(code)) {
    log.warn({ requestId, code }, 'the database did not answer');
    // A connection that was lost at a commit leaves open whether it was done, so nothing is said of that.
    const message = 'The server’s database is away for a moment. Try again.';
    return at(new GraphQLError(message, { extensions: { code: 'TRY_AGAIN', requestId, http: { status: 503 } } }), located);
  }
  log.error({ requestId, err: loggable(original) }, 'a request failed');
  const message = `Something went wrong on the server. Its log says more under ${requestId}.`;
  return at(new GraphQLError(message, { extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }), located);
}

/**
 * The error without GraphQL’s guess, which tells a stranger the names that introspection would not, and without Yoga’s
 * echo of a body that was no JSON.
 */
export function withoutSuggestion(error: GraphQLError): GraphQLError {
  const { originalError: _, ...extensions } = error.extensions;
  return at(new GraphQLError(error.message.replace(/ Did you mean .*$/s, ''), { extensions }), error);
}

/** The innermost error that GraphQL wrapped. */
function originalOf(error: unknown): unknown {
  let inner = error;
  while (inner instanceof GraphQLError && inner.originalError) inner = inner.originalError;
  return inner;
}

/** The error, at the place in the document where it came up. */
const at = (error: GraphQLError, located: GraphQLError | null): GraphQLError =>
  located ? new GraphQLError(error.message, { nodes: located.nodes ?? [], path: located.path ?? null, extensions: error.extensions }) : error;
