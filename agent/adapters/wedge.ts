import { type Card, TapFailed } from '../card/card.ts';
import { canonicalNumber } from '../card/numberFormat.ts';
import type { TypingReader } from '../state/settings.ts';
import { type Adapter, untilAborted } from './adapter.ts';
import { type Line, openTyped, type Typed } from './typed.ts';

/** Two numbers that are typed within this time are two cards in one tap. */
const sameTap = 250;

/** Readers that type a card's number like a keyboard. They tell nothing else of a card. */
export class TypingReaders implements Adapter {
  readonly kind = 'WEDGE';
  readonly #readers = new Map<string, { source: Typed; settings: TypingReader; listeners: Set<(line: Line) => void> }>();

  constructor(settings: readonly TypingReader[], changed: () => void) {
    for (const reader of settings) {
      const listeners = new Set<(line: Line) => void>();
      const source = openTyped(reader.path, {
        line: (line) => {
          for (const listener of listeners) listener(line);
        },
        changed,
      });
      this.#readers.set(nameOf(reader.path), { source, settings: reader, listeners });
    }
  }

  readers = (): readonly string[] => [...this.#readers].filter(([, { source }]) => source.isThere()).map(([name]) => name);

  problem(): string | null {
    const away = [...this.#readers.values()].filter(({ source }) => !source.isThere());
    return away.length === 0 ? null : away.map(({ settings, source }) => `${settings.path}: ${source.problem() ?? 'it is not there'}.`).join(' ');
  }

  close = async (): Promise<void> => {
    for (const { source } of this.#readers.values()) source.close();
  };

  tap(name: string, signal: AbortSignal): Promise<Card> {
    const reader = this.#readers.get(name);
    if (!reader?.source.isThere()) return Promise.reject(new TapFailed('READER_GONE'));
    const { settings, listeners } = reader;
    return untilAborted<Card>(signal, (resolve, reject) => {
      let first: string | null = null;
      let timer: NodeJS.Timeout | undefined;
      const listener = (line: Line) => {
        if (line === null) return reject(new TapFailed('READER_GONE'));
        const uid = canonicalNumber(line, settings.format, settings.bytes);
        if (uid === null) return reject(new TapFailed('UNREADABLE'));
        if (first !== null && first !== uid) return reject(new TapFailed('TWO_CARDS'));
        // The same card, typed again.
        if (first !== null) return undefined;
        first = uid;
        timer = setTimeout(() => resolve({ uid, atr: null, technology: 'UNKNOWN', fido2Applet: false }), sameTap);
      };
      listeners.add(listener);
      return () => {
        clearTimeout(timer);
        listeners.delete(listener);
      };
    });
  }
}

/** How a typing reader is called, by where it types. */
export const nameOf = (path: string): string => (path === '-' ? 'Typing reader (standard input)' : `Typing reader (${path})`);
