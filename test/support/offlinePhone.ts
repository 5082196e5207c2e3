import { markOf, readChallenge } from '../../web/src/offline/challenge.ts';
import { codeFor, prfSalt, toBase64Url, verifierFor } from '../../web/src/offline/verifier.ts';
import type { Answer, ApiClient } from './apiClient.ts';
import type { Authenticator } from './authenticator.ts';
import { beginSignIn } from './signIns.ts';

// A phone's part of offline sign-in, by the pages' own code.

/** What a phone's page shows for a challenge, while there is no network. */
export async function codeOn(phone: Authenticator, challenge: string, origin: string, pin = ''): Promise<string> {
  const read = await readChallenge(challenge);
  if (!read) throw new Error(`The phone cannot read ${challenge}`);
  return codeFor(await verifierOf(phone, origin, read.mark, pin), read.text);
}

/** What the phone computes for a PC. */
async function verifierOf(phone: Authenticator, origin: string, mark: string, pin: string): Promise<Uint8Array> {
  const options = { challenge: toBase64Url(new Uint8Array(32)), rpId: new URL(origin).hostname };
  const extensions = { prf: { eval: { first: await prfSalt() } } };
  const { clientExtensionResults } = await phone.get({ ...options, extensions } as Parameters<Authenticator['get']>[0], { origin });
  const { prf } = clientExtensionResults as { prf?: { results?: { first: Buffer } } };
  return verifierFor(new Uint8Array(prf?.results?.first ?? Buffer.alloc(32)), mark, pin);
}

/**
 * Signs a person in online, on a PC with an agent, as the page does: with what the phone computed for that agent.
 * @param agent its id, and how it is known to be on the PC
 * @returns the last payload, or the failure
 */
export async function signInOnline(
  browser: ApiClient,
  { phone, username }: { phone: Authenticator; username: string },
  agent: { id: string; by: (nonce: string) => Promise<Record<string, string>> },
  pin: string | null = null,
): Promise<Answer['data']> {
  const { signInToken, options } = await beginSignIn(browser, { username });
  const { nonce } = await browser.mutate('beginSignInAgentDiscovery', { signInToken }, 'nonce');
  const connected = await browser.mutate('connectSignInAgent', { signInToken, by: await agent.by(nonce) }, 'signIn { status }');
  if (!connected.signIn) return connected;
  const origin = browser.address;
  const { id, rawId, authenticatorAttachment, response } = await phone.get(options, { origin });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const credential = { id, rawId, authenticatorAttachment, response: { clientDataJSON, authenticatorData, signature, userHandle } };
  const offlineVerifier = toBase64Url(await verifierOf(phone, origin, await markOf(agent.id), pin ?? ''));
  const selection = 'signIn { status user { id } }';
  if (pin === null) return browser.mutate('finishSignIn', { signInToken, credential, offlineVerifier }, selection);
  const wanted = await browser.mutate('finishSignIn', { signInToken, credential }, selection);
  return wanted.signIn ? browser.mutate('enterSignInPin', { signInToken, pin, offlineVerifier }, selection) : wanted;
}
