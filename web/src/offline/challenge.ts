/** A challenge as an agent shows it: which PC it is of, and whether the key may have a PIN. */
export interface Challenge {
  /** The whole, which the code answers. */
  text: string;
  /** Tells the PC's agent from others: for which one the phone computes its key. */
  mark: string;
  pin: boolean;
}

// Crockford's base 32, as the agents write it.
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 24;
const markLength = 8;

export const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));

/** The mark of an agent, out of its id. */
export async function markOf(agentId: string): Promise<string> {
  let bits = 0n;
  for (const byte of (await sha256(agentId)).subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: markLength }, (_, i) => symbols[Number((bits >> BigInt(35 - 5 * i)) & 31n)]).join('');
}

/** Reads a challenge as it was typed or scanned; null where a symbol is missing or another one. */
export async function readChallenge(typed: string): Promise<Challenge | null> {
  const text = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  const values = [...text].map((symbol) => symbols.indexOf(symbol));
  if (values.length !== length || values.includes(-1)) return null;
  const [check] = await sha256(text.slice(0, -1));
  if (values.at(-1) !== (check as number) % 32) return null;
  return { text, mark: text.slice(0, markLength), pin: ((values.at(-2) as number) & 1) === 1 };
}
