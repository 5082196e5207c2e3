import type { ServerResponse } from 'node:http';
import type { Server } from '../modules/context.ts';
import { isDomainError, Refused } from '../modules/errors.ts';
import { authenticate } from '../modules/identity/authenticate.ts';
import { onlyWorkspaceOrNone } from '../modules/identity/operator.ts';
import type { Actor } from '../modules/policy/actor.ts';
import { actorOfAgent, looksLikeAgentToken } from '../modules/readers/agentTokens.ts';
import type { SchemaContext } from '../schema/context.ts';
import { Loaders } from '../schema/loaders.ts';
import { type AgentActor, agentOfToken } from './agentAccess.ts';
import { cookieHeader, readCookie } from './cookies.ts';
import { bearerOf, originOf, type RequestHead } from './origin.ts';

/** What the HTTP layer knows besides the server. */
export interface HttpSettings {
  /** The operator's token, hashed. */
  operatorToken: Uint8Array;
  /** Whether the public address is https: cookies and headers follow it. */
  secure: boolean;
  trustedProxyHops: number;
  /** What a caller of /metrics from elsewhere has to bring, hashed; null, and only this machine is answered. */
  metricsToken: Uint8Array | null;
  /** Whether somebody collects traces. */
  isTraced?: boolean;
}

/** How a transport brings credentials, and whether it can carry cookies back. */
export interface Transport {
  request: RequestHead;
  /** Null on a WebSocket. */
  response: ServerResponse | null;
  /** The value of the Authorization header, or of the connection parameter of that name. */
  authorization: unknown;
  /** Whether cookies count: the request showed that it comes from our own pages. */
  cookies: boolean;
  /** The agent that opened the WebSocket by its token. */
  agent?: AgentActor;
}

/** Makes an operation's context: who calls is looked up anew for each. @throws AccessDenied, RateLimited */
export async function requestContext(server: Server, settings: HttpSettings, transport: Transport): Promise<SchemaContext> {
  const { request, response, authorization, cookies } = transport;
  const origin = originOf(request, settings.trustedProxyHops);
  const cookie = (name: 'session' | 'activation') => (cookies ? readCookie(request, name, settings.secure) : null);
  const bearer = bearerOf(authorization);
  const agent = transport.agent ?? (bearer !== null && looksLikeAgentToken(bearer) ? await agentOfToken(server, bearer, origin) : null);
  // An agent's token counts once, so the agent is looked up in its place.
  const lookUp = () =>
    agent
      ? actorOfAgent(server, agent.workspaceId, agent.agentId)
      : authenticate(server, settings.operatorToken, { bearer, session: cookie('session') }, origin);
  const known = await lookUp();
  // Over HTTP its token was counted; on a WebSocket each operation is.
  if (transport.agent) await server.limits.take('agent', transport.agent.agentId);
  return {
    ...server,
    actor: await placed(server, known, request),
    origin,
    activationToken: cookie('activation'),
    stillStands: () =>
      lookUp().then(
        (now) => now.type === known.type,
        (error) => (isDomainError(error) ? false : Promise.reject(error)),
      ),
    loaders: new Loaders(server),
    setCookie: (name, value) => {
      if (!response) throw new Refused('COOKIES_NEED_HTTP', 'This sets a cookie, and a WebSocket cannot: send it over HTTP.');
      response.appendHeader('set-cookie', cookieHeader(name, value, settings.secure));
    },
  };
}

/** The operator acts in the workspace that the header names, or in the only one there is. */
async function placed(server: Server, actor: Actor, request: RequestHead): Promise<Actor> {
  if (actor.type !== 'operator') return actor;
  const named = request.headers['x-latchkey-workspace'];
  const workspaceId = await onlyWorkspaceOrNone(server, typeof named === 'string' ? named : null);
  return workspaceId === null ? actor : { type: 'operator', workspaceId };
}
