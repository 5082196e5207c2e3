/** Where the reader agent answers pages on its own PC. */
const door = 'http://127.0.0.1:47113/latchkey';

// Long, as Chrome asks the person first. Nobody waits for it: the page offers the other ways meanwhile.
const answersWithin = 30_000;

/**
 * Asks the reader agent on this PC to sign the server's nonce. No agent, or a browser that refuses, is nothing unusual.
 * @returns the agent's proof, or null
 */
export async function askAgentDoor(nonce: string): Promise<string | null> {
  try {
    const response = await fetch(`${door}?nonce=${encodeURIComponent(nonce)}`, {
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(answersWithin),
    });
    const { proof } = await response.json();
    return typeof proof === 'string' ? proof : null;
  } catch {
    return null;
  }
}
