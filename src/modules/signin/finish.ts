import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { and, eq, lt } from 'drizzle-orm';
import { securityKeys, webauthnCredentials } from '../../db/tables/keys.ts';
import { type VerifiedAssertion, verifyAssertion } from '../ceremonies/authentication.ts';
import { spendChallenge } from '../ceremonies/challenges.ts';
import { SignInRefused } from '../ceremonies/errors.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import type { StartedSession } from '../identity/sessions.ts';
import { lockKey, type SecurityKey } from '../keys/keys.ts';
import { noteTap } from '../keys/verifyPin.ts';
import { requireSignIn, type SignIn, updateSignIn } from './attempts.ts';
import { tellRefused } from './audit.ts';
import { completeSignIn } from './complete.ts';
import { ProximityRequired } from './errors.ts';
import { proximityOf } from './proximity.ts';

type Credential = typeof webauthnCredentials.$inferSelect;

/** What became of an answer: the person is signed in, or their key's PIN is wanted too. */
export type SignInAnswer = { session: StartedSession } | { wantsPin: SignIn };

/**
 * Takes what a browser's authenticator answered (WebAuthn L3 §7.2).
 * @throws SignInRefused, the same for whatever is wrong; ProximityRequired; Refused SIGN_IN_ENDED, CHALLENGE_SPENT; RateLimited
 */
export async function finishSignIn(
  ctx: Ctx,
  { token, response, offlineVerifier = null }: { token: string; response: AuthenticationResponseJSON; offlineVerifier?: string | null },
): Promise<SignInAnswer> {
  await ctx.limits.take('signIn', ctx.origin.address);
  const signIn = await requireSignIn(ctx, token);
  const { workspaceId } = signIn;
  const challenge = await spendChallenge(ctx, workspaceId, 'SIGN_IN', signIn.id, response.response.clientDataJSON);
  const found = await credentialOf(ctx, workspaceId, response);
  // As long as a real one takes: a junk answer must not tell whether its credential is known.
  if (!found) return verifyAssertion(ctx.rp, response, challenge, nobodys).then(() => refuse());
  const { credential, key } = found;
  // A phone that is set to a PIN has the person checked here; every other key by its device.
  const userVerification = key.smartphone?.verification === 'PIN' ? 'preferred' : 'required';
  try {
    const verified = await verifyAssertion(ctx.rp, response, challenge, credential, userVerification);
    return await tx(ctx, (ctx) =>
      takeAssertion(ctx, signIn, credential, verified, { attachment: response.authenticatorAttachment ?? null, offlineVerifier }),
    );
  } catch (error) {
    if (error instanceof SignInRefused) tellRefused(ctx, signIn, key, error.reason, error.detail);
    if (error instanceof ProximityRequired) tellRefused(ctx, signIn, key, error.reason);
    throw error;
  }
}

async function takeAssertion(
  ctx: TxCtx,
  seen: SignIn,
  { id, keyId, backupEligible }: Credential,
  verified: VerifiedAssertion,
  { attachment, offlineVerifier }: { attachment: string | null; offlineVerifier: string | null },
): Promise<SignInAnswer> {
  const { workspaceId } = seen;
  // Looked at under the lock: a key or a person that was stopped a moment ago does not get in.
  const { key, user } = await lockKey(ctx, workspaceId, keyId);
  if (key.status !== 'ACTIVE' || user.suspendedAt) throw new SignInRefused('STOPPED');
  await noteUse(ctx, workspaceId, id, verified);
  const { userVerified } = verified;
  const signIn = await updateSignIn(ctx, seen, { userVerified, proximity: await proximityOf(ctx, seen, key, attachment), tapJobId: null });
  if (key.smartphone?.verification !== 'PIN') {
    return { session: await completeSignIn(ctx, signIn, { key, user }, { deviceBound: !backupEligible, userVerified }, offlineVerifier) };
  }
  await noteTap(ctx, workspaceId, key.id);
  return { wantsPin: await updateSignIn(ctx, signIn, { keyId: key.id }) };
}

function refuse(): never {
  throw new SignInRefused('SIGNATURE');
}

// A point of P-256 (FIPS 186-5), as COSE has it: its own generator, whose private half, 1, signs nothing here.
const nobodys = {
  credentialId: 'AAAA',
  publicKey: new Uint8Array(
    Buffer.from(
      'a50102032620012158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2962258204fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
      'hex',
    ),
  ),
};

/** The credential with this id, with its key; null where there is none. */
async function credentialOf(
  ctx: Ctx,
  workspaceId: string,
  { id, response }: AuthenticationResponseJSON,
): Promise<{ credential: Credential; key: SecurityKey } | null> {
  const [found] = await ctx.db
    .select({ credential: webauthnCredentials, key: securityKeys })
    .from(webauthnCredentials)
    .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, webauthnCredentials.workspaceId), eq(securityKeys.id, webauthnCredentials.keyId)))
    .where(and(eq(webauthnCredentials.workspaceId, workspaceId), eq(webauthnCredentials.credentialId, id)));
  // The user handle names whose credential it is (WebAuthn L3 §7.2 step 6).
  const handle = response.userHandle && Buffer.from(response.userHandle, 'base64url').toString();
  return !found || (handle && handle !== found.credential.userId) ? null : found;
}

/** Notes that a credential signed. A counter that did not grow hints at a clone (WebAuthn L3 §7.2 step 22): refused, and not noted. */
async function noteUse(ctx: TxCtx, workspaceId: string, id: string, { counter, backedUp }: VerifiedAssertion): Promise<void> {
  const used = await ctx.db
    .update(webauthnCredentials)
    .set({ counter, backedUp })
    .where(
      and(
        eq(webauthnCredentials.workspaceId, workspaceId),
        eq(webauthnCredentials.id, id),
        // Authenticators that do not count say 0 for ever.
        counter === 0 ? eq(webauthnCredentials.counter, 0) : lt(webauthnCredentials.counter, counter),
      ),
    )
    .returning({ id: webauthnCredentials.id });
  if (used.length === 0) throw new SignInRefused('COUNTER');
}
