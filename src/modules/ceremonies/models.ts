/** What is known of authenticators' models. */
export interface TrustedModels {
  /** The model with this AAGUID: its name, and the roots (PEM or base64 DER) that its attestations chain to. */
  find(aaguid: string): { name: string; roots: readonly string[] } | undefined;
}
