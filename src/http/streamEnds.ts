import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { iterator } from '../lib/iterate.ts';

/**
 * Says why a stream ended: a subscriber that was too slow, or has lost its right, gets a last payload with the error.
 * Without it envelop swallows what a stream throws, and the subscriber would take the end for a good one.
 */
export const tellStreamEnds = (toClient: (error: unknown) => GraphQLError): Plugin => ({
  onSubscribe: () => ({
    onSubscribeResult: ({ result, setResult }) => {
      if (Symbol.asyncIterator in result) setResult(endingWithError(result as AsyncIterable<ExecutionResult>, toClient) as never);
    },
  }),
});

function endingWithError(source: AsyncIterable<ExecutionResult>, toClient: (error: unknown) => GraphQLError): AsyncIterableIterator<ExecutionResult> {
  const results = source[Symbol.asyncIterator]();
  let over = false;
  const next = async (): Promise<ExecutionResult | undefined> => {
    if (over) return undefined;
    try {
      const { value, done } = await results.next();
      return done ? undefined : value;
    } catch (error) {
      over = true;
      return { errors: [toClient(error)] };
    }
  };
  return iterator(next, () => results.return?.());
}
