import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Server } from '../modules/context.ts';
import type { SchemaContext } from '../schema/context.ts';
import { toClientError } from './clientErrors.ts';
import { bodyLimit, type GraphQLServer } from './graphql.ts';
import type { Transport } from './requestContext.ts';

const keepAlive = 12_000;
const subscriptionsPerSocket = 100;
// RFC 6455 §7.4.1: 1012, the service restarts; clients of graphql-ws connect again.
const restarting = 1012;

interface Extra {
  request: IncomingMessage;
  /** Whether the upgrade came from our own pages, so that its cookies count. */
  cookies: boolean;
}

/** The WebSocket end of GraphQL: the protocol graphql-transport-ws, by graphql-ws. */
export interface WebSocketEnd {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, cookies: boolean): void;
  /** Closes every socket with 1012, upon which clients connect again. */
  stop(): void;
  readonly size: number;
}

export function createWebSocketEnd(server: Server, yoga: GraphQLServer): WebSocketEnd {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: bodyLimit, handleProtocols });
  const protocol = makeServer<{ authorization?: unknown }, Extra>({
    onSubscribe: async ({ extra, connectionParams, subscriptions }, _id, payload) => {
      if (Object.keys(subscriptions).length > subscriptionsPerSocket) {
        return [new GraphQLError(`A connection carries ${subscriptionsPerSocket} operations at once.`, { extensions: { code: 'QUERY_TOO_LARGE' } })];
      }
      const transport: Transport = { request: extra.request, response: null, authorization: connectionParams?.authorization, cookies: extra.cookies };
      const { parse, validate, contextFactory, execute, subscribe, schema } = yoga.getEnveloped({ transport, params: payload } as never);
      try {
        const document = parse(payload.query);
        const problems = validate(schema, document);
        if (problems.length > 0) return problems;
        const contextValue = (await contextFactory()) as SchemaContext;
        const args = { schema, document, contextValue, operationName: payload.operationName, variableValues: payload.variables };
        return Object.assign(args, { rootValue: undefined, execute, subscribe }) as never;
      } catch (error) {
        return [toClientError(error, randomUUID(), server.log)];
      }
    },
    // biome-ignore lint/suspicious/noExplicitAny: the envelope travels with the arguments, as graphql-ws' recipe for envelop has it.
    execute: (args: any) => args.execute(args),
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    subscribe: (args: any) => args.subscribe(args),
  });

  sockets.on('connection', (socket: WebSocket, request: IncomingMessage, cookies: boolean) => {
    // A frame that is too large or no frame at all: ws closes the socket by itself.
    socket.on('error', (error) => server.log.debug({ code: (error as { code?: string }).code }, 'a WebSocket broke'));
    const stopPinging = pingRegularly(socket);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Resolves when the bytes have left, so a slow reader is not fed from memory without end.
        send: (text) => new Promise((resolve) => (socket.readyState === socket.OPEN ? socket.send(text, () => resolve()) : resolve())),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) =>
          socket.on('message', (bytes) => {
            receive(String(bytes)).catch((error) => {
              server.log.warn({ err: error }, 'a WebSocket message could not be handled');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      { request, cookies },
    );
    socket.once('close', (code, reason) => {
      stopPinging();
      void closed(code, String(reason));
    });
  });

  return {
    upgrade: (request, socket, head, cookies) =>
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request, cookies)),
    stop: () => {
      for (const socket of sockets.clients) socket.close(restarting, 'Service restart');
    },
    get size() {
      return sockets.clients.size;
    },
  };
}

/** Pings a socket, and ends it when the last ping found no answer. */
function pingRegularly(socket: WebSocket): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, keepAlive);
  return () => clearInterval(timer);
}
