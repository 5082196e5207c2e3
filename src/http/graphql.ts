import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionArgs, GraphQLError, parse } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Server } from '../modules/context.ts';
import { isDomainError } from '../modules/errors.ts';
import { schema } from '../schema/index.ts';
import { toClientError, toGraphQLError, withoutSuggestion } from './clientErrors.ts';
import { isIntrospection, limitQuery, queryLimits } from './queryLimits.ts';
import { type HttpSettings, type RequestContext, requestContext, type Transport } from './requestContext.ts';

/** The largest body of a request. */
export const bodyLimit = 100_000;

/** What a transport hands to Yoga: how the operation came. */
export interface ServerContext {
  transport: Transport;
}

export type GraphQLServer = YogaServerInstance<ServerContext, RequestContext>;

/** GraphQL over HTTP and SSE by Yoga; the WebSocket takes the same plugins through getEnveloped. */
export const createGraphQL = (server: Server, settings: HttpSettings): GraphQLServer =>
  createYoga<ServerContext, RequestContext>({
    schema,
    graphqlEndpoint: '/graphql',
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    batching: false,
    logging: false,
    maxRequestBodySize: bodyLimit,
    maskedErrors: false,
    context: ({ transport }) =>
      requestContext(server, settings, transport).catch((error) => {
        throw isDomainError(error) ? toGraphQLError(error) : error;
      }),
    plugins: [limits(), rules(), masking(server)],
  });

/** What it is, for Yoga's HTTP handler. */
export const httpContext = (request: IncomingMessage, response: ServerResponse, cookies: boolean): ServerContext => ({
  transport: { request, response, authorization: request.headers.authorization, cookies },
});

/** Documents that are too large to be looked at. */
const limits = (): Plugin => ({
  onParse: ({ setParseFn }) => setParseFn((source, options) => parse(source, { ...options, maxTokens: queryLimits.tokens })),
  onValidate: ({ addValidationRule }) => {
    addValidationRule(limitQuery);
    return ({ valid, result, setResult }) => {
      if (!valid) setResult((result as readonly GraphQLError[]).map(withoutSuggestion));
    };
  },
});

/** Operations that are not for this caller or this method. */
const rules = (): Plugin<RequestContext & ServerContext> => {
  const refuse = ({ document, contextValue }: ExecutionArgs): GraphQLError | null => {
    const { actor, transport } = contextValue as RequestContext & ServerContext;
    if (actor.type === 'anonymous' && isIntrospection(document)) {
      return new GraphQLError('Introspection is for callers who are signed in; the schema is in schema.graphql.', {
        extensions: { code: 'SIGN_IN_REQUIRED' },
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

interface Result {
  data?: unknown;
  errors?: readonly GraphQLError[];
}

/** Expected failures get their code; everything else is masked, and logged under the request's id. */
const masking = ({ log }: Server): Plugin<RequestContext> => {
  const masked = <T extends Result>(result: T, { requestId }: RequestContext): T =>
    result.errors ? { ...result, errors: result.errors.map((error) => toClientError(error, requestId, log)) } : result;
  const isStream = (result: unknown): boolean => typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (!isStream(result)) setResult(masked(result as Result, args.contextValue) as never);
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (!isStream(result)) setResult(masked(result as Result, args.contextValue) as never);
        return { onNext: ({ result, setResult }) => setResult(masked(result as Result, args.contextValue) as never) };
      },
      // The stream itself ended by an error: the subscriber was too slow, or has lost its right.
      onSubscribeError: ({ error, setError }) => setError(toClientError(error, (args.contextValue as RequestContext).requestId, log)),
    }),
  };
};
