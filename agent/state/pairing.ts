import { createPrivateKey, type KeyObject } from 'node:crypto';
import { AgentError } from '../failures.ts';
import { readPrivate, writePrivate } from './folder.ts';

const file = 'agent.json';

/** With which server this agent is paired, as whom, and the key that proves it. The key never leaves this PC. */
export interface Pairing {
  /** The server's public address, an origin. */
  server: string;
  organisation: string;
  agentId: string;
  name: string;
  privateKey: KeyObject;
}

interface Stored extends Omit<Pairing, 'privateKey'> {
  /** PKCS #8, PEM. */
  privateKey: string;
}

/** @throws AgentError where the file is damaged */
export function readPairing(folder: string): Pairing | null {
  try {
    const stored = readPrivate<Stored>(folder, file);
    return stored && { ...stored, privateKey: createPrivateKey(stored.privateKey) };
  } catch {
    throw new AgentError(`${file} in ${folder} is damaged. Remove it and pair this agent anew.`);
  }
}

/** @throws AgentError where the agent is not paired */
export function requirePairing(folder: string): Pairing {
  const pairing = readPairing(folder);
  if (!pairing) {
    throw new AgentError(
      'This agent is not paired. Get a pairing code, and run: latchkey-agent pair --server https://… --code ABCD-EFGH',
      'NOT_PAIRED',
    );
  }
  return pairing;
}

export function writePairing(folder: string, pairing: Pairing): void {
  const privateKey = pairing.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  writePrivate(folder, file, { ...pairing, privateKey } satisfies Stored);
}
