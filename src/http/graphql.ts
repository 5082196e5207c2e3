import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Server } from '../modules/context.ts';
import { isDomainError } from '../modules/errors.ts';
import type { Subscriber } from '../modules/events/subscriber.ts';
import type { SchemaContext } from '../schema/context.ts';
import { schema } from '../schema/index.ts';
import { toClientError, toGraphQLError, withoutSuggestion } from './clientErrors.ts';
import { compiledQueries } from './compiled.ts';
import { DocumentCache, noCache } from './documentCache.ts';
import { isIntrospection, parseWithinLimits } from './queryLimits.ts';
import { type HttpSettings, requestContext, type Transport } from './requestContext.ts';
import { QueueFeed } from './shared/feed.ts';
import { Sharing } from './shared/sharing.ts';
import { tellStreamEnds } from './streamEnds.ts';
import { traceOperations } from './tracing.ts';

/** The largest body of a request. */
export const bodyLimit = 100_000;

/** What a transport hands to Yoga: how the operation came. */
export interface ServerContext {
  transport: Transport;
}

export type GraphQLServer = YogaServerInstance<ServerContext, SchemaContext>;

/**
 * GraphQL over HTTP and SSE by Yoga; the WebSocket takes the same plugins through getEnveloped.
 * @param watching plugins that look on and change nothing
 */
export function createGraphQL(
  server: Server,
  settings: HttpSettings,
  documents = new DocumentCache(),
  sharing = new Sharing(server),
  watching: Plugin[] = [],
): GraphQLServer {
  // Expected failures get their code; everything else is masked, and logged under an id that is in the answer.
  const maskError = (error: unknown) => toClientError(error, randomUUID(), server.log);
  return createYoga<ServerContext, SchemaContext>({
    schema,
    graphqlEndpoint: '/graphql',
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    logging: false,
    maxRequestBodySize: bodyLimit,
    parserAndValidationCache: { documentCache: documents, errorCache: noCache },
    maskedErrors: { maskError },
    context: ({ transport }) =>
      requestContext(server, settings, transport).catch((error) => {
        // An answer without data has a status that says so (GraphQL over HTTP §6.4.2).
        throw isDomainError(error) ? toGraphQLError(error, 401) : error;
      }),
    plugins: [
      ...watching,
      limits,
      rules(),
      compiledQueries(),
      // After what chooses how it is executed.
      ...(settings.isTraced ? [traceOperations] : []),
      shareStreams(sharing),
      tellStreamEnds(maskError),
    ],
  });
}

/** What it is, for Yoga's HTTP handler. */
export const httpContext = (request: IncomingMessage, response: ServerResponse, cookies: boolean): ServerContext => ({
  transport: { request, response, authorization: request.headers.authorization, cookies },
});

/** Documents that are too large to be looked at, and what is told of those that do not fit. */
const limits: Plugin = {
  onParse: ({ setParseFn }) => setParseFn(parseWithinLimits),
  onValidate:
    () =>
    ({ valid, result, setResult }) => {
      if (!valid) setResult((result as readonly GraphQLError[]).map(withoutSuggestion));
    },
};

/** Those who subscribe to the same list share it, over Server-Sent Events too; WebSockets are given theirs another way. */
const shareStreams = (sharing: Sharing): Plugin<SchemaContext & ServerContext> => ({
  onSubscribe: ({ args, subscribeFn, setSubscribeFn }) => {
    const { transport } = args.contextValue as SchemaContext & ServerContext;
    if (!transport.response) return;
    const toQueue = (subscriber: Subscriber) => new QueueFeed(subscriber);
    setSubscribeFn(async (args: ExecutionArgs) => (await sharing.subscribe(args, toQueue)) ?? subscribeFn(args));
  },
});

/** Operations that are not for this caller or this method. */
const rules = (): Plugin<SchemaContext & ServerContext> => {
  const refuse = ({ document, contextValue }: ExecutionArgs): GraphQLError | null => {
    const { actor, transport } = contextValue as SchemaContext & ServerContext;
    if (actor.type === 'anonymous' && isIntrospection(document)) {
      return new GraphQLError('Introspection is for callers who are signed in; the schema is in schema.graphql.', {
        extensions: { code: 'SIGN_IN_REQUIRED', http: { status: 401 } },
      });
    }
    const isSubscription = document.definitions.some((node) => node.kind === 'OperationDefinition' && node.operation === 'subscription');
    if (transport.request.method === 'GET' && transport.response && !isSubscription) {
      return new GraphQLError('Only subscriptions may come by GET: an address is no place for variables.', { extensions: { http: { status: 405 } } });
    }
    return null;
  };
  return {
    onExecute: ({ args, setResultAndStopExecution }) => {
      const refusal = refuse(args);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    onSubscribe: ({ args, setResultAndStopExecution }) => {
      const refusal = refuse(args);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
};
