/** By what this PC hears phones. A simulated one is none, for trying out, and says so wherever it is shown. */
export type RadioKind = 'BLUEZ' | 'SIMULATED';

/** The service data of the hybrid transport's advertisement: FIDO's own, and the one that phones had before it (CTAP 2.2 §11.5). */
export const hybridUuids = ['FFF9', 'FDE2'] as const;
export type HybridUuid = (typeof hybridUuids)[number];

/** A phone was heard that offers itself to a PC for a sign-in. Which phone, nobody but its PC can tell. */
export interface Sighting {
  /** How strong its signal was, in dBm. */
  rssi: number;
  uuid: HybridUuid;
}

/** This PC's Bluetooth, as far as it can hear phones. */
export interface Radio {
  readonly kind: RadioKind;
  /** Looks whether anything could be heard now. @throws RadioMissing */
  look(): Promise<void>;
  /** Listens, and gives each phone that is heard from now on, until the signal is aborted. @throws RadioMissing, also later */
  listen(signal: AbortSignal): AsyncIterable<Sighting>;
}

/** Nothing can be heard: why, in words for people, and the command or step that mends it. */
export class RadioMissing extends Error {
  readonly mend: string;
  constructor(text: string, mend: string) {
    super(text);
    this.mend = mend;
  }
}
