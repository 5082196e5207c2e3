import { wordsOf } from '../failures.ts';
import type { Pairing } from '../state/pairing.ts';
import type { ServerClock } from './clock.ts';
import { isTokenRefused, ServerRefused, Unreachable } from './errors.ts';
import { newToken } from './token.ts';

const answerWithin = 10_000;
/** Codes that tell of the server's state and not of the question. */
const passing = ['TRY_AGAIN', 'RATE_LIMITED', 'INTERNAL_ERROR', 'UNEXPECTED'];

interface Failure {
  message: string;
  extensions?: { code?: string };
}

/** Asks the server over HTTP. @throws Unreachable, ServerRefused */
async function post<T>(server: string, clock: ServerClock, body: unknown, authorization: string | null): Promise<T> {
  const askedAt = Date.now();
  const response = await fetch(`${server}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-latchkey-csrf': '1', ...(authorization ? { authorization } : {}) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerWithin),
  }).catch((error) => {
    throw new Unreachable(`${server} does not answer: ${wordsOf(error.cause ?? error)}`);
  });
  clock.learn(response.headers.get('date'), askedAt);
  const text = await response.text().catch((error) => {
    throw new Unreachable(`${server} stopped in mid-answer: ${wordsOf(error)}`);
  });
  const { data, errors } = parse<T>(text);
  const [error] = errors ?? [];
  const code = error?.extensions?.code;
  if (error && code && !passing.includes(code)) throw new ServerRefused(code, error.message);
  if (error || !data) throw new Unreachable(`${server} answered ${response.status}: ${error?.message ?? 'that is no Latchkey'}`);
  return data;
}

function parse<T>(text: string): { data?: T | null; errors?: Failure[] } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

interface Refusal {
  /** `code` under another name, as payloads have a field of that name too. */
  refusal?: string;
  message?: string;
  issues?: { message: string }[];
}

/** A mutation's document, and what is asked of its payload. */
function mutation(name: string, input: Record<string, unknown> | null, selection: string): { query: string; variables: object } {
  const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  const [declared, given] = input === null ? ['', ''] : [`($input: ${type}Input!)`, '(input: $input)'];
  const failures = '... on Error { refusal: code message } ... on ValidationError { issues { message } }';
  return {
    query: `mutation${declared} { ${name}${given} { ... on ${type}Payload { ${selection} } ${failures} } }`,
    variables: input === null ? {} : { input },
  };
}

/** @throws Unreachable, ServerRefused */
function payloadOf<T>(result: (T & Refusal) | null | undefined): T {
  if (!result) throw new Unreachable('The server gave no answer.');
  if (result.refusal === undefined || result.message === undefined) return result;
  if (passing.includes(result.refusal)) throw new Unreachable(result.message);
  throw new ServerRefused(result.refusal, result.issues?.map(({ message }) => message).join(' ') || result.message);
}

/** Calls a mutation as nobody known. @throws Unreachable, ServerRefused */
export async function mutateAsStranger<T>(
  server: string,
  clock: ServerClock,
  name: string,
  input: Record<string, unknown>,
  selection: string,
): Promise<T> {
  const data = await post<Record<string, T & Refusal>>(server, clock, mutation(name, input, selection), null);
  return payloadOf(data[name]);
}

/** The server as a paired agent speaks to it: each request has a token of its own. */
export class Api {
  readonly pairing: Pairing;
  readonly clock: ServerClock;

  constructor(pairing: Pairing, clock: ServerClock) {
    this.pairing = pairing;
    this.clock = clock;
  }

  authorization = async (): Promise<string> => `Bearer ${await newToken(this.pairing, this.clock.now())}`;

  /** @throws Unreachable; ServerRefused, with AGENT_TOKEN_INVALID where this agent was shut out */
  async ask<T>(query: string, variables: object = {}): Promise<T> {
    const skew = this.clock.skew;
    try {
      return await post<T>(this.pairing.server, this.clock, { query, variables }, await this.authorization());
    } catch (error) {
      // The clock may have been wrong until this very answer.
      if (!isTokenRefused(error) || this.clock.skew === skew) throw error;
      return post<T>(this.pairing.server, this.clock, { query, variables }, await this.authorization());
    }
  }

  /** Calls a mutation. @throws as ask */
  async mutate<T>(name: string, input: Record<string, unknown> | null, selection: string): Promise<T> {
    const { query, variables } = mutation(name, input, selection);
    return payloadOf((await this.ask<Record<string, T & Refusal>>(query, variables))[name]);
  }

  /** Who the server takes this agent for. @throws as ask */
  async self(): Promise<{ id: string; name: string }> {
    const { viewer } = await this.ask<{ viewer: { id?: string; name?: string } | null }>('{ viewer { ... on ReaderAgent { id name } } }');
    if (viewer?.id !== this.pairing.agentId) throw new ServerRefused('AGENT_TOKEN_INVALID', 'The server does not know this agent.');
    return { id: viewer.id, name: viewer.name ?? '' };
  }
}
