import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { and, eq, isNotNull } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { securityKeys, webauthnCredentials } from '../../db/tables/keys.ts';
import { newId } from '../../lib/ids.ts';
import { authenticationOptions, verifyAssertion } from '../ceremonies/authentication.ts';
import { newChallenge, spendChallenge } from '../ceremonies/challenges.ts';
import { SignInRefused } from '../ceremonies/errors.ts';
import { type Ctx, tx } from '../context.ts';
import { onlyWorkspace } from '../identity/operator.ts';
import { type StartedSession, startSession } from '../identity/sessions.ts';
import { lockKey } from '../keys/keys.ts';

/** The options for the browser's navigator.credentials.get(). Names no credential, so it tells nobody who exists. */
export async function beginSignIn(ctx: Ctx, workspaceId: string | null): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await ctx.limits.take('signIn', ctx.origin.address);
  const workspace = workspaceId ?? (await onlyWorkspace(ctx));
  const challenge = await newChallenge(ctx, workspace, 'SIGN_IN', newId('challenge'));
  return authenticationOptions(ctx.rp, challenge, []);
}

/**
 * Signs in a person who has a role, by a key that they were enrolled with.
 * @throws SignInRefused, the same for whatever is wrong; Refused CHALLENGE_SPENT; RateLimited
 */
export async function finishSignIn(ctx: Ctx, workspaceId: string | null, response: AuthenticationResponseJSON): Promise<StartedSession> {
  await ctx.limits.take('signIn', ctx.origin.address);
  const workspace = workspaceId ?? (await onlyWorkspace(ctx));
  const { challenge } = await spendChallenge(ctx, workspace, 'SIGN_IN', null, response.response.clientDataJSON);
  const [found] = await ctx.db
    .select({ credential: webauthnCredentials })
    .from(webauthnCredentials)
    .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, webauthnCredentials.workspaceId), eq(securityKeys.id, webauthnCredentials.keyId)))
    .innerJoin(users, and(eq(users.workspaceId, securityKeys.workspaceId), eq(users.id, securityKeys.userId)))
    .where(and(eq(webauthnCredentials.workspaceId, workspace), eq(webauthnCredentials.credentialId, response.id), isNotNull(users.role)));
  if (!found) throw new SignInRefused('no such credential of a person with a role');
  const { credential } = found;
  const verified = await verifyAssertion(ctx.rp, response, challenge, credential, { userVerification: 'required' });
  return tx(ctx, async (ctx) => {
    // Looked at under the lock: a key or a person that was stopped a moment ago does not get in.
    const { key, user } = await lockKey(ctx, workspace, credential.keyId);
    if (key.status !== 'ACTIVE' || user.suspendedAt || user.role === null) throw new SignInRefused('the key or the person is not active');
    // A phone that is set to be verified by a PIN proves no one by its own lock.
    if (key.smartphone?.verification === 'PIN') throw new SignInRefused('the key asks for a PIN');
    await ctx.db
      .update(webauthnCredentials)
      .set({ counter: verified.counter, backedUp: verified.backedUp })
      .where(and(eq(webauthnCredentials.workspaceId, workspace), eq(webauthnCredentials.id, credential.id)));
    if (key.smartphone?.auditable !== false) {
      await ctx.db
        .update(securityKeys)
        .set({ lastUsedAt: ctx.clock.now() })
        .where(and(eq(securityKeys.workspaceId, workspace), eq(securityKeys.id, key.id)));
    }
    return startSession(ctx, { workspaceId: workspace, userId: user.id, keyId: key.id });
  });
}
