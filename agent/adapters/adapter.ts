import type { Card } from '../card/card.ts';

export type AdapterKind = 'PCSC' | 'WEDGE' | 'SIMULATED';

/** A reader as the server is told of it. */
export interface SeenReader {
  name: string;
  adapter: AdapterKind;
}

/** One way in which readers are connected to this PC. */
export interface Adapter {
  readonly kind: AdapterKind;
  /** The readers that are plugged in now. Whoever opened the adapter is told when they change. */
  readers(): readonly string[];
  /** The readers on which a card lies now, as far as that can be told. It has to come off before it counts. */
  occupied?(): readonly string[];
  /**
   * Waits for a card that is laid on a reader from now on; one that lies there already does not count. Ends with the
   * signal's reason where that is sooner.
   * @throws TapFailed
   */
  tap(reader: string, signal: AbortSignal): Promise<Card>;
  /** What keeps its readers from being seen, in words for people; null where nothing does. */
  problem(): string | null;
  close(): Promise<void>;
}

/** A promise that rejects with the signal's reason once it is aborted, and never leaves a listener behind. */
export function untilAborted<T>(
  signal: AbortSignal,
  start: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let clean = () => {};
    const end =
      <A>(settle: (value: A) => void) =>
      (value: A) => {
        signal.removeEventListener('abort', onAbort);
        clean();
        settle(value);
      };
    const onAbort = () => end(reject)(signal.reason);
    signal.addEventListener('abort', onAbort);
    clean = start(end(resolve), end(reject));
  });
}
