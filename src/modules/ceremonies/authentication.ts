import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { requireSameOrigin } from './clientData.ts';
import { SignInRefused } from './errors.ts';
import type { RelyingParty } from './relyingParty.ts';

/** What an assertion says of the credential now. */
export interface VerifiedAssertion {
  counter: number;
  backedUp: boolean;
  userVerified: boolean;
}

/** Whether the authenticator has to verify its user, or may leave it where it cannot. */
export type WantedVerification = 'required' | 'preferred';

/** The options for navigator.credentials.get() (WebAuthn L3 §5.5). With none allowed by name, the device offers its own. */
export const authenticationOptions = (
  rp: RelyingParty,
  challenge: Uint8Array<ArrayBuffer>,
  allow: readonly { id: string; transports: string[] }[] = [],
  userVerification: WantedVerification = 'required',
): Promise<PublicKeyCredentialRequestOptionsJSON> =>
  generateAuthenticationOptions({ rpID: rp.id, challenge, timeout: 300_000, userVerification, allowCredentials: [...allow] });

/** Verifies what the authenticator answered (WebAuthn L3 §7.2). @throws SignInRefused */
export async function verifyAssertion(
  rp: RelyingParty,
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  credential: { credentialId: string; publicKey: Uint8Array },
  userVerification: WantedVerification = 'required',
): Promise<VerifiedAssertion> {
  try {
    requireSameOrigin(response.response.clientDataJSON);
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: [...rp.origins],
      expectedRPID: rp.id,
      requireUserVerification: userVerification === 'required',
      // The library throws on a low counter before it has looked at the signature; whoever stores the counter judges it.
      credential: { id: credential.credentialId, publicKey: new Uint8Array(credential.publicKey), counter: -1 },
    });
    if (!verified) throw new Error('the signature does not verify');
    const { newCounter, credentialBackedUp, userVerified } = authenticationInfo;
    return { counter: newCounter, backedUp: credentialBackedUp, userVerified };
  } catch (error) {
    throw new SignInRefused('SIGNATURE', (error as Error).message);
  }
}
