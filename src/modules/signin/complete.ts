import { securityKeys } from '../../db/tables/keys.ts';
import type { TxCtx } from '../context.ts';
import type { User } from '../directory/users.ts';
import { type StartedSession, startSession } from '../identity/sessions.ts';
import { type SecurityKey, theKey } from '../keys/keys.ts';
import { amrOf, type Factors, isAuditable } from '../keys/signsIn.ts';
import { type SignIn, spendSignIn } from './attempts.ts';
import { grantOffline } from './offline/grants.ts';

/**
 * Ends a sign-in well: the person has a session, and the key was used. Part of the transaction that holds the locks of key
 * and person and has looked at both.
 * @param offlineVerifier what the page derived from the phone's prf, for offline sign-in at the PC's agent; null without one
 * @throws Refused SIGN_IN_ENDED
 */
export async function completeSignIn(
  ctx: TxCtx,
  signIn: SignIn,
  { key, user }: { key: SecurityKey; user: User },
  factors: Factors,
  offlineVerifier: string | null = null,
): Promise<StartedSession> {
  const { workspaceId, agentId, applicationId, proximity } = signIn;
  await spendSignIn(ctx, signIn);
  if (isAuditable(key)) await ctx.db.update(securityKeys).set({ lastUsedAt: ctx.clock.now() }).where(theKey(workspaceId, key.id));
  // Offline the phone verifies its user in any case, and computes another key where it did not now.
  if (offlineVerifier !== null && agentId !== null && factors.userVerified)
    await grantOffline(ctx, { key, user, agentId, verifier: offlineVerifier });
  return startSession(ctx, user, { keyId: key.id, auditable: isAuditable(key), amr: amrOf(factors), proximity, agentId, applicationId });
}
