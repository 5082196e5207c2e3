import { whyNoWebAuthn } from '../shared/device.ts';
import { codeOf } from '../shared/webauthn.ts';
import type { Challenge } from './challenge.ts';
import { codeFor, prfSalt, verifierFor } from './verifier.ts';

/** A code, or why there is none: a failure of the ceremony, or NO_PRF. */
export type Computed = { ok: true; code: string } | { ok: false; why: string };

/** Has the phone verify its user and compute the code for a challenge. Nothing leaves the phone. */
export async function computeCode({ text, mark }: Challenge, pin: string): Promise<Computed> {
  const cannot = whyNoWebAuthn();
  if (cannot) return { ok: false, why: cannot };
  try {
    const prf = await evaluate();
    return prf ? { ok: true, code: await codeFor(await verifierFor(prf, mark, pin), text) } : { ok: false, why: 'NO_PRF' };
  } catch (error) {
    return { ok: false, why: codeOf(error) };
  }
}

/** What the passkey's prf gives (WebAuthn L3 §10.1.4); null where the phone has none. */
async function evaluate(): Promise<BufferSource | null> {
  const credential = (await navigator.credentials.get({
    publicKey: {
      // Nobody looks at the signature.
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      userVerification: 'required',
      extensions: { prf: { eval: { first: new Uint8Array(await prfSalt()) } } },
    },
  })) as PublicKeyCredential | null;
  return credential?.getClientExtensionResults().prf?.results?.first ?? null;
}
