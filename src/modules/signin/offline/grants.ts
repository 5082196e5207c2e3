import { and, eq } from 'drizzle-orm';
import { offlineAgents, offlineGrants } from '../../../db/tables/offline.ts';
import type { TxCtx } from '../../context.ts';
import type { User } from '../../directory/users.ts';
import { InvalidInput } from '../../errors.ts';
import type { SecurityKey } from '../../keys/keys.ts';
import { isAuditable } from '../../keys/signsIn.ts';
import { findStandingAgent, serves } from '../../readers/agents.ts';
import { theOfflineAgent } from './agents.ts';
import { sealFor } from './seal.ts';
import { grantLife, isForOffline } from './standing.ts';

/** The condition that finds a grant. */
export const theGrant = (workspaceId: string, agentId: string, keyId: string) =>
  and(eq(offlineGrants.workspaceId, workspaceId), eq(offlineGrants.agentId, agentId), eq(offlineGrants.keyId, keyId));

/**
 * Lets a person sign in offline at a PC where they just signed in online: keeps what the agent checks their codes by,
 * sealed for that agent. Nothing happens where the key or the agent cannot do it, or the agent is somebody else's.
 * Part of the sign-in's transaction; the caller holds the locks of person and key.
 * @param verifier 32 bytes, base64url, as the page derived them from the phone's prf for this very agent
 * @throws InvalidInput
 */
export async function grantOffline(
  ctx: TxCtx,
  { key, user, agentId, verifier }: { key: SecurityKey; user: User; agentId: string; verifier: string },
): Promise<void> {
  requireVerifier(verifier);
  const { workspaceId, id: keyId } = key;
  const sealingKey = isForOffline(key) ? await sealingKeyFor(ctx, user, agentId) : null;
  if (!sealingKey) return;
  const kept = { verifier: await sealFor(sealingKey, Buffer.from(verifier, 'base64url')), ...grantLife(ctx.clock.now()) };
  const [added] = await ctx.db
    .insert(offlineGrants)
    .values({ workspaceId, agentId, keyId, ...kept })
    .onConflictDoNothing()
    .returning();
  if (!added)
    await ctx.db
      .update(offlineGrants)
      .set(kept)
      .where(theGrant(workspaceId, agentId, keyId));
  else if (isAuditable(key)) ctx.emit(workspaceId, { type: 'offline.granted', userId: user.id, keyId, payload: { agentId } });
  // The log may not tell of it, so the agent's stream hears it directly.
  ctx.afterCommit(() => ctx.hub.nudgeAgent(workspaceId, agentId));
}

/** The key to which an agent's secrets are sealed; null where the agent is not for this person, or cannot do it. */
async function sealingKeyFor(ctx: TxCtx, { workspaceId, id: userId }: User, agentId: string): Promise<Uint8Array | null> {
  const agent = await findStandingAgent(ctx.db, workspaceId, agentId);
  if (!agent || !serves(agent, userId)) return null;
  const [offline] = await ctx.db.select().from(offlineAgents).where(theOfflineAgent(workspaceId, agentId));
  return offline && offline.journalBrokenAt === null ? offline.sealingKey : null;
}

function requireVerifier(verifier: string): void {
  if (/^[\w-]{43}$/.test(verifier)) return;
  const message = `offlineVerifier must be 32 bytes as base64url, 43 characters, got ${verifier.length}.`;
  throw new InvalidInput([{ path: ['offlineVerifier'], code: 'INVALID', message }]);
}
