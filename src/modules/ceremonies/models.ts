/** What is known of an authenticator's model. */
export interface Model {
  name: string;
  /** The roots (PEM or base64 DER) that its attestations chain to. */
  roots: readonly string[];
}

/** Looks a model up by its AAGUID. */
export type FindModel = (aaguid: string) => Promise<Model | null>;
