import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Server } from '../modules/context.ts';
import { isDomainError } from '../modules/errors.ts';
import type { Subscriber } from '../modules/events/subscriber.ts';
import { looksLikeAgentToken } from '../modules/readers/agentTokens.ts';
import type { SchemaContext } from '../schema/context.ts';
import { type AgentActor, agentOfToken, closeWhenShutOut } from './agentAccess.ts';
import { toClientError } from './clientErrors.ts';
import { bodyLimit, type GraphQLServer } from './graphql.ts';
import { bearerOf, headOf, originOf, type RequestHead } from './origin.ts';
import type { HttpSettings, Transport } from './requestContext.ts';
import { SocketFeed } from './shared/feed.ts';
import { Line } from './shared/line.ts';
import type { Sharing } from './shared/sharing.ts';
import { SocketCount } from './socketCount.ts';
import { canTake, pingRegularly, receive } from './socketFlow.ts';

const operationsPerSocket = 100;
// More than operations, or the message that ends one would not be read.
const messagesAtOnce = operationsPerSocket + 20;
/** The longest payload of a ping and of the message that opens a connection: the one is sent back, the other kept. */
const payloadLimit = 1_024;
// RFC 6455 §7.4.1: 1012, the service restarts; clients of graphql-ws connect again.
const restarting = 1012;
// 1013, by the same registry: the server is overloaded, try again later.
const tryLater = 1013;

interface Extra {
  request: RequestHead;
  socket: WebSocket;
  line: Line;
  /** The agent whose token opened the connection. */
  agent?: AgentActor;
}

/** The WebSocket end of GraphQL: the protocol graphql-transport-ws, by graphql-ws. */
export interface WebSocketEnd {
  /** Whether the request's address has as many sockets as one may have. */
  isFull(request: IncomingMessage): boolean;
  /** Takes the socket. The request comes from our own pages or from no page, so its cookies count. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes every socket with 1012, upon which clients connect again. */
  stop(): void;
  /** Ends those that did not answer. */
  terminate(): void;
}

export function createWebSocketEnd(server: Server, yoga: GraphQLServer, settings: HttpSettings, sharing: Sharing): WebSocketEnd {
  // Not compressed: bytes that many sockets share go past the library.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: bodyLimit, handleProtocols, perMessageDeflate: false });
  const count = new SocketCount(settings.trustedProxyHops);
  /** Verifies an agent's token once, and keeps who it is: other credentials are looked at with each operation. */
  const admit = async (authorization: unknown, extra: Extra): Promise<boolean> => {
    const token = bearerOf(authorization);
    if (token === null || !looksLikeAgentToken(token)) return true;
    try {
      extra.agent = await agentOfToken(server, token, originOf(extra.request, settings.trustedProxyHops));
      await closeWhenShutOut(server, extra.agent, extra.socket);
      return true;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      // Who is refused is shut out for good; who came too often is to come again.
      if (error.code === 'RATE_LIMITED') extra.socket.close(tryLater, 'Try again later');
      return false;
    }
  };
  const protocol = makeServer<{ authorization?: unknown }, Extra>({
    // Who is refused here is closed with 4403.
    onConnect: async ({ connectionParams, extra }) => fits(connectionParams) && admit(connectionParams?.authorization, extra),
    onPing: ({ extra: { socket } }, payload) => {
      if (!fits(payload)) socket.close(CloseCode.BadRequest, 'Ping payload is too large');
    },
    onSubscribe: async ({ extra: { request, agent, line }, connectionParams, subscriptions }, id, payload) => {
      if (Object.keys(subscriptions).length > operationsPerSocket) {
        return [new GraphQLError(`A connection carries ${operationsPerSocket} operations at once.`, { extensions: { code: 'QUERY_TOO_LARGE' } })];
      }
      const transport: Transport = {
        request,
        response: null,
        authorization: connectionParams?.authorization,
        cookies: true,
        ...(agent ? { agent } : {}),
      };
      const { parse, validate, contextFactory, execute, subscribe, schema } = yoga.getEnveloped({ transport, params: payload } as never);
      try {
        const document = parse(payload.query);
        const problems = validate(schema, document);
        if (problems.length > 0) return problems;
        const contextValue = (await contextFactory()) as SchemaContext;
        const args = { schema, document, contextValue, operationName: payload.operationName, variableValues: payload.variables };
        const toLine = (subscriber: Subscriber) => new SocketFeed(subscriber, line, id);
        const share = async (given: ExecutionArgs) => {
          const results = await sharing.subscribe(given, toLine);
          if (!results) return subscribe(given);
          // graphql-ws keeps these as long as the subscription runs; of what is shared, nobody's call is kept.
          Object.assign(given, { contextValue: null, execute: null, subscribe: null });
          return results;
        };
        return Object.assign(args, { rootValue: undefined, execute, subscribe: share }) as never;
      } catch (error) {
        return [toClientError(error, randomUUID(), server.log)];
      }
    },
    // biome-ignore lint/suspicious/noExplicitAny: the envelope travels with the arguments, as graphql-ws' recipe for envelop has it.
    execute: (args: any) => args.execute(args),
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    subscribe: (args: any) => args.subscribe(args),
  });

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    // A frame that is too large or no frame at all: ws closes the socket by itself.
    socket.on('error', (error) => server.log.debug({ code: (error as { code?: string }).code }, 'a WebSocket broke'));
    count.add(request, socket);
    const stopPinging = pingRegularly(socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Resolves when the bytes have left, so that a stream does not run ahead of its reader.
        send: (text) => new Promise((resolve) => (canTake(socket) ? socket.send(text, () => resolve()) : resolve())),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (handle) =>
          receive(socket, messagesAtOnce, (text) =>
            handle(text).catch((error) => {
              server.log.warn({ err: error }, 'a WebSocket message could not be handled');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            }),
          ),
      },
      { request: headOf(request), socket, line: new Line(socket, request.socket) },
    );
    socket.once('close', (code, reason) => {
      stopPinging();
      void closed(code, String(reason));
    });
  });

  return {
    isFull: (request) => count.isFull(request),
    upgrade: (request, socket, head) => sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request)),
    stop: () => {
      for (const socket of sockets.clients) socket.close(restarting, 'Service restart');
    },
    terminate: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

const fits = (payload: unknown): boolean => payload === undefined || JSON.stringify(payload).length <= payloadLimit;
