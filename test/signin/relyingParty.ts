import * as client from 'openid-client';
import type { ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { hardwareKey } from '../support/devices.ts';
import { activate, signIn } from '../support/people.ts';
import { addApplication, addGroup, invite, somebody, type TestApplication, visitor } from '../support/scenarios.ts';
import type { TestServer } from '../support/server.ts';

export const callback = 'http://localhost:3000/callback';
const everything = ['NAME', 'USERNAME', 'EMAIL', 'PHONE', 'EMPLOYMENT', 'GROUPS'];

/** Goes to an address and wherever it leads, as long as that is on this server. */
export async function visit(browser: ApiClient, address: string | URL): Promise<{ url: URL; response: Response | null }> {
  let url = new URL(address, browser.address);
  for (let steps = 0; steps < 10; steps += 1) {
    if (url.origin !== new URL(browser.address).origin || url.pathname === '/sign-in') return { url, response: null };
    const response = await browser.open(url.href);
    const next = response.headers.get('location');
    if (next === null) return { url, response };
    url = new URL(next, url);
  }
  throw new Error(`It goes round in circles at ${url}`);
}

/** An application at its end of the protocol, by openid-client. */
export interface RelyingParty {
  config: client.Configuration;
  id: string;
}

export async function relyingParty(
  server: { app: { address: string } },
  { id, secret }: TestApplication,
  { path = '/oidc', algorithm = 'RS256' }: { path?: string; algorithm?: string } = {},
): Promise<RelyingParty> {
  const metadata = { id_token_signed_response_alg: algorithm };
  const auth = secret === null ? client.None() : client.ClientSecretBasic(secret);
  const config = await client.discovery(new URL(`${server.app.address}${path}`), id, metadata, auth, { execute: [client.allowInsecureRequests] });
  return { config, id };
}

/** A request of an application, and what it keeps until the answer. */
export interface Asked {
  url: URL;
  verifier: string;
  state: string;
  nonce: string;
}

export async function ask({ config }: RelyingParty, given: Record<string, string> = {}): Promise<Asked> {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid profile email phone groups',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...given,
  });
  return { url, verifier, state, nonce };
}

/** What the application makes of where the browser came back to. */
export const redeem = ({ config }: RelyingParty, { verifier, state, nonce }: Asked, url: URL, checks: { maxAge?: number } = {}) =>
  client.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
    ...checks,
  });

/** Signs somebody who is signed in to Latchkey in to an application too. */
export async function enter(browser: ApiClient, party: RelyingParty, given: Record<string, string> = {}) {
  const asked = await ask(party, given);
  const { url } = await visit(browser, asked.url);
  return redeem(party, asked, url);
}

/** Somebody with a hardware key, signed in, and a group that they are in. */
export interface Member {
  browser: ApiClient;
  key: Authenticator;
  userId: string;
  keyId: string;
  email: string;
  groupId: string;
}

let groups = 0;

export async function member(
  server: TestServer,
  owner: ApiClient,
  securityKey: Record<string, unknown> = { hardwareKey: {} },
  key = hardwareKey(),
): Promise<Member> {
  groups += 1;
  const groupId = await addGroup(owner, `Team ${groups}`);
  const details = somebody({ department: 'Research', phone: '+41 44 000 00 00' });
  const { link, userId, keyId, email } = await invite(server, owner, securityKey, details);
  await owner.mutate('setUserGroups', { userId, groupIds: [groupId] }, 'user { id }');
  const browser = visitor(server);
  const activated = await activate(browser, link, key, { onPhone: 'smartphone' in securityKey });
  const signedIn = await signIn(browser, key);
  if (!signedIn.user) throw new Error(`Nobody is signed in: ${JSON.stringify({ activated, signedIn })}`);
  return { browser, key, userId, keyId, email, groupId };
}

/** Lets a group’s members into an application. */
export async function letIn(owner: ApiClient, applicationId: string, groupIds: string[], claims = everything): Promise<void> {
  const groups = groupIds.map((groupId) => ({ groupId, claims }));
  const done = await owner.mutate('setApplicationGroups', { applicationId, groups }, 'application { id }');
  if (!done.application) throw new Error(`The groups were not set: ${JSON.stringify(done)}`);
}

/** An application that a member may sign in to, and its end of the protocol. */
export async function applicationFor(
  server: TestServer,
  owner: ApiClient,
  { groupId }: Member,
  given: Record<string, unknown> = {},
): Promise<RelyingParty> {
  const application = await addApplication(owner, given);
  await letIn(owner, application.id, [groupId]);
  return relyingParty(server, application, { algorithm: String(given.idTokenAlgorithm ?? 'RS256') });
}
