import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { ApiClient } from './apiClient.ts';
import type { Authenticator } from './authenticator.ts';
import type { Client } from './client.ts';
import type { TestServer } from './server.ts';

/** How a sign-in stands. */
export interface SignInAnswer {
  status?: 'STARTED' | 'PIN_WANTED' | 'SIGNED_IN';
  user?: { id: string; displayName: string; role: string | null } | null;
  code?: string;
  message?: string;
}

export const signInSelection = 'signIn { status user { id displayName role } cardTap { id status failure } }';

/** Begins a sign-in. @returns its token and the options, or the failure */
export const beginSignIn = (browser: ApiClient, input: Record<string, unknown> = {}) =>
  browser.mutate(
    'beginSignIn',
    input,
    'signInToken options { challenge rpId timeout userVerification allowCredentials { id type transports } hints }',
  );

/** Answers options as a browser would, or as one that is told otherwise. @returns how the sign-in stands, or the failure */
export const answerSignIn = async (
  browser: ApiClient,
  begun: { signInToken: string; options: PublicKeyCredentialRequestOptionsJSON },
  device: Authenticator,
  client: Partial<Client> = {},
): Promise<SignInAnswer> => finishSignIn(browser, begun, await device.get(begun.options, { origin: browser.address, ...client }));

/** Sends what a device answered. @returns how the sign-in stands, or the failure */
export async function finishSignIn(
  browser: ApiClient,
  { signInToken }: { signInToken: string },
  { id, rawId, authenticatorAttachment, response }: AuthenticationResponseJSON,
): Promise<SignInAnswer> {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const credential = { id, rawId, authenticatorAttachment, response: { clientDataJSON, authenticatorData, signature, userHandle } };
  const finished = await browser.mutate('finishSignIn', { signInToken, credential }, signInSelection);
  return finished.signIn ?? finished;
}

/** Types the PIN of a key that was tapped or has signed. */
export async function enterPin(browser: ApiClient, signInToken: string, pin: string): Promise<SignInAnswer> {
  const entered = await browser.mutate('enterSignInPin', { signInToken, pin }, signInSelection);
  return entered.signIn ?? entered;
}

/** What the log tells of a person's events of one type, oldest first. */
export async function toldOf(
  { app, database }: TestServer,
  userId: string,
  type: string,
): Promise<{ keyId: string | null; payload: Record<string, unknown> }[]> {
  await app.server.sequencer.idle();
  const rows = await database.sql`select key_id, canonical from events where user_id = ${userId} and type = ${type} order by number`;
  return rows.map(({ key_id, canonical }) => ({ keyId: key_id, payload: JSON.parse(canonical).payload }));
}
