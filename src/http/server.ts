import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Server } from '../modules/context.ts';
import { databaseAnswers } from '../modules/operator/status.ts';
import { DocumentCache } from './documentCache.ts';
import { type BuiltAgent, isDownload, sendDownload } from './downloads.ts';
import { createFront } from './front.ts';
import { createGraphQL, httpContext } from './graphql.ts';
import { setSecurityHeaders } from './headers.ts';
import { createMetrics } from './metrics.ts';
import { createOidc, isOidc } from './oidc/server.ts';
import { createPages } from './pages.ts';
import type { HttpSettings } from './requestContext.ts';
import { Sharing } from './shared/sharing.ts';
import { requestSpan } from './tracing.ts';
import { createWebSocketEnd } from './websocket.ts';

/** Our own pages' requests carry it; a form or a script of another site cannot. */
const csrfHeader = 'x-latchkey-csrf';

/** A server that listens. */
export interface RunningHttp {
  /** Stops accepting, sends subscribers away to come back, and lets what runs finish, up to the given time. */
  drain(within: number): Promise<void>;
}

/** Listens first, so that the port is known, and answers once `serve` gives it the server. */
export interface HttpEnd {
  port: number;
  /** @param bundle the agent's program, for download */
  serve(server: Server, settings: HttpSettings, bundle: BuiltAgent | null): RunningHttp;
  close(): Promise<void>;
}

/** @throws Error in one line where the port is taken or the host is none of this machine */
export async function listen(host: string, port: number): Promise<HttpEnd> {
  const http = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 });
  const starting = (_: IncomingMessage, response: ServerResponse) => answer(response, 503, 'starting');
  http.on('request', starting);
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(new Error(explain(error, host, port))));
    http.listen(port, host, resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    serve: (server, settings, bundle) => {
      http.off('request', starting);
      return serve(http, server, settings, bundle);
    },
    close: () => new Promise((resolve) => http.close(() => resolve())),
  };
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use by another program. Stop it, or set PORT.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST ${host} is no address of this machine.`;
  return `Port ${port} on ${host} could not be opened: ${message}`;
}

function serve(http: HttpServer, server: Server, settings: HttpSettings, bundle: BuiltAgent | null): RunningHttp {
  const sharing = new Sharing(server);
  const metrics = createMetrics(server, settings);
  const yoga = createGraphQL(server, settings, new DocumentCache(), sharing, [metrics.plugin]);
  const front = createFront(yoga, server.log);
  const webSocket = createWebSocketEnd(server, yoga, settings, sharing);
  const oidc = createOidc(server, settings);
  const pages = createPages();
  const ownOrigins = new Set(server.rp.origins);
  let draining = false;

  // Cookies count only where the request shows that one of our own pages made it.
  const isOwn = ({ headers }: IncomingMessage) => headers.origin === undefined || ownOrigins.has(headers.origin);

  const graphql = (request: IncomingMessage, response: ServerResponse): void => {
    const isStream = request.method === 'GET' && Boolean(request.headers.accept?.includes('text/event-stream'));
    if (request.method !== 'POST' && !isStream) {
      response.setHeader('allow', 'POST');
      return answer(response, 405, 'Send GraphQL by POST; subscriptions also as Server-Sent Events or over a WebSocket.');
    }
    // Yoga makes an address of it, and fails where it is none. Nothing else here reads it.
    if (!URL.canParse(`http://${request.headers.host ?? ''}/graphql`)) return answer(response, 400, 'The Host header is no host.');
    // A form of another site can send other types, but not this one, without asking first.
    if (request.method === 'POST' && !/^application\/(graphql\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
      return answer(response, 415, 'Send GraphQL as application/json.');
    }
    const cookies = isOwn(request) && (isStream || request.headers[csrfHeader] !== undefined);
    response.setHeader('cache-control', 'no-store');
    const handle = () => front(request, response, httpContext(request, response, cookies));
    if (!settings.isTraced) return handle();
    void requestSpan(request, settings.trustedProxyHops, () => {
      handle();
      return new Promise((resolve) => response.once('close', resolve));
    });
  };

  const ready = async (response: ServerResponse): Promise<void> => {
    if (draining) return answer(response, 503, 'draining');
    const works = await databaseAnswers(server);
    answer(response, works ? 200 : 503, works ? 'ready' : 'the database does not answer');
  };

  http.on('request', (request, response) => {
    setSecurityHeaders(response, settings.secure);
    if (hasTwoHosts(request)) return answer(response, 400, 'There is more than one Host header.');
    const path = request.url?.split('?')[0];
    if (path === '/graphql') return graphql(request, response);
    if (isOidc(path)) return oidc(request, response);
    if (isDownload(path, bundle)) return sendDownload(bundle, request, response);
    if (path === '/livez') return answer(response, 200, 'alive');
    if (path === '/readyz') return void ready(response);
    if (path === '/metrics') return void metrics.serve(request, response);
    pages(request, response, () => answer(response, 404, 'There is nothing at this address.'));
  });

  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (hasTwoHosts(request)) return refuse(socket, '400 Bad Request');
    if (draining || request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found');
    // A browser says where a WebSocket comes from, and no page of another site may open one with our cookies.
    if (!isOwn(request)) return refuse(socket, '403 Forbidden');
    if (webSocket.isFull(request)) return refuse(socket, '429 Too Many Requests');
    webSocket.upgrade(request, socket, head);
  });

  return {
    drain: async (within) => {
      draining = true;
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      // The sockets first: a client that heard its streams end in order would not come back.
      webSocket.stop();
      server.hub.stop();
      http.closeIdleConnections();
      const force = setTimeout(() => {
        webSocket.terminate();
        http.closeAllConnections();
      }, within);
      await closed;
      clearTimeout(force);
    },
  };
}

/** RFC 9112 §3.2: to be refused. Node keeps the first one, and what stands in front of the server may have gone by the other. */
const hasTwoHosts = ({ headersDistinct }: IncomingMessage): boolean => (headersDistinct.host?.length ?? 0) > 1;

/** Answers a request for another protocol that there is none for it. */
function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${text}\n`);
}
