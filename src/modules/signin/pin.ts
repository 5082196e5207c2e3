import { and, eq } from 'drizzle-orm';
import { webauthnCredentials } from '../../db/tables/keys.ts';
import { SignInRefused } from '../ceremonies/errors.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { Refused } from '../errors.ts';
import type { StartedSession } from '../identity/sessions.ts';
import { lockKey, type SecurityKey } from '../keys/keys.ts';
import { verifyPin } from '../keys/verifyPin.ts';
import { requireSignIn, type SignIn, signInEnded } from './attempts.ts';
import { tellRefused } from './audit.ts';
import { completeSignIn } from './complete.ts';

/**
 * Checks the PIN of the key that was tapped or has signed, and signs its person in.
 * @throws Refused SIGN_IN_ENDED, PIN_NOT_WANTED, PIN_WRONG, PIN_LOCKED, PIN_NEEDS_TAP, TRY_AGAIN; SignInRefused; RateLimited
 */
export async function enterSignInPin(
  ctx: Ctx,
  { token, pin, offlineVerifier = null }: { token: string; pin: string; offlineVerifier?: string | null },
): Promise<StartedSession> {
  await ctx.limits.take('signIn', ctx.origin.address);
  const signIn = await requireSignIn(ctx, token);
  const { workspaceId, keyId } = signIn;
  if (keyId === null) throw new Refused('PIN_NOT_WANTED', 'No key was tapped or has signed yet: that comes first, then the PIN.');
  await checkPin(ctx, signIn, keyId, pin);
  return tx(ctx, async (ctx) => {
    const { key, user } = await lockKey(ctx, workspaceId, keyId);
    if (key.status !== 'ACTIVE' || user.suspendedAt) throw new SignInRefused('STOPPED');
    const deviceBound = await isDeviceBound(ctx, key);
    return completeSignIn(ctx, signIn, { key, user }, { deviceBound, userVerified: signIn.userVerified, pin: true }, offlineVerifier);
  });
}

async function checkPin(ctx: Ctx, signIn: SignIn, keyId: string, pin: string): Promise<void> {
  try {
    await verifyPin(ctx, signIn.workspaceId, keyId, pin);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'PIN_WRONG' || error.code === 'PIN_LOCKED')
      await tx(ctx, async (ctx) => lockKey(ctx, signIn.workspaceId, keyId)).then(({ key }) => tellRefused(ctx, signIn, key, 'PIN'));
    // Stopped since it was tapped: as if it had never been asked.
    throw error.code === 'KEY_STATE' ? signInEnded() : error;
  }
}

/** Whether the key's passkey stays on its device; null for a card. */
async function isDeviceBound(ctx: TxCtx, { workspaceId, id, kind }: SecurityKey): Promise<boolean | null> {
  if (kind === 'CONTACTLESS_CARD') return null;
  const [credential] = await ctx.db
    .select({ backupEligible: webauthnCredentials.backupEligible })
    .from(webauthnCredentials)
    .where(and(eq(webauthnCredentials.workspaceId, workspaceId), eq(webauthnCredentials.keyId, id)));
  return credential ? !credential.backupEligible : null;
}
