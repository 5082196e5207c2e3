import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Answer, ApiClient } from './apiClient.ts';
import type { Authenticator } from './authenticator.ts';
import { answerSignIn, beginSignIn } from './signIns.ts';

const optionsSelection = `options {
  rp { id name } user { id name displayName } challenge pubKeyCredParams { alg type } timeout
  excludeCredentials { id type transports }
  authenticatorSelection { authenticatorAttachment residentKey requireResidentKey userVerification }
  hints attestation prf
}`;

/** The options as a page hands them to the browser: it adds the extensions. */
export function toCreationOptions({ prf, ...options }: Answer['data']): PublicKeyCredentialCreationOptionsJSON {
  return { ...options, extensions: { credProps: true, ...(prf ? { prf: {} } : {}) } };
}

/** What an authenticator answered, as the API takes it. */
export function toCredentialInput({ type: _, clientExtensionResults, ...credential }: RegistrationResponseJSON): Record<string, unknown> {
  const { clientDataJSON, attestationObject, transports } = credential.response;
  const { credProps, prf } = clientExtensionResults as { credProps?: object; prf?: object };
  return { ...credential, response: { clientDataJSON, attestationObject, transports }, clientExtensionResults: { credProps, prf } };
}

/** How an activation is gone through. */
export interface ActivationWay {
  onPhone?: boolean;
  pin?: string | null;
  purpose?: 'REGISTER' | 'CHECK';
  origin?: string;
  /** The activation that the page shows; the one that the browser opened last unless given. */
  activationId?: string;
}

/** The activation that this browser opened last; an id that nobody has where it opened none. */
export const openedIn = async (browser: ApiClient): Promise<string> =>
  (await browser.ask('{ currentActivation { id } }')).currentActivation?.id ?? 'enr_none';

/** Asks for the options of a creation. @returns the payload, or the failure */
export const beginRegistration = async (browser: ApiClient, { onPhone = true, purpose = 'REGISTER' }: ActivationWay = {}): Promise<Answer['data']> =>
  browser.mutate('beginKeyRegistration', { activationId: await openedIn(browser), purpose, onPhone }, optionsSelection);

/** Sends what an authenticator answered. @returns the payload, or the failure */
export const finishRegistration = async (
  browser: ApiClient,
  credential: unknown,
  { onPhone = true, pin = null }: ActivationWay = {},
): Promise<Answer['data']> =>
  browser.mutate(
    'finishKeyRegistration',
    { activationId: await openedIn(browser), credential, pin, onPhone },
    'signedIn activation { id status offlineReady }',
  );

/** Registers an authenticator in a browser that has an activation open. @returns the payload, or the failure */
export async function register(browser: ApiClient, authenticator: Authenticator, way: ActivationWay = {}): Promise<Answer['data']> {
  const activationId = way.activationId ?? (await openedIn(browser));
  const begun = await beginRegistration(browser, { ...way, activationId });
  if (!begun.options) return begun;
  const answer = await authenticator.create(toCreationOptions(begun.options), { origin: way.origin ?? browser.address });
  return finishRegistration(browser, toCredentialInput(answer), way);
}

/** The token in a link's fragment. */
export const tokenOf = (link: string): string => new URL(link).hash.slice(1);

/** Opens a link in a browser and registers an authenticator there. @returns the payload, or the failure */
export async function activate(browser: ApiClient, link: string, authenticator: Authenticator, way: ActivationWay = {}): Promise<Answer['data']> {
  const opened = await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { status }');
  return opened.activation ? register(browser, authenticator, way) : opened;
}

/** Sets up the server: makes the organisation and its owner, who is signed in in this browser from then on. */
export async function setUp(
  browser: ApiClient,
  setupLink: string,
  authenticator: Authenticator,
  organisation = 'Example',
  origin = browser.address,
): Promise<Answer['data']> {
  const begun = await browser.mutate(
    'setUpWorkspace',
    {
      token: tokenOf(setupLink),
      organisation,
      owner: { displayName: 'Olive Owner', email: 'olive@example.org' },
      securityKey: { hardwareKey: { name: 'Olive’s key' } },
    },
    'activation { id status }',
  );
  return begun.activation ? register(browser, authenticator, { onPhone: false, origin }) : begun;
}

/** Signs in by a key. @returns how the sign-in stands, or the failure */
export async function signIn(browser: ApiClient, authenticator: Authenticator, origin = browser.address): Promise<Answer['data']> {
  const begun = await beginSignIn(browser);
  return begun.options ? answerSignIn(browser, begun, authenticator, { origin }) : begun;
}

/** Opens a link in a browser and activates the card by its number, as a reader types it. @returns the payload, or the failure */
export async function activateByTyping(browser: ApiClient, link: string, number: string): Promise<Answer['data']> {
  const opened = await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
  if (!opened.activation) return opened;
  return browser.mutate('registerTypedCard', { activationId: opened.activation.id, number }, 'activation { id status }');
}

/** The PINs that were mailed to an address, the newest first, out of the trial mailbox. */
export async function mailedPins(operator: ApiClient, to: string): Promise<string[]> {
  const { mails } = await operator.mutate('readTrialMailbox', {}, 'mails { to text }');
  return mails.flatMap((mail: { to: string; text: string }) => (mail.to === to ? (/Your (?:new )?PIN:\s+(\d{6})\n/.exec(mail.text)?.[1] ?? []) : []));
}

/** The newest link that was mailed to an address, out of the trial mailbox. */
export async function mailedLink(operator: ApiClient, to: string): Promise<string> {
  const { mails } = await operator.mutate('readTrialMailbox', {}, 'mails { to text }');
  const text: string = mails.find((mail: { to: string }) => mail.to === to)?.text ?? '';
  const link = /https?:\/\/\S+\/activate#\S+/.exec(text)?.[0];
  if (!link) throw new Error(`No link was mailed to ${to}`);
  return link;
}
