import { sameSecret, sha256 } from '../../lib/secrets.ts';
import type { Origin, Server } from '../context.ts';
import { AccessDenied } from '../errors.ts';
import type { Actor } from '../policy/actor.ts';
import { actorOfApiToken } from './apiTokens.ts';
import { actorOfSession } from './sessions.ts';

/** What a request brings to show who calls. */
export interface Credentials {
  /** The bearer token of the Authorization header, or of a WebSocket's connection parameters. */
  bearer: string | null;
  /** The session cookie's token. */
  session: string | null;
}

const anonymous: Actor = { type: 'anonymous' };

/**
 * Who calls. A bearer token counts before a cookie, and one that fits nothing is an error rather than nobody: a script
 * must hear that its token is over.
 * @param operatorToken the operator's token, hashed
 * @throws AccessDenied SIGN_IN_REQUIRED, RateLimited
 */
export async function authenticate(server: Server, operatorToken: Uint8Array, { bearer, session }: Credentials, origin: Origin): Promise<Actor> {
  if (bearer !== null) {
    const actor = await actorOfBearer(server, operatorToken, bearer, origin);
    if (actor) return actor;
    await server.limits.take('badToken', origin.address);
    throw new AccessDenied('SIGN_IN_REQUIRED', 'This token is not known, or is over.');
  }
  // A cookie outlives its session often enough: whoever brings an old one is simply nobody.
  return (session !== null && (await actorOfSession(server, session))) || anonymous;
}

async function actorOfBearer(server: Server, operatorToken: Uint8Array, bearer: string, { local }: Origin): Promise<Actor | null> {
  if (bearer.startsWith('lk_')) return actorOfApiToken(server, bearer);
  // The operator is who sits at the machine: elsewhere even the right token is nothing.
  if (local && sameSecret(sha256(bearer), operatorToken)) return { type: 'operator' };
  return null;
}
