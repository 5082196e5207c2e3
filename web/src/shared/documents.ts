/**
 * What the pages ask of the public GraphQL API, as plain text with its types beside it. A test validates each
 * document against schema.graphql.
 */

import { document, failures } from './document.ts';
import { type AgentEvidence, type ReaderAgent, readerAgentFields, type TapJob, tapJobFields } from './tap.ts';

export type KeyKind = 'SMARTPHONE' | 'CONTACTLESS_CARD' | 'HARDWARE_KEY';

/** An enrolment, as its person sees it. */
export interface Activation {
  id: string;
  organisation: string;
  personName: string;
  inviterName: string | null;
  kind: KeyKind;
  keyName: string;
  smartphone: { auditable: boolean; bluetoothProximity: boolean; offlineLogin: boolean; verification: 'BIOMETRIC' | 'PIN' } | null;
  offlineReady: boolean | null;
  activationCodeRequired: boolean;
  status: 'PENDING' | 'OPENED' | 'ACTIVATED' | 'EXPIRED' | 'CANCELLED';
  expiresAt: string;
}

const activation = /* GraphQL */ `{
  id organisation personName inviterName kind keyName
  smartphone { auditable bluetoothProximity offlineLogin verification }
  offlineReady activationCodeRequired status expiresAt
}`;

// The link's holder

export const activationPreview = document<{ activationPreview: Activation }, { token: string }>(/* GraphQL */ `
  query activationPreview($token: String!) { activationPreview(token: $token) ${activation} }
`);

export const currentActivation = document<{ currentActivation: Activation | null }>(/* GraphQL */ `
  query currentActivation { currentActivation ${activation} }
`);

export const activationChanged = document<{ activationChanged: Activation }, { token: string | null }>(/* GraphQL */ `
  subscription activationChanged($token: String) { activationChanged(token: $token) ${activation} }
`);

export const openActivation = document<{ activation: Activation }, { input: { token: string; code: string | null } }>(/* GraphQL */ `
  mutation openActivation($input: OpenActivationInput!) {
    openActivation(input: $input) { ... on OpenActivationPayload { activation ${activation} } ${failures} }
  }
`);

/** The API's form of what navigator.credentials.create() takes; null where the browser expects nothing. */
export interface CreationOptions {
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  challenge: string;
  pubKeyCredParams: { alg: number; type: string }[];
  timeout: number | null;
  excludeCredentials: { id: string; type: string; transports: string[] }[];
  authenticatorSelection: {
    authenticatorAttachment: string | null;
    residentKey: string | null;
    requireResidentKey: boolean | null;
    userVerification: string | null;
  };
  hints: string[];
  attestation: string;
  prf: boolean;
}

export const beginKeyRegistration = document<
  { options: CreationOptions },
  { input: { activationId: string; purpose: 'REGISTER' | 'CHECK'; onPhone: boolean } }
>(/* GraphQL */ `
  mutation beginKeyRegistration($input: BeginKeyRegistrationInput!) {
    beginKeyRegistration(input: $input) {
      ... on BeginKeyRegistrationPayload {
        options {
          rp { id name }
          user { id name displayName }
          challenge
          pubKeyCredParams { alg type }
          timeout
          excludeCredentials { id type transports }
          authenticatorSelection { authenticatorAttachment residentKey requireResidentKey userVerification }
          hints
          attestation
          prf
        }
      }
      ${failures}
    }
  }
`);

/** What the authenticator answered to a creation, in the API's form. */
export interface RegistrationCredential {
  id: string;
  rawId: string;
  authenticatorAttachment: string | null;
  response: { clientDataJSON: string; attestationObject: string; transports: string[] };
  clientExtensionResults: { credProps: { rk: boolean | null } | null; prf: { enabled: boolean | null } | null };
}

export const finishKeyRegistration = document<
  { activation: Activation; signedIn: boolean },
  { input: { activationId: string; credential: RegistrationCredential; pin: string | null; onPhone: boolean } }
>(/* GraphQL */ `
  mutation finishKeyRegistration($input: FinishKeyRegistrationInput!) {
    finishKeyRegistration(input: $input) { ... on FinishKeyRegistrationPayload { activation ${activation} signedIn } ${failures} }
  }
`);

/** What “Check my key” found. */
export interface KeyCheck {
  result: 'NOT_FIDO2' | 'NEEDS_PIN' | 'UNKNOWN';
  model: string | null;
}

export const checkHardwareKey = document<KeyCheck, { input: { activationId: string; credential: RegistrationCredential } }>(/* GraphQL */ `
  mutation checkHardwareKey($input: CheckHardwareKeyInput!) {
    checkHardwareKey(input: $input) { ... on CheckHardwareKeyPayload { result model } ${failures} }
  }
`);

// The link's holder, where the key is a contactless card

/** The activation of a card: the agent that stands for the reader, and the newest request for a tap. */
export interface CardActivation extends Activation {
  readerAgent: ReaderAgent | null;
  cardTap: TapJob | null;
}

const cardActivation = activation.replace(/}$/, /* GraphQL */ `readerAgent ${readerAgentFields} cardTap ${tapJobFields} }`);

export const cardActivationChanged = document<{ activationChanged: CardActivation }>(/* GraphQL */ `
  subscription activationChanged { activationChanged ${cardActivation} }
`);

export const beginAgentDiscovery = document<{ nonce: string }, { input: { activationId: string } }>(/* GraphQL */ `
  mutation beginAgentDiscovery($input: BeginAgentDiscoveryInput!) {
    beginAgentDiscovery(input: $input) { ... on BeginAgentDiscoveryPayload { nonce } ${failures} }
  }
`);

export const connectReaderAgent = document<{ activation: CardActivation }, { input: { activationId: string; by: AgentEvidence } }>(/* GraphQL */ `
  mutation connectReaderAgent($input: ConnectReaderAgentInput!) {
    connectReaderAgent(input: $input) { ... on ConnectReaderAgentPayload { activation ${cardActivation} } ${failures} }
  }
`);

/** A code that pairs an agent of the person's own. */
export interface PairingCode {
  pairingCode: string;
  expiresAt: string;
}

export const createPersonalPairingCode = document<PairingCode, { input: { activationId: string } }>(/* GraphQL */ `
  mutation createPersonalPairingCode($input: CreatePersonalPairingCodeInput!) {
    createPersonalPairingCode(input: $input) { ... on CreatePersonalPairingCodePayload { pairingCode expiresAt } ${failures} }
  }
`);

export const requestCardTap = document<{ tapJob: TapJob }, { input: { activationId: string; readerId: string } }>(/* GraphQL */ `
  mutation requestCardTap($input: RequestCardTapInput!) {
    requestCardTap(input: $input) { ... on RequestCardTapPayload { tapJob ${tapJobFields} } ${failures} }
  }
`);

export const cancelTapJob = document<{ tapJob: TapJob }, { input: { tapJobId: string } }>(/* GraphQL */ `
  mutation cancelTapJob($input: CancelTapJobInput!) {
    cancelTapJob(input: $input) { ... on CancelTapJobPayload { tapJob ${tapJobFields} } ${failures} }
  }
`);

export const registerTypedCard = document<{ activation: Activation }, { input: { activationId: string; number: string } }>(/* GraphQL */ `
  mutation registerTypedCard($input: RegisterTypedCardInput!) {
    registerTypedCard(input: $input) { ... on RegisterTypedCardPayload { activation ${activation} } ${failures} }
  }
`);

export type ReaderPlatform = 'LINUX' | 'MACOS' | 'WINDOWS';

/** Something that a PC needs before a card can be tapped there. */
export interface ReaderDriver {
  platform: ReaderPlatform;
  kind: 'AGENT' | 'PCSC_SERVICE' | 'PCSC_ADDON';
  included: boolean;
  packages: string[];
  /** The four of a download; null for what this server does not give out. */
  version: string | null;
  address: string | null;
  bytes: number | null;
  sha256: string | null;
}

export const readerDrivers = document<{ readerDrivers: ReaderDriver[] }>(/* GraphQL */ `
  query readerDrivers { readerDrivers { platform kind included packages version address bytes sha256 } }
`);

// The server's first owner

export const setupOpen = document<{ setupOpen: boolean }>(/* GraphQL */ `query setupOpen { setupOpen }`);

export interface SetUpWorkspaceInput {
  token: string;
  organisation: string;
  owner: { displayName: string; email: string };
  securityKey: { smartphone: { name: string } } | { hardwareKey: { name: string } };
}

export const setUpWorkspace = document<{ activation: Activation }, { input: SetUpWorkspaceInput }>(/* GraphQL */ `
  mutation setUpWorkspace($input: SetUpWorkspaceInput!) {
    setUpWorkspace(input: $input) { ... on SetUpWorkspacePayload { activation ${activation} } ${failures} }
  }
`);

// A demo

export const demo = document<{ demo: boolean }>(/* GraphQL */ `query demo { demo }`);

export const signInToDemo = document<{ signIn: { status: 'SIGNED_IN' } }, { input: { token: string } }>(/* GraphQL */ `
  mutation signInToDemo($input: SignInToDemoInput!) {
    signInToDemo(input: $input) { ... on SignInToDemoPayload { signIn { status } } ${failures} }
  }
`);

export const connectDemoReader = document<{ activation: CardActivation }, { input: { activationId: string } }>(/* GraphQL */ `
  mutation connectDemoReader($input: ConnectDemoReaderInput!) {
    connectDemoReader(input: $input) { ... on ConnectDemoReaderPayload { activation ${cardActivation} } ${failures} }
  }
`);

export const tapDemoCard = document<{ tapJob: TapJob }, { input: { tapJobId: string; card: 'NEW' | 'TAKEN' } }>(/* GraphQL */ `
  mutation tapDemoCard($input: TapDemoCardInput!) {
    tapDemoCard(input: $input) { ... on TapDemoCardPayload { tapJob ${tapJobFields} } ${failures} }
  }
`);

// The operator

export interface TrialMail {
  id: string;
  to: string;
  toName: string;
  subject: string;
  text: string;
  createdAt: string;
}

export const readTrialMailbox = document<{ mails: TrialMail[] }, { input: { token: string | null } }>(/* GraphQL */ `
  mutation readTrialMailbox($input: ReadTrialMailboxInput!) {
    readTrialMailbox(input: $input) { ... on ReadTrialMailboxPayload { mails { id to toName subject text createdAt } } ${failures} }
  }
`);
