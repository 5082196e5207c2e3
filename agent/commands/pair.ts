import { generateKeyPairSync } from 'node:crypto';
import { hostname } from 'node:os';
import { AgentError, wordsOf } from '../failures.ts';
import { serverOrigin } from '../server/address.ts';
import { Api, mutateAsStranger } from '../server/api.ts';
import { ServerClock } from '../server/clock.ts';
import { isTokenRefused } from '../server/errors.ts';
import { type Pairing, readPairing, writePairing } from '../state/pairing.ts';
import { platform, version } from '../version.ts';
import type { Given, Said } from './command.ts';

/** Pairs this PC with a server: makes the key, and spends the code. */
export async function pair({ folder, options: { server, code, name = hostname(), force } }: Given): Promise<Said | null> {
  if (!server || !code) throw new AgentError('--server and --code are needed: pair --server https://… --code ABCD-EFGH', 'WRONG_USAGE');
  const origin = serverOrigin(server);
  const before = readPairing(folder);
  if (before && !force) {
    throw new AgentError(`This agent is paired with ${before.server} (${before.organisation}) already. Say --force to replace that.`);
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const clock = new ServerClock();
  const paired = await mutateAsStranger<{ agentId: string; name: string; organisation: string }>(
    origin,
    clock,
    'pairReaderAgent',
    { code, publicKey: publicKey.export({ format: 'jwk' }).x, name, platform, version },
    'agentId name organisation',
  ).catch((error) => {
    throw new AgentError(wordsOf(error));
  });
  const pairing: Pairing = { server: origin, ...paired, privateKey };
  // Kept at once, as the code is spent.
  writePairing(folder, pairing);
  await checkAddress(pairing, clock);
  return {
    text: `Paired with ${paired.organisation} at ${origin}, as “${paired.name}”. Now: latchkey-agent run`,
    json: { server: origin, ...paired },
  };
}

/** Tokens are for the server's public address alone: under another name it answers, and refuses them. */
async function checkAddress(pairing: Pairing, clock: ServerClock): Promise<void> {
  try {
    await new Api(pairing, clock).self();
  } catch (error) {
    const hint = isTokenRefused(error) ? ' Pair again, and give --server the address that the server calls its own.' : '';
    throw new AgentError(`The code was taken, but the server refuses this agent: ${wordsOf(error)}${hint}`);
  }
}
