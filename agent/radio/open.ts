import type { Radio } from './radio.ts';
import { SimulatedRadio } from './simulated.ts';

/** What this PC can hear phones by: null where it has been told not to, and where no way is known. */
export async function openRadio({ off, simulated }: { off: boolean; simulated: boolean }): Promise<Radio | null> {
  if (simulated) return new SimulatedRadio();
  if (off || process.platform !== 'linux') return null;
  const { BluezRadio } = await import('./bluez.ts');
  return new BluezRadio();
}
