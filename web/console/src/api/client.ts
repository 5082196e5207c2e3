import { ClientError, GraphQLClient } from 'graphql-request';
import type { TypedDocumentString } from '../gql/graphql.ts';
import { type Answer, Failure, failureOf, type Issue } from './failure.ts';

const client = new GraphQLClient(`${location.origin}/graphql`, {
  // The server takes the session's cookie only from a request that carries this.
  headers: { 'x-latchkey-csrf': '1' },
  credentials: 'same-origin',
  cache: 'no-store',
  excludeOperationName: true,
});

const longest = 30_000;

/** Runs a query. @throws Failure */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const timeout = AbortSignal.timeout(longest);
  try {
    return await client.request<Data>({
      document: document.toString(),
      variables: variables as object,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    // No answer, or none of the server's: a proxy in between answers with a page.
    if (!(error instanceof ClientError) || !error.response.errors?.length) throw new Failure('NETWORK');
    throw failureOf(error.response.errors);
  }
}

/** What a mutation's union holds where it succeeds. */
export type PayloadOf<Data> =
  Data extends Record<string, infer Result> ? Exclude<Result, { code: unknown; message: unknown } | Record<string, never> | null | undefined> : never;

type FailureFields = { code: string; message: string; issues?: Issue[]; retryAfterSeconds?: number };

/** Runs a mutation of one field: its payload, or the expected failure. */
export async function change<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Answer<PayloadOf<Data>>> {
  try {
    const [result] = Object.values((await ask(document, variables)) as Record<string, PayloadOf<Data> | FailureFields>);
    if (!result || typeof result !== 'object') return { ok: false, failure: new Failure('UNEXPECTED') };
    if (!('code' in result && 'message' in result)) return { ok: true, value: result as PayloadOf<Data> };
    const { code, message, issues = [], retryAfterSeconds = null } = result as FailureFields;
    return { ok: false, failure: new Failure(code, message, issues, retryAfterSeconds) };
  } catch (error) {
    return { ok: false, failure: error instanceof Failure ? error : new Failure('UNEXPECTED') };
  }
}
