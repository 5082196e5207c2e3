import { type AuthenticationResponseJSON, type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser';
import { type Answer, change, failed } from '../shared/api.ts';
import { whyNoWebAuthn } from '../shared/device.ts';
import { codeOf, withoutNulls } from '../shared/webauthn.ts';
import { type AuthenticationCredential, type BegunSignIn, beginSignIn, finishSignIn, type SignIn } from './documents.ts';
import { interactionIn } from './nextPage.ts';
import { keepComputed, offlineExtensions, offlineVerifier } from './offline.ts';

/** Begins a sign-in: of whoever is named, or of whoever the device has a passkey of. */
export const begin = (username: string | null): Promise<Answer<BegunSignIn>> =>
  change(beginSignIn, { input: { username, interactionId: interactionIn(location.search) } });

/** Has the browser ask for a key, and gives the server what it answered. */
export async function askKey({ signInToken, options }: BegunSignIn): Promise<Answer<SignIn>> {
  const cannot = whyNoWebAuthn();
  if (cannot) return failed(cannot);
  let credential: AuthenticationCredential;
  try {
    const extensions = await offlineExtensions(signInToken);
    const optionsJSON = { ...(withoutNulls(options) as PublicKeyCredentialRequestOptionsJSON), ...(extensions && { extensions }) };
    const answered = await startAuthentication({ optionsJSON });
    keepComputed(signInToken, answered.clientExtensionResults);
    credential = assertionOf(answered);
  } catch (error) {
    return failed(codeOf(error));
  }
  return signInOf(await change(finishSignIn, { input: { signInToken, credential, offlineVerifier: await offlineVerifier(signInToken) } }));
}

/** The sign-in in a mutation’s payload. */
export const signInOf = (answer: Answer<{ signIn: SignIn }>): Answer<SignIn> => (answer.ok ? { ok: true, value: answer.value.signIn } : answer);

/** The API's input takes what it names and nothing else. */
function assertionOf({ id, rawId, authenticatorAttachment, response }: AuthenticationResponseJSON): AuthenticationCredential {
  const { clientDataJSON, authenticatorData, signature, userHandle = null } = response;
  return {
    id,
    rawId,
    authenticatorAttachment: authenticatorAttachment ?? null,
    response: { clientDataJSON, authenticatorData, signature, userHandle },
  };
}
