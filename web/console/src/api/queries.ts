import { keepPreviousData, QueryClient, type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { TypedDocumentString } from '../gql/graphql.ts';
import { ask, change, type PayloadOf } from './client.ts';
import { type Answer, Failure } from './failure.ts';
import type { Shows } from './topics.ts';

/** Codes that trying again does not mend. */
const final = new Set(['SIGN_IN_REQUIRED', 'FORBIDDEN', 'NOT_FOUND', 'INVALID_INPUT']);

/** What asks the server: answers are fresh until the live layer says otherwise. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (tries, error) => tries < 2 && !(error instanceof Failure && final.has(error.code)),
        retryDelay: (tries) => 500 * 2 ** tries,
      },
      mutations: { retry: false },
    },
  });

interface AskOptions extends Shows {
  /** False: not now. */
  enabled?: boolean;
  /** Shows the last answer while another is on its way, as when a filter changes. */
  keep?: boolean;
}

/** The name of a document's operation: what its answers are kept under. */
const operationOf = (document: { toString(): string }): string => /\b(?:query|subscription)\s+(\w+)/.exec(document.toString())?.[1] ?? '';

/** The key that a query's answer is kept under. */
export const keyOf = <Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): unknown[] => [
  operationOf(document),
  variables,
];

/** Asks, and asks again when something happened that the topics name. */
export function useAsk<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { enabled = true, keep = false, topics, userId }: AskOptions,
): UseQueryResult<Data, Failure> {
  return useQuery<Data, Failure>({
    queryKey: keyOf(document, variables),
    queryFn: ({ signal }) => ask(document, variables, signal),
    meta: { topics, userId },
    enabled,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Called where a change asks for a fresh sign-in. */
export const SignInAgain = createContext<() => void>(() => {});

export interface Change<Data, Variables> {
  /** Sends it. */
  run(variables: Variables): Promise<Answer<PayloadOf<Data>>>;
  busy: boolean;
  /** Why the last one did not succeed; null while one runs. */
  failure: Failure | null;
  reset(): void;
}

/** A change that the page may ask for. One that wants a fresh sign-in opens the dialogue that says so. */
export function useChange<Data, Variables>(document: TypedDocumentString<Data, Variables>): Change<Data, Variables> {
  const signInAgain = useContext(SignInAgain);
  const mutation = useMutation({
    mutationFn: (variables: Variables) => change(document, variables),
    onSuccess: (answer) => {
      if (!answer.ok && answer.failure.code === 'FRESH_SIGN_IN_REQUIRED') signInAgain();
    },
  });
  return {
    run: mutation.mutateAsync,
    busy: mutation.isPending,
    failure: mutation.data && !mutation.data.ok ? mutation.data.failure : null,
    reset: mutation.reset,
  };
}
