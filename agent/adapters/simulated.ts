import { type Card, TapFailed } from '../card/card.ts';
import { type Adapter, untilAborted } from './adapter.ts';

type Listener = (cards: readonly Card[]) => void;

/** Readers that are none, for trying out: cards are laid on them by `latchkey-agent tap`. */
export class SimulatedReaders implements Adapter {
  readonly kind = 'SIMULATED';
  readonly #names: readonly string[];
  readonly #waiting = new Map<string, Set<Listener>>();

  constructor(count: number) {
    this.#names = Array.from({ length: count }, (_, i) => (i === 0 ? 'Simulated reader' : `Simulated reader ${i + 1}`));
  }

  readers = (): readonly string[] => this.#names;
  problem = (): null => null;
  close = async (): Promise<void> => {};

  tap(reader: string, signal: AbortSignal): Promise<Card> {
    return untilAborted<Card>(signal, (resolve, reject) => {
      const listener: Listener = ([card, another]) => {
        if (another) reject(new TapFailed('TWO_CARDS'));
        else if (card) resolve(card);
      };
      const listeners = this.#waiting.get(reader) ?? new Set();
      this.#waiting.set(reader, listeners.add(listener));
      return () => listeners.delete(listener);
    });
  }

  /** Lays cards on a reader, at once. @returns whether anybody waited for them */
  lay(reader: string, cards: readonly Card[]): boolean {
    const listeners = [...(this.#waiting.get(reader) ?? [])];
    for (const listener of listeners) listener(cards);
    return listeners.length > 0;
  }
}
