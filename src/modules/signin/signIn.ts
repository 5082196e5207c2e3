import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { and, eq, isNotNull, lt } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { securityKeys, webauthnCredentials } from '../../db/tables/keys.ts';
import { authenticationOptions, type VerifiedAssertion, verifyAssertion } from '../ceremonies/authentication.ts';
import { newChallenge, spendChallenge } from '../ceremonies/challenges.ts';
import { SignInRefused } from '../ceremonies/errors.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { NotFound } from '../errors.ts';
import { onlyWorkspace, onlyWorkspaceOrNone } from '../identity/operator.ts';
import { type StartedSession, startSession } from '../identity/sessions.ts';
import { lockKey } from '../keys/keys.ts';
import { signsInAlone } from '../keys/signsIn.ts';

type Credential = typeof webauthnCredentials.$inferSelect;

// Who signs in is known by the answer alone.
const anybody = 'anybody';

/** The options for the browser's navigator.credentials.get(). Names no credential, so it tells nobody who exists. */
export async function beginSignIn(ctx: Ctx, workspaceId: string | null): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await ctx.limits.take('signIn', ctx.origin.address);
  const workspace = await workspaceOf(ctx, workspaceId);
  const challenge = await newChallenge(ctx, workspace, 'SIGN_IN', anybody);
  return authenticationOptions(ctx.rp, challenge);
}

/**
 * Signs in a person who has a role, by a key that they were enrolled with.
 * @throws SignInRefused, the same for whatever is wrong; Refused CHALLENGE_SPENT; RateLimited
 */
export async function finishSignIn(ctx: Ctx, workspaceId: string | null, response: AuthenticationResponseJSON): Promise<StartedSession> {
  await ctx.limits.take('signIn', ctx.origin.address);
  const workspace = await workspaceOf(ctx, workspaceId);
  const challenge = await spendChallenge(ctx, workspace, 'SIGN_IN', anybody, response.response.clientDataJSON);
  const credential = await credentialOfRole(ctx, workspace, response.id);
  let detail: string | null = null;
  try {
    const verified = await verifyAssertion(ctx.rp, response, challenge, credential).catch((error: SignInRefused) => {
      detail = error.reason;
      throw new SignInRefused('SIGNATURE');
    });
    return await tx(ctx, async (ctx) => {
      // Looked at under the lock: a key or a person that was stopped a moment ago does not get in.
      const { key, user } = await lockKey(ctx, workspace, credential.keyId);
      if (key.status !== 'ACTIVE' || user.suspendedAt || user.role === null) throw new SignInRefused('STOPPED');
      if (!signsInAlone(key)) throw new SignInRefused('NEEDS_MORE');
      await useCredential(ctx, workspace, credential.id, verified);
      if (key.smartphone?.auditable !== false) {
        await ctx.db
          .update(securityKeys)
          .set({ lastUsedAt: ctx.clock.now() })
          .where(and(eq(securityKeys.workspaceId, workspace), eq(securityKeys.id, key.id)));
      }
      return startSession(ctx, user, key);
    });
  } catch (error) {
    if (error instanceof SignInRefused) await tellRefused(ctx, workspace, credential.keyId, error.reason, detail);
    throw error;
  }
}

/** The credential with this id, of a person who has a role. @throws SignInRefused */
async function credentialOfRole(ctx: Ctx, workspace: string, credentialId: string): Promise<Credential> {
  const [found] = await ctx.db
    .select({ credential: webauthnCredentials })
    .from(webauthnCredentials)
    .innerJoin(users, and(eq(users.workspaceId, webauthnCredentials.workspaceId), eq(users.id, webauthnCredentials.userId)))
    .where(and(eq(webauthnCredentials.workspaceId, workspace), eq(webauthnCredentials.credentialId, credentialId), isNotNull(users.role)));
  if (!found) throw new SignInRefused('UNKNOWN');
  return found.credential;
}

/** Notes that a credential signed. A counter that did not grow hints at a clone (WebAuthn L3 §7.2 step 22): refused, and not noted. */
async function useCredential(ctx: TxCtx, workspace: string, id: string, { counter, backedUp }: VerifiedAssertion): Promise<void> {
  const used = await ctx.db
    .update(webauthnCredentials)
    .set({ counter, backedUp })
    .where(
      and(
        eq(webauthnCredentials.workspaceId, workspace),
        eq(webauthnCredentials.id, id),
        // Authenticators that do not count say 0 for ever.
        counter === 0 ? eq(webauthnCredentials.counter, 0) : lt(webauthnCredentials.counter, counter),
      ),
    )
    .returning({ id: webauthnCredentials.id });
  if (used.length === 0) throw new SignInRefused('COUNTER');
}

/** Puts a refused sign-in into the log, and what did not verify into the server's, in a transaction of its own; of a key that is not auditable it says nothing. */
async function tellRefused(ctx: Ctx, workspace: string, keyId: string, reason: string, detail: string | null): Promise<void> {
  await tx(ctx, async (ctx) => {
    const { key } = await lockKey(ctx, workspace, keyId);
    if (key.smartphone?.auditable === false) return;
    if (detail) ctx.log.info({ reason: detail }, 'a sign-in did not verify');
    ctx.emit(workspace, { type: 'sign_in.refused', userId: key.userId, keyId, payload: { reason } });
  });
}

/** The workspace that a sign-in names, or the only one: a stranger leaves no rows under a name that nobody has. @throws NotFound, Refused WORKSPACE_UNCLEAR */
async function workspaceOf(ctx: Ctx, named: string | null): Promise<string> {
  if (named === null) return onlyWorkspace(ctx);
  const workspace = await onlyWorkspaceOrNone(ctx, named);
  if (workspace === null) throw new NotFound('workspace');
  return workspace;
}
