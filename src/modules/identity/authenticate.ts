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
 * @throws AccessDenied SIGN_IN_REQUIRED, RateLimited
 */
export async function authenticate(server: Server, operator: OperatorToken, { bearer, session }: Credentials, origin: Origin): Promise<Actor> {
  if (bearer !== null) {
    const actor = await actorOfBearer(server, operator, bearer, origin);
    if (actor) return actor;
    await server.limits.take('badToken', origin.address);
    throw new AccessDenied('SIGN_IN_REQUIRED', 'This token is not known, or is over.');
  }
  // A cookie outlives its session often enough: whoever brings an old one is simply nobody.
  return (session !== null && (await actorOfSession(server, session))) || anonymous;
}

/** The operator's token, as a hash, and whether an address may use it. */
export interface OperatorToken {
  hash: Uint8Array;
}

async function actorOfBearer(server: Server, operator: OperatorToken, bearer: string, { address }: Origin): Promise<Actor | null> {
  if (bearer.startsWith('lk_')) return actorOfApiToken(server, bearer);
  // The operator is who sits at the machine: elsewhere even the right token is nothing.
  if (isLoopback(address) && sameSecret(sha256(bearer), operator.hash)) return { type: 'operator' };
  return null;
}

/** Whether an address is of this machine. */
export const isLoopback = (address: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address);
