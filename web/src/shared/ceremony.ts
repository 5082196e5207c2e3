import { type PublicKeyCredentialCreationOptionsJSON, type RegistrationResponseJSON, startRegistration } from '@simplewebauthn/browser';
import { type Answer, change, failed } from './api.ts';
import { whyNoWebAuthn } from './device.ts';
import {
  type Activation,
  beginKeyRegistration,
  type CreationOptions,
  checkHardwareKey,
  finishKeyRegistration,
  type KeyCheck,
  type RegistrationCredential,
} from './documents.ts';
import { codeOf, withoutNulls } from './webauthn.ts';

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

/** The API's input takes what it names and nothing else. */
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
