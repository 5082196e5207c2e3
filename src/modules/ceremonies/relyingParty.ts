/** This server as WebAuthn's relying party (WebAuthn L3 §4). */
export interface RelyingParty {
  /** The RP ID: the domain that credentials are bound to. Fixed with the first credential. */
  id: string;
  /** What the authenticator shows. */
  name: string;
  /** The origins that a ceremony may come from. */
  origins: readonly string[];
}
