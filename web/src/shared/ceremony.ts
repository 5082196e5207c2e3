import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { type Answer, change, failed } from './api.ts';
import { whyNoWebAuthn } from './device.ts';
import {
  type Activation,
  type AuthenticationCredential,
  beginKeyRegistration,
  beginSignIn,
  type CreationOptions,
  checkHardwareKey,
  finishKeyRegistration,
  finishSignIn,
  type KeyCheck,
  type RegistrationCredential,
} from './documents.ts';

/** Registers the key that an activation is for: the one that the page shows, not the one that this browser opened last. */
export async function registerKey({
  activationId,
  pin,
  onPhone,
}: {
  activationId: string;
  pin: string | null;
  onPhone: boolean;
}): Promise<Answer<{ activation: Activation; signedIn: boolean }>> {
  const created = await create(activationId, 'REGISTER', onPhone);
  return created.ok ? change(finishKeyRegistration, { input: { activationId, credential: created.value, pin, onPhone } }) : created;
}

/** “Check my key”: asks the key for less, so that it tells what it is. Nothing of it is stored. */
export async function checkKey(activationId: string): Promise<Answer<KeyCheck>> {
  const created = await create(activationId, 'CHECK', false);
  return created.ok ? change(checkHardwareKey, { input: { activationId, credential: created.value } }) : created;
}

/** Signs in by whichever key the device offers. */
export async function signIn(): Promise<Answer<unknown>> {
  const cannot = whyNoWebAuthn();
  if (cannot) return failed(cannot);
  const begun = await change(beginSignIn, { input: {} });
  if (!begun.ok) return begun;
  try {
    const answered = await startAuthentication({ optionsJSON: withoutNulls(begun.value.options) as PublicKeyCredentialRequestOptionsJSON });
    return await change(finishSignIn, { input: { credential: assertionOf(answered) } });
  } catch (error) {
    return failed(codeOf(error));
  }
}

async function create(activationId: string, purpose: 'REGISTER' | 'CHECK', onPhone: boolean): Promise<Answer<RegistrationCredential>> {
  const cannot = whyNoWebAuthn();
  if (cannot) return failed(cannot);
  const begun = await change(beginKeyRegistration, { input: { activationId, purpose, onPhone } });
  if (!begun.ok) return begun;
  try {
    return { ok: true, value: credentialOf(await startRegistration({ optionsJSON: forBrowser(begun.value.options) })) };
  } catch (error) {
    return failed(codeOf(error));
  }
}

function forBrowser({ prf, ...options }: CreationOptions): PublicKeyCredentialCreationOptionsJSON {
  const extensions = { credProps: true, ...(prf ? { prf: {} } : {}) };
  return { ...(withoutNulls(options) as PublicKeyCredentialCreationOptionsJSON), extensions };
}

// The API's inputs take what they name and nothing else.

function assertionOf({ id, rawId, authenticatorAttachment, response }: AuthenticationResponseJSON): AuthenticationCredential {
  const { clientDataJSON, authenticatorData, signature, userHandle = null } = response;
  return {
    id,
    rawId,
    authenticatorAttachment: authenticatorAttachment ?? null,
    response: { clientDataJSON, authenticatorData, signature, userHandle },
  };
}

function credentialOf({ id, rawId, authenticatorAttachment, response, clientExtensionResults }: RegistrationResponseJSON): RegistrationCredential {
  const { clientDataJSON, attestationObject, transports = [] } = response;
  const { credProps, prf } = clientExtensionResults as { credProps?: { rk?: boolean }; prf?: { enabled?: boolean } };
  return {
    id,
    rawId,
    authenticatorAttachment: authenticatorAttachment ?? null,
    response: { clientDataJSON, attestationObject, transports },
    clientExtensionResults: {
      credProps: credProps ? { rk: credProps.rk ?? null } : null,
      prf: prf ? { enabled: prf.enabled ?? null } : null,
    },
  };
}

/** WebIDL reads null as a value: a timeout of null would be one of 0. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== null)
      .map(([name, part]) => [name, withoutNulls(part)]),
  );
}

/** WebAuthn L3 §5.1.3: what the browser's errors mean. It says little on purpose, so that a page learns nothing of the device. */
function codeOf(error: unknown): string {
  switch ((error as Error).name) {
    case 'NotAllowedError':
    case 'AbortError':
      return 'NOT_FINISHED';
    case 'InvalidStateError':
      return 'ALREADY_REGISTERED';
    case 'ConstraintError':
    case 'NotSupportedError':
    case 'UnknownError':
    case 'NotReadableError':
      return 'DEVICE_UNABLE';
    case 'SecurityError':
      return 'WRONG_ADDRESS';
    default:
      return 'UNEXPECTED';
  }
}
