import { document, failures } from '../shared/document.ts';
import { type AgentEvidence, type ReaderAgent, readerAgentFields, type TapJob, tapJobFields } from '../shared/tap.ts';

/** A sign-in, for the page that began it. */
export interface SignIn {
  status: 'STARTED' | 'PIN_WANTED' | 'SIGNED_IN';
  /** Who is signed in; null before. */
  user: { role: string | null } | null;
  readerAgent: ReaderAgent | null;
  cardTap: TapJob | null;
}

const signIn = /* GraphQL */ `{ status user { role } readerAgent ${readerAgentFields} cardTap ${tapJobFields} }`;

/** The API's form of what navigator.credentials.get() takes. */
export interface RequestOptions {
  challenge: string;
  rpId: string;
  timeout: number | null;
  userVerification: string;
  allowCredentials: { id: string; type: string; transports: string[] }[];
  hints: string[];
}

/** A sign-in that has begun. Its token stays in the page's memory. */
export interface BegunSignIn {
  signInToken: string;
  /** The application that it is for; null where it is for this server itself. */
  applicationName: string | null;
  options: RequestOptions;
}

export const beginSignIn = document<BegunSignIn, { input: { username: string | null; interactionId: string | null } }>(/* GraphQL */ `
  mutation beginSignIn($input: BeginSignInInput!) {
    beginSignIn(input: $input) {
      ... on BeginSignInPayload {
        signInToken
        applicationName
        options { challenge rpId timeout userVerification allowCredentials { id type transports } hints }
      }
      ${failures}
    }
  }
`);

/** What the authenticator answered to a sign-in, in the API's form. */
export interface AuthenticationCredential {
  id: string;
  rawId: string;
  authenticatorAttachment: string | null;
  response: { clientDataJSON: string; authenticatorData: string; signature: string; userHandle: string | null };
}

export const finishSignIn = document<
  { signIn: SignIn },
  { input: { signInToken: string; credential: AuthenticationCredential; offlineVerifier: string | null } }
>(/* GraphQL */ `
  mutation finishSignIn($input: FinishSignInInput!) {
    finishSignIn(input: $input) { ... on FinishSignInPayload { signIn ${signIn} } ${failures} }
  }
`);

export const enterSignInPin = document<
  { signIn: SignIn },
  { input: { signInToken: string; pin: string; offlineVerifier: string | null } }
>(/* GraphQL */ `
  mutation enterSignInPin($input: EnterSignInPinInput!) {
    enterSignInPin(input: $input) { ... on EnterSignInPinPayload { signIn ${signIn} } ${failures} }
  }
`);

export const signInChanged = document<{ signInChanged: SignIn }, { signInToken: string }>(/* GraphQL */ `
  subscription signInChanged($signInToken: String!) { signInChanged(signInToken: $signInToken) ${signIn} }
`);

export const beginSignInAgentDiscovery = document<{ nonce: string }, { input: { signInToken: string } }>(/* GraphQL */ `
  mutation beginSignInAgentDiscovery($input: BeginSignInAgentDiscoveryInput!) {
    beginSignInAgentDiscovery(input: $input) { ... on BeginSignInAgentDiscoveryPayload { nonce } ${failures} }
  }
`);

export const connectSignInAgent = document<{ signIn: SignIn }, { input: { signInToken: string; by: AgentEvidence } }>(/* GraphQL */ `
  mutation connectSignInAgent($input: ConnectSignInAgentInput!) {
    connectSignInAgent(input: $input) { ... on ConnectSignInAgentPayload { signIn ${signIn} } ${failures} }
  }
`);

export const signInWithCard = document<{ signIn: SignIn }, { input: { signInToken: string; readerId: string } }>(/* GraphQL */ `
  mutation signInWithCard($input: SignInWithCardInput!) {
    signInWithCard(input: $input) { ... on SignInWithCardPayload { signIn ${signIn} } ${failures} }
  }
`);

// A demo

export const connectDemoSignInReader = document<{ signIn: SignIn }, { input: { signInToken: string } }>(/* GraphQL */ `
  mutation connectDemoSignInReader($input: ConnectDemoSignInReaderInput!) {
    connectDemoSignInReader(input: $input) { ... on ConnectDemoSignInReaderPayload { signIn ${signIn} } ${failures} }
  }
`);

export const tapDemoSignInCard = document<{ tapJob: TapJob }, { input: { signInToken: string } }>(/* GraphQL */ `
  mutation tapDemoSignInCard($input: TapDemoSignInCardInput!) {
    tapDemoSignInCard(input: $input) { ... on TapDemoSignInCardPayload { tapJob ${tapJobFields} } ${failures} }
  }
`);
