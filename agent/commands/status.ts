import type { SeenReader } from '../adapters/adapter.ts';
import { askRunning } from '../run/localSocket.ts';
import { requirePairing } from '../state/pairing.ts';
import type { Given, Said } from './command.ts';

interface Status {
  pid: number;
  version: string;
  server: string;
  organisation: string;
  name: string;
  online: boolean;
  problem: string | null;
  waitingTaps: number;
  listening: number;
  radio: string | null;
  /** The usernames of those who may sign in here without a network. */
  offline: string[];
  readers: SeenReader[];
  occupied: string[];
  problems: string[];
}

export async function status({ folder }: Given): Promise<Said | null> {
  requirePairing(folder);
  const now = await askRunning<Status>(folder, { command: 'status' });
  const lines = [
    `“${now.name}” of ${now.organisation}, version ${now.version}, process ${now.pid}`,
    now.online ? `Connected with ${now.server}.` : `Not connected with ${now.server}: ${now.problem ?? 'connecting'}.`,
    ...now.readers.map(
      ({ name, adapter }) => `Reader: ${name} (${adapter.toLowerCase()})${now.occupied.includes(name) ? ', a card lies on it' : ''}`,
    ),
    ...(now.readers.length === 0 ? ['There is no reader.'] : []),
    ...(now.radio ? [`Radio: ${now.radio.toLowerCase()}${now.listening > 0 ? ', listening for a phone' : ''}`] : []),
    ...(now.offline.length > 0 ? [`May sign in here without a network: ${now.offline.join(', ')}.`] : []),
    ...now.problems,
    ...(now.waitingTaps > 0 ? [`Waiting for ${now.waitingTaps === 1 ? 'a tap' : `${now.waitingTaps} taps`}.`] : []),
  ];
  return { text: lines.join('\n'), json: now };
}
