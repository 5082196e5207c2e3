import type { KeyObject } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { offlineAgents, offlineGrants } from '../../../db/tables/offline.ts';
import { type Ctx, type TxCtx, tx } from '../../context.ts';
import { isAuditable } from '../../keys/signsIn.ts';
import { requireAgent } from '../../readers/agentActor.ts';
import { parse } from '../../validation.ts';
import { lockOfflineAgent, theOfflineAgent } from './agents.ts';
import { theGrant } from './grants.ts';
import { grantSigningKey, publicHalf } from './signingKey.ts';
import { grantLife, grantUses, type KeptGrant, keptGrants, stands } from './standing.ts';

const report = z.object({
  sealingKey: z.string().regex(/^[\w-]{43}$/, 'sealingKey must be the 32 bytes of an X25519 public key, base64url.'),
  held: z.array(z.string().max(100)).max(10_000, 'An agent holds at most 10000 grants.'),
});

/** What an agent is told: the key that signs grants, and the grants that stand. */
export interface ToldGrants {
  grantKey: string;
  grants: string[];
}

/**
 * Tells an agent its grants, each renewed where it is of an earlier day. It says which it holds, so that one that is over
 * and gone from there is forgotten here too.
 * @throws AccessDenied, InvalidInput
 */
export async function syncOfflineGrants(ctx: Ctx, input: { sealingKey: string; held: readonly string[] }): Promise<ToldGrants> {
  const { workspaceId, agentId } = requireAgent(ctx);
  const { sealingKey, held } = parse(report, input);
  const signingKey = await grantSigningKey(ctx, workspaceId);
  const standing = await tx(ctx, async (ctx) => {
    await takeSealingKey(ctx, { workspaceId, agentId, sealingKey: new Uint8Array(Buffer.from(sealingKey, 'base64url')) });
    return settle(ctx, { workspaceId, agentId, held: new Set(held) });
  });
  return { grantKey: publicHalf(signingKey), grants: await Promise.all(standing.map((kept) => signGrant(signingKey, kept))) };
}

/** What was sealed to another key than the agent has now is of no use any more. */
async function takeSealingKey(
  ctx: TxCtx,
  { workspaceId, agentId, sealingKey }: { workspaceId: string; agentId: string; sealingKey: Uint8Array },
): Promise<void> {
  const known = await lockOfflineAgent(ctx, workspaceId, agentId);
  if (known.sealingKey && Buffer.compare(known.sealingKey, sealingKey) === 0) return;
  await ctx.db.delete(offlineGrants).where(and(eq(offlineGrants.workspaceId, workspaceId), eq(offlineGrants.agentId, agentId)));
  await ctx.db.update(offlineAgents).set({ sealingKey }).where(theOfflineAgent(workspaceId, agentId));
}

/** Renews what stands, and forgets what does not and is not at the agent any more. @returns what stands */
async function settle(
  ctx: TxCtx,
  { workspaceId, agentId, held }: { workspaceId: string; agentId: string; held: ReadonlySet<string> },
): Promise<KeptGrant[]> {
  const now = ctx.clock.now();
  const life = grantLife(now);
  const standing: KeptGrant[] = [];
  for (const kept of await keptGrants(ctx.db, workspaceId, agentId)) {
    const { grant } = kept;
    const place = theGrant(workspaceId, agentId, grant.keyId);
    if (!stands(kept, now)) {
      if (!held.has(grant.keyId)) await ctx.db.delete(offlineGrants).where(place);
      continue;
    }
    if (grant.notBefore < life.notBefore) await ctx.db.update(offlineGrants).set(life).where(place);
    standing.push({ ...kept, grant: { ...grant, ...life } });
  }
  return standing;
}

/** A grant as a JWS: the same one for the same row, so that an agent can tell a renewed one. */
const signGrant = (signingKey: KeyObject, { grant, key, user }: KeptGrant): Promise<string> =>
  new SignJWT({
    keyId: key.id,
    username: user.username,
    displayName: user.displayName,
    auditable: isAuditable(key),
    pin: key.smartphone?.verification === 'PIN',
    uses: grantUses,
    verifier: grant.verifier,
  })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-offline-grant+jwt' })
    .setAudience(grant.agentId)
    .setSubject(user.id)
    .setNotBefore(grant.notBefore)
    .setExpirationTime(grant.expiresAt)
    .sign(signingKey);
