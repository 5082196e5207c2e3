import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { hmac } from '../../lib/secrets.ts';
import type { Ctx, Server } from '../../modules/context.ts';
import { RateLimited } from '../../modules/errors.ts';
import { actorOfSession, signOut } from '../../modules/identity/sessions.ts';
import { tellSignedIn } from '../../modules/signin/oidc/interactions.ts';
import { type Issuer, issuerOf, issuerOfPath, mountPath } from '../../modules/signin/oidc/issuers.ts';
import { privateKeys, publishedKeys } from '../../modules/signin/oidc/signingKeys.ts';
import { signedInBy } from '../../modules/signin/oidc/standing.ts';
import { cookieHeader, readCookie } from '../cookies.ts';
import { allowForms } from '../headers.ts';
import { originOf } from '../origin.ts';
import type { HttpSettings } from '../requestContext.ts';
import { sessionsOf } from './browserSession.ts';
import { interactionIn, serveInteraction } from './interaction.ts';
import { createProvider } from './provider.ts';

const mostProviders = 100;
const nothingHere = 'There is nothing at this address.';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Whether an address is of OpenID Connect. */
export const isOidc = (path: string | undefined): boolean => path === mountPath || (path?.startsWith(`${mountPath}/`) ?? false);

/** Whether a request of anybody’s leaves something behind. The library’s router knows no case, and lets a last slash pass. */
const keepsSomething = (path: string): boolean => /\/(authorize|sign-out)\/?$/i.test(path);

/** OpenID Connect by oidc-provider, for each organisation. */
export function createOidc(server: Server, settings: HttpSettings): Handler {
  const { secure, trustedProxyHops } = settings;
  const publicHost = new URL(server.publicUrl).host;
  const made = new Map<string, { keys: string; provider: Provider; handle: Handler }>();

  const ctxOf = (request: IncomingMessage, actor: Ctx['actor']): Ctx => ({
    ...server,
    actor,
    origin: originOf(request, trustedProxyHops),
    activationToken: null,
  });

  /** The provider with the keys that there are now: another node may have renewed them. */
  const providerOf = async (issuer: Issuer) => {
    const published = await publishedKeys(server, issuer.workspaceId);
    const keys = published.map(({ id }) => id).join();
    const known = made.get(issuer.workspaceId);
    if (known?.keys === keys) return known;
    const vaultKey = await server.vault.key(server.db, issuer.workspaceId, 'OIDC');
    const cookieKey = Buffer.from(hmac(vaultKey, 'cookies')).toString('base64url');
    const provider = createProvider(server, { issuer, keys: await privateKeys(server, issuer.workspaceId, published), cookieKey, secure });
    connect(provider, { server, settings, ctxOf });
    const fresh = { keys, provider, handle: provider.callback() };
    made.delete(issuer.workspaceId);
    made.set(issuer.workspaceId, fresh);
    for (const oldest of made.keys()) {
      if (made.size <= mostProviders) break;
      made.delete(oldest);
    }
    return fresh;
  };

  const parts = { providerOf: async (id: string) => (await providerOf(await issuerOf(server, id))).provider, ctxOf, secure };

  const serve = async (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): Promise<void> => {
    const { address } = originOf(request, trustedProxyHops);
    const path = request.url?.split('?')[0] ?? '';
    await server.limits.take('oidc', address);
    // Koa reads a path more kindly, past what is not even of an address; what has a sign that none here has leads nowhere.
    if (!/^[\w./-]+$/.test(path)) return send(response, 404, nothingHere);
    if (keepsSomething(path)) await server.limits.take('oidcStart', address);
    // Everything that the protocol tells of this server is the public address, whatever the request came by.
    request.headers['x-forwarded-host'] = publicHost;
    request.headers['x-forwarded-proto'] = secure ? 'https' : 'http';
    const interaction = interactionIn(path);
    if (interaction !== null && request.method === 'GET') return serveInteraction(server, parts, request, response, interaction);
    const issuer = await issuerOfPath(server, path);
    if (!issuer) return send(response, 404, nothingHere);
    const { handle } = await providerOf(issuer);
    request.originalUrl = request.url ?? '';
    request.url = (request.url ?? '').slice(issuer.path.length) || '/';
    handle(request, response);
  };

  return (request, response) => {
    serve(request, response).catch((error) => {
      if (error instanceof RateLimited) {
        response.setHeader('retry-after', error.retryAfterSeconds);
        return send(response, 429, error.message);
      }
      server.log.error({ err: error }, 'a request for OpenID Connect failed');
      send(response, 500, 'Something went wrong on the server.');
    });
  };
}

/** What the protocol’s own steps bring about here: the log hears of sign-ins, and a sign-out ends the session. */
function connect(
  provider: Provider,
  { server, settings, ctxOf }: { server: Server; settings: HttpSettings; ctxOf: (request: IncomingMessage, actor: Ctx['actor']) => Ctx },
): void {
  const { secure } = settings;
  provider.proxy = true;
  const failed = (error: unknown) => server.log.error({ err: error }, 'a request for OpenID Connect failed');
  provider.on('server_error', (_, error) => failed(error));
  // Koa’s own, which its types forget here.
  (provider as NodeJS.EventEmitter).on('error', failed);
  provider.use(async (ctx, next) => {
    await next();
    const { oidc } = ctx as unknown as Partial<KoaContextWithOIDC>;
    if (!oidc) return;
    const { AuthorizationCode: code, Client: client } = oidc.entities;
    const token = readCookie(ctx.req, 'session', secure);
    const actor = token === null ? null : await actorOfSession(server, token);
    if (['authorization', 'resume'].includes(oidc.route) && code && actor?.type === 'user') {
      const signedIn = await signedInBy(server, actor.workspaceId, actor.sessionId);
      if (signedIn && code.clientId) await tellSignedIn(ctxOf(ctx.req, actor), signedIn, code.clientId);
    }
    // A form that another site sent off ends here too, with an error.
    if (oidc.route === 'end_session_confirm' && ctx.status === 303 && oidc.params?.logout && oidc.session && actor?.type === 'user') {
      if (sessionsOf(oidc.session).includes(actor.sessionId)) {
        await signOut(ctxOf(ctx.req, actor));
        ctx.res.appendHeader('set-cookie', cookieHeader('session', null, secure));
      }
    }
    if (ctx.response.is('html') && client) allowForms(ctx.res, [...(client.redirectUris ?? []), ...(client.postLogoutRedirectUris ?? [])]);
  });
}

function send(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return void response.end();
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${text}\n`);
}
