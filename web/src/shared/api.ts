import type { Document } from './document.ts';
import { type Answer, Failure, failureOf, type GraphQLError, type Issue } from './failure.ts';

export type { Answer, Failure, Issue };

export const failed = (code: string, message = '', issues: readonly Issue[] = []): { ok: false; failure: Failure } => ({
  ok: false,
  failure: new Failure(code, message, issues),
});

let ahead = 0;

/** The server's clock, as its last answer told it: a PC's own may be wrong. */
export const serverNow = (): number => Date.now() + ahead;

/** Runs a query. */
export async function ask<Data, Variables>(text: Document<Data, Variables>, variables: Variables): Promise<Answer<Data>> {
  let body: { data?: Data | null; errors?: GraphQLError[] };
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-latchkey-csrf': '1' },
      credentials: 'same-origin',
      cache: 'no-store',
      body: JSON.stringify({ query: text, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    if (date) ahead = date - Date.now();
    body = await response.json();
  } catch {
    // No answer, or none of the server's: a proxy in between answers with a page.
    return failed('NETWORK');
  }
  if (body.errors?.length) return { ok: false, failure: failureOf(body.errors) };
  return body.data ? { ok: true, value: body.data } : failed('UNEXPECTED');
}

/** Runs a mutation: a union of its payload and the expected failures. */
export async function change<Payload, Variables>(text: Document<Payload, Variables>, variables: Variables): Promise<Answer<Payload>> {
  type Union = Payload | { code: string; message: string; issues?: Issue[] };
  const answer = await ask<Record<string, Union>, Variables>(text as string, variables);
  if (!answer.ok) return answer;
  const [result] = Object.values(answer.value);
  if (!result) return failed('UNEXPECTED');
  if (typeof result === 'object' && 'code' in result && 'message' in result) return failed(result.code, result.message, result.issues);
  return { ok: true, value: result as Payload };
}
