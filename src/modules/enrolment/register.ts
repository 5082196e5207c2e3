import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { securityKeys, webauthnCredentials } from '../../db/tables/keys.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import { newId } from '../../lib/ids.ts';
import { newChallenge, spendChallenge } from '../ceremonies/challenges.ts';
import { checkAnswer, checkOptions, type KeyCheck } from '../ceremonies/check.ts';
import { CredentialRegistered, RegistrationInvalid } from '../ceremonies/errors.ts';
import { findModel } from '../ceremonies/modelStore.ts';
import { type RegisteredCredential, type RegistrationWish, registrationOptions, verifyRegistration } from '../ceremonies/registration.ts';
import { type Ctx, holderCtx, type TxCtx, tx } from '../context.ts';
import { InvalidInput, Refused } from '../errors.ts';
import { type StartedSession, startSession } from '../identity/sessions.ts';
import type { SecurityKey } from '../keys/keys.ts';
import { examinePin } from '../keys/pinPolicy.ts';
import { amrOf, isAuditable } from '../keys/signsIn.ts';
import { violatedConstraint } from '../validation.ts';
import { type Activated, activateKey, holdActivation } from './activate.ts';
import { type Activation, activationOf, type OpenActivation, requireActivation } from './activation.ts';
import { bySetup } from './links.ts';

/** The options for the browser's navigator.credentials.create(). @throws Refused ACTIVATION_SESSION_ENDED, RateLimited */
export async function beginKeyRegistration(
  ctx: Ctx,
  { activationId, purpose, onPhone }: { activationId: string; purpose: 'REGISTER' | 'CHECK'; onPhone: boolean },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const open = await requireActivation(ctx, activationId);
  const { sessionId, enrolment, user, key } = open;
  await ctx.limits.take('ceremony', sessionId);
  const challenge = await newChallenge(ctx, enrolment.workspaceId, purpose, sessionId);
  if (purpose === 'CHECK') return checkOptions(ctx.rp, challenge);
  const handle = new Uint8Array(Buffer.from(user.id));
  const person = { handle, name: user.username, displayName: user.displayName };
  return registrationOptions(ctx.rp, person, wishFor(key, onPhone), await credentialsOf(ctx, open), challenge);
}

/**
 * Registers what the browser's authenticator answered, and so activates the key: credential, key, enrolment and link
 * change in one transaction.
 * @throws InvalidInput for the PIN, before the challenge is spent; Refused; WrongDevice and the ceremonies' other errors
 */
export async function finishKeyRegistration(
  ctx: Ctx,
  { activationId, response, pin, onPhone }: { activationId: string; response: RegistrationResponseJSON; pin: string | null; onPhone: boolean },
): Promise<Activated & { activation: Activation; session: StartedSession | null }> {
  const open = await requireActivation(ctx, activationId);
  const { sessionId, enrolment, key } = open;
  const { workspaceId } = enrolment;
  await ctx.limits.take('ceremony', sessionId);
  checkPin(key, pin);
  const challenge = await spendChallenge(ctx, workspaceId, 'REGISTER', sessionId, response.response.clientDataJSON);
  const findByAaguid = (aaguid: string) => findModel(ctx.db, aaguid);
  const credential = await verifyRegistration(ctx.rp, response, challenge, wishFor(key, onPhone), findByAaguid, ctx.clock.now()).catch((error) => {
    if (error instanceof RegistrationInvalid) ctx.log.info({ enrolmentId: enrolment.id, reason: error.reason }, 'a registration did not verify');
    throw error;
  });
  // Hashed before the transaction: argon2 is slow on purpose.
  const pinHash = pin === null ? null : await ctx.pins.hash(pin, await ctx.vault.key(ctx.db, workspaceId, 'PIN_PEPPER'));
  try {
    const done = await tx(holderCtx(ctx, workspaceId), (ctx) => activate(ctx, open, credential, pinHash));
    return { ...done, activation: await activationOf(ctx, done.enrolment) };
  } catch (error) {
    if (violatedConstraint(error) === 'webauthn_credentials_credential_id_key') throw new CredentialRegistered();
    throw error;
  }
}

/** “Check my key”: what a second creation, which asked for nothing, tells about the key. Stored nowhere. */
export async function checkHardwareKey(
  ctx: Ctx,
  { activationId, response }: { activationId: string; response: RegistrationResponseJSON },
): Promise<KeyCheck & { model: string | null }> {
  const { sessionId, enrolment } = await requireActivation(ctx, activationId);
  await ctx.limits.take('ceremony', sessionId);
  const challenge = await spendChallenge(ctx, enrolment.workspaceId, 'CHECK', sessionId, response.response.clientDataJSON);
  const check = await checkAnswer(ctx.rp, response, challenge);
  const model = check.aaguid === null ? null : await findModel(ctx.db, check.aaguid);
  return { ...check, model: model?.name ?? null };
}

function checkPin(key: SecurityKey, pin: string | null): void {
  const wanted = key.smartphone?.verification === 'PIN';
  if (!wanted && pin !== null) throw new InvalidInput([{ path: ['pin'], code: 'PIN_NOT_WANTED', message: 'This key is activated without a PIN.' }]);
  if (!wanted) return;
  const issues = pin === null ? [{ path: ['pin'], code: 'REQUIRED', message: 'Choose a PIN of 4 to 63 characters.' }] : examinePin(pin, ['pin']);
  if (issues.length > 0) throw new InvalidInput(issues);
}

function wishFor(key: SecurityKey, onPhone: boolean): RegistrationWish {
  if (key.kind !== 'SMARTPHONE' && key.kind !== 'HARDWARE_KEY') throw new Refused('WRONG_DEVICE', 'This kind of key is not activated by WebAuthn.');
  return {
    kind: key.kind,
    // With a PIN the server checks the second factor itself; everything else is verified by the device.
    userVerification: key.smartphone?.verification === 'PIN' ? 'preferred' : 'required',
    prf: key.smartphone?.offlineLogin === true,
    onPhone: key.kind === 'SMARTPHONE' && onPhone,
  };
}

/** The credentials of the person's keys that work, or may work again: a device whose key was revoked can be enrolled anew. */
async function credentialsOf(ctx: Ctx, { enrolment, user }: OpenActivation): Promise<{ id: string; transports: string[] }[]> {
  return ctx.db
    .select({ id: webauthnCredentials.credentialId, transports: webauthnCredentials.transports })
    .from(webauthnCredentials)
    .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, webauthnCredentials.workspaceId), eq(securityKeys.id, webauthnCredentials.keyId)))
    .where(
      and(
        eq(webauthnCredentials.workspaceId, enrolment.workspaceId),
        eq(webauthnCredentials.userId, user.id),
        inArray(securityKeys.status, ['ACTIVE', 'SUSPENDED']),
      ),
    );
}

async function activate(
  ctx: TxCtx,
  open: OpenActivation,
  credential: RegisteredCredential,
  pinHash: string | null,
): Promise<Activated & { session: StartedSession | null }> {
  const held = await holdActivation(ctx, open);
  const { key, user, enrolment } = held;
  const { workspaceId, userId, createdBy } = enrolment;
  await ctx.db.insert(webauthnCredentials).values({
    workspaceId,
    id: newId('credential'),
    keyId: key.id,
    userId,
    credentialId: credential.credentialId,
    publicKey: credential.publicKey,
    counter: credential.counter,
    transports: credential.transports,
    aaguid: credential.aaguid,
    attested: credential.attested,
    attestationFormat: credential.attestationFormat,
    attestationObject: credential.attestationObject,
    backupEligible: credential.backupEligible,
    backedUp: credential.backedUp,
    createdAt: ctx.clock.now(),
  });
  const activated = await activateKey(ctx, held, {
    pinHash,
    offlineReady: key.smartphone?.offlineLogin ? credential.prfEnabled : null,
    // An attestation proves a model, and no model list says which models are phones: that it is one is the client's word.
    deviceEvidence: key.kind === 'SMARTPHONE' ? 'CLAIMED' : null,
  });
  // The first credential fixes the RP ID: another one would make every credential useless.
  await ctx.db
    .update(workspaces)
    .set({ rpId: ctx.rp.id })
    .where(and(eq(workspaces.id, workspaceId), isNull(workspaces.rpId)));
  // Whoever has just set up the server goes on as its owner; everybody else signs in when they need to.
  const session =
    createdBy === bySetup
      ? await startSession(ctx, user, {
          keyId: key.id,
          auditable: isAuditable(activated.key),
          amr: amrOf({ deviceBound: !credential.backupEligible, userVerified: credential.userVerified }),
        })
      : null;
  return { ...activated, session };
}
