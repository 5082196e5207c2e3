import type { Answer, ApiClient } from './apiClient.ts';
import type { Authenticator } from './authenticator.ts';
import { hardwareKey } from './devices.ts';
import { activate, activateByTyping, mailedPins, signIn } from './people.ts';
import type { TestServer } from './server.ts';

/** For servers whose callers each come from an address of their own: rate limits count by address. */
export const behindProxy = { TRUSTED_PROXY_HOPS: '1' };

let visitors = 0;

/** A browser without cookies, at an address of its own where the server is behind a proxy. */
export function visitor(server: TestServer): ApiClient {
  visitors += 1;
  return server.stranger({ 'x-forwarded-for': `10.${visitors >> 16}.${(visitors >> 8) & 255}.${visitors & 255}` });
}

let people = 0;

/** The details of somebody new. */
export function somebody(given: Record<string, unknown> = {}): Record<string, unknown> & { displayName: string; email: string; username: string } {
  people += 1;
  return { displayName: `Person ${people}`, email: `person${people}@example.org`, username: `person${people}`, ...given };
}

/** Somebody who was sent a link. */
export interface Invited {
  userId: string;
  keyId: string;
  enrolmentId: string;
  link: string;
  email: string;
  activationCode: string | null;
}

/** Adds a person with a key to activate, and looks into their mail. */
export async function invite(
  server: TestServer,
  by: ApiClient,
  securityKey: Record<string, unknown> = { smartphone: {} },
  details = somebody(),
): Promise<Invited> {
  const made = await by.mutate('createUser', { details, securityKey }, 'activationCode user { id } enrolment { id securityKey { id } }');
  if (!made.user) throw new Error(`The invitation did not work: ${JSON.stringify(made)}`);
  return {
    userId: made.user.id,
    keyId: made.enrolment.securityKey?.id,
    enrolmentId: made.enrolment.id,
    link: await server.mailTo(details.email),
    email: details.email,
    activationCode: made.activationCode,
  };
}

/** Somebody whose card is active, and the PIN that they were mailed. */
export interface CardHolder extends Invited {
  pin: string;
}

let numbers = 0;

/** The number of a card that nobody has, as hexadecimal digits: 7 bytes unless asked for others. */
export function cardNumber(bytes: 4 | 7 | 10 = 7): string {
  numbers += 1;
  return `04${numbers.toString(16).padStart(bytes * 2 - 2, 'c')}`;
}

/** Adds a person, who activates a card by its number. */
export async function cardHolder(server: TestServer, by: ApiClient, number = cardNumber(), name = 'Badge'): Promise<CardHolder> {
  const invited = await invite(server, by, { contactlessCard: { name, activation: 'BY_USER' } });
  const activated = await activateByTyping(visitor(server), invited.link, number);
  if (activated.activation?.status !== 'ACTIVATED') throw new Error(`No card came of it: ${JSON.stringify(activated)}`);
  return { ...invited, pin: (await pinsOf(server, invited.email))[0] ?? '' };
}

/** The PINs that were mailed to an address, the newest first. */
export async function pinsOf(server: TestServer, address: string): Promise<string[]> {
  await server.app.mailer.idle();
  return mailedPins(server.operator, address);
}

/** Adds a person without a key. @returns their id */
export async function addUser(by: ApiClient, details: Record<string, unknown> = somebody()): Promise<string> {
  const made = await by.mutate('createUser', { details }, 'user { id }');
  if (!made.user) throw new Error(`The person was not added: ${JSON.stringify(made)}`);
  return made.user.id;
}

/** Makes a group. @returns its id */
export async function addGroup(by: ApiClient, name: string, allowedKeyKinds: string[] | null = null): Promise<string> {
  const made = await by.mutate('createGroup', { name, allowedKeyKinds }, 'group { id }');
  if (!made.group) throw new Error(`The group was not added: ${JSON.stringify(made)}`);
  return made.group.id;
}

/** An application as its operator knows it. */
export interface TestApplication {
  id: string;
  secret: string | null;
}

/** Registers an application; a confidential one unless asked for another. */
export async function addApplication(by: ApiClient, given: Record<string, unknown> = {}): Promise<TestApplication> {
  const wanted = { name: 'Wiki', type: 'CONFIDENTIAL', redirectUris: ['http://localhost:3000/callback'], ...given };
  const made = await by.mutate('createApplication', wanted, 'clientSecret application { id }');
  if (!made.application) throw new Error(`The application was not registered: ${JSON.stringify(made)}`);
  return { id: made.application.id, secret: made.clientSecret };
}

/** Somebody with a role, signed in by their own hardware key. */
export interface Administrator {
  browser: ApiClient;
  key: Authenticator;
  userId: string;
  keyId: string;
}

/** Enrols somebody, gives them the role, and signs them in. `owner` has to be signed in freshly. */
export async function administrator(server: TestServer, owner: ApiClient, role: string): Promise<Administrator> {
  const { link, userId, keyId } = await invite(server, owner, { hardwareKey: {} });
  const [browser, key] = [visitor(server), hardwareKey()];
  const activated = await activate(browser, link, key, { onPhone: false });
  const raised = await owner.mutate('setUserRole', { userId, role }, 'user { role }');
  const signedIn = await signIn(browser, key);
  if (!signedIn.user) throw new Error(`No ${role} came of it: ${JSON.stringify({ activated, raised, signedIn })}`);
  return { browser, key, userId, keyId };
}

/** A script's caller with these scopes. */
export async function scriptWith(
  server: TestServer,
  owner: ApiClient,
  scopes: string[],
  days?: number,
): Promise<{ script: ApiClient; tokenId: string; token: string }> {
  const made = await owner.mutate('createApiToken', { name: scopes.join(' '), scopes, days }, 'token apiToken { id }');
  if (!made.token) throw new Error(`No token was made: ${JSON.stringify(made)}`);
  return { script: server.bearer(made.token), tokenId: made.apiToken.id, token: made.token };
}

/** The types of what was logged about an enrolment, oldest first, with who did it. */
export async function storyOf(server: TestServer, reader: ApiClient, enrolmentId: string): Promise<Answer['data'][]> {
  await server.app.server.sequencer.idle();
  const { events } = await reader.ask(
    'query ($id: ID!) { events(filter: { enrolmentId: $id }, first: 100) { edges { node { type actor details { name value } } } } }',
    { id: enrolmentId },
  );
  return events.edges.map(({ node }: Answer['data']) => node).reverse();
}

/** The place where the log stands now: a subscription from here misses nothing that comes. */
export async function logEnd(server: TestServer, reader: ApiClient): Promise<string> {
  await server.app.server.sequencer.idle();
  const { events } = await reader.ask('{ events(first: 1) { edges { node { cursor } } } }');
  return events.edges[0]?.node.cursor ?? 'evt_0';
}
