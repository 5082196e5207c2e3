/** The page that asks, and, for hostile tests, what is answered instead of the truth. */
export interface Client {
  origin: string;
  crossOrigin?: boolean;
  topOrigin?: string;
  type?: string;
  challenge?: string;
  rpId?: string;
  flags?: number;
  counter?: number;
  userHandle?: string;
}

/** The client data (WebAuthn L3 §5.8.1). */
export function clientDataJSON(type: string, challenge: string, client: Client): Buffer {
  const { origin, crossOrigin = false, topOrigin } = client;
  return Buffer.from(JSON.stringify({ type: client.type ?? type, challenge: client.challenge ?? challenge, origin, crossOrigin, topOrigin }));
}
