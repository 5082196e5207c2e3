import { type Card, TapFailed } from '../card/card.ts';
import { wordsOf } from '../failures.ts';
import type { TypingReader } from '../state/settings.ts';
import type { Adapter, SeenReader } from './adapter.ts';
import { PcscReaders } from './pcsc.ts';
import { installSmartcard, loadSmartcard } from './pcscPackage.ts';
import { SimulatedReaders } from './simulated.ts';
import { TypingReaders } from './wedge.ts';

/** Which readers to look after. */
export interface WantedReaders {
  pcsc: boolean;
  typing: readonly TypingReader[];
  /** How many simulated ones. */
  simulated: number;
}

/** The server takes no more readers of one agent, and no longer names. */
const atMost = 20;
const longestName = 200;

/** All readers of this PC, whatever they are connected by. */
export class AllReaders {
  readonly simulated: SimulatedReaders;
  /** Why there are no PC/SC readers at all; null where there could be. */
  readonly missing: string | null = null;
  readonly #adapters: Adapter[] = [];
  readonly #listeners = new Set<() => void>();

  constructor({ pcsc, typing, simulated }: WantedReaders) {
    const changed = () => {
      for (const listener of this.#listeners) listener();
    };
    this.simulated = new SimulatedReaders(simulated);
    this.#adapters.push(this.simulated);
    if (typing.length > 0) this.#adapters.push(new TypingReaders(typing, changed));
    if (!pcsc) return;
    try {
      this.#adapters.push(new PcscReaders(loadSmartcard(), changed));
    } catch (error) {
      this.missing = `PC/SC readers are not used: the package smartcard cannot be loaded (${firstLine(error)}). To install it: ${installSmartcard()}`;
    }
  }

  /** Tells whenever a reader comes or goes. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  list(): SeenReader[] {
    const all = this.#adapters.flatMap(({ kind, readers }) => readers().map((name) => ({ name: name.slice(0, longestName), adapter: kind })));
    return [...new Map(all.map((reader) => [reader.name, reader])).values()].slice(0, atMost);
  }

  /** Waits for a card that is laid on a reader from now on. @throws TapFailed; the signal's reason */
  async tap(name: string, signal: AbortSignal): Promise<Card> {
    for (const adapter of this.#adapters) {
      const reader = adapter.readers().find((reader) => reader.slice(0, longestName) === name);
      if (reader !== undefined) return adapter.tap(reader, signal);
    }
    throw new TapFailed('READER_GONE');
  }

  /** The readers on which a card lies already. */
  occupied = (): string[] => this.#adapters.flatMap((adapter) => adapter.occupied?.() ?? []);

  /** What keeps readers from being seen, in words for people. */
  problems(): string[] {
    const told = this.#adapters.map((adapter) => adapter.problem()).filter((problem) => problem !== null);
    return this.missing === null ? told : [this.missing, ...told];
  }

  async close(): Promise<void> {
    await Promise.all(this.#adapters.map((adapter) => adapter.close()));
  }
}

const firstLine = (error: unknown): string => wordsOf(error).split('\n')[0] ?? '';
