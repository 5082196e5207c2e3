import { eq } from 'drizzle-orm';
import { decodeProtectedHeader, errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { agentTokens, readerAgents } from '../../db/tables/readers.ts';
import { idKind } from '../../lib/ids.ts';
import type { Server } from '../context.ts';
import { Refused } from '../errors.ts';
import type { Actor } from '../policy/actor.ts';
import { findStandingAgent, type ReaderAgent } from './agents.ts';

/** `typ` of a token that shows who calls, of a proof for a page, and of a witness: none counts for another (RFC 8725 §3.11). */
export type TokenType = 'latchkey-agent+jwt' | 'latchkey-agent-proof+jwt' | 'latchkey-agent-witness+jwt';

/** How far ahead of the server's clock an agent's may be, and how long its word counts, in seconds. */
const tolerance = 5;
const life = 60;

type AgentActor = Extract<Actor, { type: 'agent' }>;

/** Whether a bearer token looks like an agent's: three parts, the first a JSON object. */
export const looksLikeAgentToken = (bearer: string): boolean => /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/.test(bearer);

const refused = (message: string) => new Refused('AGENT_TOKEN_INVALID', message);

/**
 * Who an agent's token stands for. A token counts once.
 * @throws Refused AGENT_TOKEN_INVALID; RateLimited
 */
export async function actorOfAgentToken(server: Server, token: string): Promise<AgentActor> {
  const { agent, claims } = await verifyAgentJwt(server, token, 'latchkey-agent+jwt', ['jti', 'exp']);
  const { workspaceId, id: agentId } = agent;
  const { jti, exp = 0 } = claims;
  // RFC 7519 §4.1.7 has a text; whoever signs can put anything there.
  if (typeof jti !== 'string' || jti === '' || jti.length > 100 || jti.includes('\0'))
    throw refused('The token’s `jti` must be 1 to 100 characters.');
  // Before anything is written: an agent can sign faster than rows should come.
  await server.limits.take('agent', agentId);
  const first = await server.db
    .insert(agentTokens)
    // Kept past its end, as long as any clock could still take it.
    .values({ workspaceId, agentId, jti, expiresAt: new Date((exp + life) * 1_000) })
    .onConflictDoNothing()
    .returning({ jti: agentTokens.jti });
  if (first.length === 0) throw refused('The token was used already: sign a new one for each request.');
  return { type: 'agent', workspaceId, agentId };
}

/** The agent of a connection that its token opened, looked up anew. @throws Refused AGENT_TOKEN_INVALID where it was shut out */
export async function actorOfAgent({ db }: Server, workspaceId: string, agentId: string): Promise<AgentActor> {
  if (!(await findStandingAgent(db, workspaceId, agentId))) throw shutOut();
  return { type: 'agent', workspaceId, agentId };
}

const shutOut = () => refused('This agent is not paired with this server, or was shut out: pair it anew.');

/**
 * The agent that signed a JWT, and what it claims: for this server, at most 60 seconds old by the server's clock.
 * @param workspaceId the only workspace whose agents count; any unless given
 * @throws Refused AGENT_TOKEN_INVALID
 */
export async function verifyAgentJwt(
  { db, clock, publicUrl }: Pick<Server, 'db' | 'clock' | 'publicUrl'>,
  token: string,
  typ: TokenType,
  requiredClaims: string[],
  workspaceId?: string,
): Promise<{ agent: ReaderAgent; claims: JWTPayload }> {
  const agent = await agentOfHeader(db, token, workspaceId);
  const now = clock.now();
  try {
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(agent.publicKey).toString('base64url') }, 'EdDSA');
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      typ,
      issuer: agent.id,
      audience: publicUrl,
      requiredClaims: ['iat', ...requiredClaims],
      // With an age asked for, a time ahead of the clock is refused too, past the tolerance.
      maxTokenAge: life,
      clockTolerance: tolerance,
      currentDate: now,
    });
    requireShort(payload, now);
    return { agent, claims: payload };
  } catch (error) {
    if (error instanceof errors.JOSEError) throw refused(`The agent’s token does not verify for ${publicUrl}: ${error.message}.`);
    throw error;
  }
}

// The tolerance is for clocks that run ahead; it makes no token live longer.
function requireShort({ iat = 0, exp = iat + life }: JWTPayload, now: Date): void {
  if (exp > iat + life) throw refused(`The token must end at most ${life} seconds after it was signed.`);
  if (now.getTime() > exp * 1_000) throw refused(`The token is over ${life} seconds old by the server’s clock.`);
}

async function agentOfHeader(db: Server['db'], token: string, workspaceId?: string): Promise<ReaderAgent> {
  const kid = kidOf(token);
  if (idKind(kid) !== 'readerAgent') throw refused('The token’s `kid` names no agent.');
  const [agent] = await db.select().from(readerAgents).where(eq(readerAgents.id, kid));
  // Another workspace's agent is nobody here.
  if (!agent || agent.revokedAt || agent.workspaceId !== (workspaceId ?? agent.workspaceId)) throw shutOut();
  return agent;
}

/** The id of the agent that a token says it is of; empty where it says nothing that can be read. */
function kidOf(token: string): string {
  try {
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === 'string' ? kid : '';
  } catch {
    return '';
  }
}
