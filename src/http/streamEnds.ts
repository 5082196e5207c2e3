import type { ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

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
  const iterator = source[Symbol.asyncIterator]();
  let over = false;
  const stream: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      if (over) return { value: undefined, done: true };
      try {
        return await iterator.next();
      } catch (error) {
        over = true;
        return { value: { errors: [toClient(error)] }, done: false };
      }
    },
    async return() {
      over = true;
      await iterator.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
