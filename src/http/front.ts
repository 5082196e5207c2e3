import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { processRegularResult } from 'graphql-yoga';
import type { Logger } from 'pino';
import { inThisSpan } from '../lib/trace.ts';
import { bodyLimit, type GraphQLServer, type ServerContext } from './graphql.ts';

/** What nearly every program accepts, and the type that it is answered in (GraphQL over HTTP §6.3). */
const answerTypes: Readonly<Record<string, string>> = {
  '*/*': 'application/json',
  'application/json': 'application/json',
  'application/graphql-response+json': 'application/graphql-response+json',
  'application/graphql-response+json, application/json': 'application/graphql-response+json',
  'application/graphql-response+json,application/json': 'application/graphql-response+json',
};

/** What Yoga is asked for a request; its HTTP handler asks it the same. */
type Params = Parameters<GraphQLServer['getResultForParams']>[0]['params'];

/**
 * Answers the plain requests by itself, which are nearly all: JSON of a known length, an answer as JSON. Yoga parses, checks,
 * executes and masks as for any other; only its HTTP layer, half of what a request costs, is left out. Whatever is out of the
 * ordinary goes there, and is answered as it always was.
 */
export function createFront(yoga: GraphQLServer, log: Logger): (request: IncomingMessage, response: ServerResponse, context: ServerContext) => void {
  return (request, response, context) => {
    const type = isPlain(request) ? answerTypes[request.headers.accept ?? '*/*'] : undefined;
    if (!type) return void yoga(request, response, context);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    const whole = inThisSpan(() => {
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      const params = paramsIn(body);
      if (!params) return void yoga(Object.assign(request, { body }), response, context);
      answer(yoga, params, response, context, type).catch((error) => {
        log.error({ err: error }, 'a request could not be answered');
        response.destroy();
      });
    });
    // Node ends a body at the length that was said, and tells of one that broke off by 'close' alone.
    request.once('end', whole);
  };
}

/** All that Yoga's checks look at in a request whose body was read. */
const aPost = { method: 'POST' } as Request;

/** Whether a request has a body that may be read as it is. */
function isPlain({ method, headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length'] ?? 0);
  return (
    method === 'POST' &&
    length > 0 &&
    length <= bodyLimit &&
    headers['content-encoding'] === undefined &&
    /^application\/json(; ?charset=utf-8)?$/.test(headers['content-type'] ?? '')
  );
}

/** What is asked for; null where the body is nothing of the kind, which Yoga is to say. */
function paramsIn(body: Buffer): Params | null {
  try {
    const params: unknown = JSON.parse(body.toString());
    return isParams(params) ? params : null;
  } catch {
    return null;
  }
}

function isParams(params: unknown): params is Params {
  if (!isObject(params)) return false;
  const { query, operationName = null, variables = null, extensions = null, ...others } = params;
  return (
    typeof query === 'string' &&
    // What may be a stream: no document has one without this word.
    !query.includes('subscription') &&
    (operationName === null || typeof operationName === 'string') &&
    (variables === null || isObject(variables)) &&
    (extensions === null || isObject(extensions)) &&
    Object.keys(others).length === 0
  );
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

async function answer(yoga: GraphQLServer, params: Params, response: ServerResponse, context: ServerContext, type: string): Promise<void> {
  const result = (await yoga.getResultForParams({ params, request: aPost }, context as never)) as ExecutionResult;
  if (!result.errors) return send(response, 200, { 'content-type': `${type}; charset=utf-8` }, JSON.stringify(result));
  // The status by Yoga's own rules.
  const made = processRegularResult(result as never, { Response } as never, type as never);
  send(response, made.status, Object.fromEntries(made.headers), await made.text());
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, text: string): void {
  // As text, it leaves in one piece with the headers.
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}
