import { AgentError } from '../failures.ts';
import { type HybridUuid, hybridUuids, type Sighting } from '../radio/radio.ts';
import { askRunning } from '../run/localSocket.ts';
import type { Given, Said } from './command.ts';

/** Holds a phone that is none near a radio that is none. */
export async function phone({ folder, options: { rssi = '-50', uuid = 'FFF9' } }: Given): Promise<Said | null> {
  const strength = Number(rssi);
  if (!Number.isInteger(strength) || strength < -127 || strength > 20) {
    throw new AgentError(`--rssi must be a whole number of dBm from -127 to 20, got ${rssi}`, 'WRONG_USAGE');
  }
  const known = hybridUuids.find((name): name is HybridUuid => name === uuid.toUpperCase());
  if (!known) throw new AgentError(`--uuid must be one of ${hybridUuids.join(', ')}, got ${uuid}`, 'WRONG_USAGE');
  const sighting: Sighting = { rssi: strength, uuid: known };
  const { listened } = await askRunning<{ listened: boolean }>(folder, { command: 'phone', ...sighting });
  if (!listened) throw new AgentError('Nothing listens for a phone: begin a sign-in at this PC first.');
  return { text: `A simulated phone was held near, at ${strength} dBm.`, json: sighting };
}
