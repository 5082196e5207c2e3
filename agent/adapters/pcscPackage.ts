import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { stateFolder } from '../state/folder.ts';
import { programFolder } from '../version.ts';

/** What the agent uses of the package `smartcard`. */
export interface SmartcardPackage {
  Context: new () => PcscContext;
}

/** A connection to the PC/SC service. Its calls take turns, so that one that waits keeps the others waiting. */
export interface PcscContext {
  listReaders(): PcscReader[];
  /** @returns the states after a change, an empty list when the time is over, or null when it was cancelled */
  waitForChange(readers: readonly { name: string; state: number }[], timeout: number): Promise<ReaderState[] | null>;
  cancel(): void;
  close(): void;
}

export interface ReaderState {
  name: string;
  /** SCARD_STATE_… in the low half; in the high half, how many cards came and went. */
  state: number;
}

export interface PcscReader extends ReaderState {
  atr: Buffer | null;
  connect(shareMode?: number, protocol?: number): Promise<PcscCard>;
}

export interface PcscCard {
  readonly atr: Buffer | null;
  transmit(command: Buffer): Promise<Buffer>;
  disconnect(disposition?: number): void;
}

/**
 * Loads the package: out of the state folder, or else of the folder that the agent lies in. Nowhere else, as Node's own
 * search goes up to folders in which anybody on a shared PC may put something. It is compiled where it is installed, so it
 * may be missing.
 * @throws Error saying what is wrong with it
 */
export function loadSmartcard(folders = [stateFolder(), programFolder]): SmartcardPackage {
  const load = createRequire(import.meta.url);
  let last: unknown;
  for (const folder of folders) {
    try {
      return load(resolve(folder, 'node_modules', 'smartcard')) as SmartcardPackage;
    } catch (error) {
      // The one that is there and does not load says more than that another is not there.
      if (last === undefined || (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') last = error;
    }
  }
  throw last;
}

/** How the package is put where the agent finds it. */
export const installSmartcard = (): string => {
  const headers = process.platform === 'linux' ? 'sudo apt install build-essential python3 libpcsclite-dev && ' : '';
  return `${headers}npm install --prefix "${stateFolder()}" smartcard@3.7.0`;
};
