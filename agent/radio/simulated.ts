import { EventEmitter, on } from 'node:events';
import type { Radio, Sighting } from './radio.ts';

/** A radio that is none, for trying out: phones are held near it by `latchkey-agent phone`. */
export class SimulatedRadio implements Radio {
  readonly kind = 'SIMULATED';
  readonly #air = new EventEmitter<{ phone: [Sighting] }>();

  look = async (): Promise<void> => {};

  async *listen(signal: AbortSignal): AsyncIterable<Sighting> {
    for await (const [sighting] of on(this.#air, 'phone', { signal })) yield sighting;
  }

  /** Holds a phone near, once. @returns whether anybody listened */
  hold = (sighting: Sighting): boolean => this.#air.emit('phone', sighting);
}
