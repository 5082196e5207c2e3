import { Variant } from '@jellybrick/dbus-next';
import { type HybridUuid, hybridUuids } from './radio.ts';

// CTAP 2.2 §11.5.1: 16 encrypted bytes, and 4 that authenticate them. Only the PC that shows the QR code can read them.
const shortest = 20;

const longForm = (uuid: HybridUuid): string => `0000${uuid.toLowerCase()}-0000-1000-8000-00805f9b34fb`;

/** Which hybrid advertisement a device’s service data is, as BlueZ tells it; null where it is another’s. */
export function hybridUuidIn(serviceData: unknown): HybridUuid | null {
  const all = serviceData instanceof Variant ? (serviceData.value as Record<string, unknown> | null) : null;
  const carries = (uuid: HybridUuid) => {
    const data = all?.[longForm(uuid)];
    return data instanceof Variant && Buffer.isBuffer(data.value) && data.value.length >= shortest;
  };
  return hybridUuids.find(carries) ?? null;
}
