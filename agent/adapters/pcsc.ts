import { setTimeout as delay } from 'node:timers/promises';
import { type Card, TapFailed } from '../card/card.ts';
import { readCard } from '../card/readCard.ts';
import { wordsOf } from '../failures.ts';
import { type Adapter, untilAborted } from './adapter.ts';
import type { PcscCard, PcscContext, ReaderState, SmartcardPackage } from './pcscPackage.ts';

// PC/SC part 5 §3.1.2.
const present = 0x20;
const changed = 0x02;

/** How long a wait for a change lasts at most: a reader that was plugged in shows between two. */
const lookAgain = 400;
/** How long until the other slot of a reader shows its card: pcscd looks at each every 0.4 s. */
const settle = 600;

/** A card came, or the reader went away. */
type Happening = 'card' | 'gone';

/** Readers of the PC/SC service, by the package `smartcard`. */
export class PcscReaders implements Adapter {
  readonly kind = 'PCSC';
  readonly #smartcard: SmartcardPackage;
  readonly #changed: () => void;
  readonly #listeners = new Map<string, Set<(what: Happening) => void>>();
  /** What each reader's state was when it was last looked at. */
  #states = new Map<string, number>();
  #context: PcscContext | null = null;
  #problem: string | null = null;
  #closed = false;
  readonly #ended: Promise<void>;

  constructor(smartcard: SmartcardPackage, changed: () => void) {
    this.#smartcard = smartcard;
    this.#changed = changed;
    this.#ended = this.#watch();
  }

  readers = (): readonly string[] => [...this.#states.keys()];
  occupied = (): readonly string[] => this.readers().filter((name) => isPresent(this.#state(name)));
  problem = (): string | null => this.#problem;

  async close(): Promise<void> {
    this.#closed = true;
    this.#context?.cancel();
    await this.#ended;
  }

  async tap(reader: string, signal: AbortSignal): Promise<Card> {
    const others = this.#otherSlots(reader);
    const cardsThere = others.map((slot) => this.#state(slot));
    for (;;) {
      await this.#cardOn(reader, signal);
      const read = await this.#read(reader).catch((error) => {
        // It was taken away in mid-reading: the person is going to lay it down once more.
        if (/removed|no smart card/i.test(wordsOf(error)) && this.#states.has(reader)) return null;
        throw error instanceof TapFailed ? error : new TapFailed(this.#states.has(reader) ? 'UNREADABLE' : 'READER_GONE');
      });
      if (!read) continue;
      if (others.length > 0) await delay(settle, undefined, { signal });
      const second = others.some((slot, i) => isPresent(this.#state(slot)) && this.#state(slot) !== cardsThere[i]);
      if (second) throw new TapFailed('TWO_CARDS');
      return read;
    }
  }

  #state = (reader: string): number => this.#states.get(reader) ?? 0;

  /** The slots of the same device: pcsc-lite calls them by one name and ends it with the slot's number. */
  #otherSlots(reader: string): string[] {
    const device = reader.replace(/ \d\d$/, '');
    return device === reader ? [] : this.readers().filter((name) => name !== reader && name.replace(/ \d\d$/, '') === device);
  }

  async #cardOn(reader: string, signal: AbortSignal): Promise<void> {
    if (!this.#states.has(reader)) throw new TapFailed('READER_GONE');
    await untilAborted<void>(signal, (resolve, reject) => {
      const listener = (what: Happening) => (what === 'card' ? resolve() : reject(new TapFailed('READER_GONE')));
      const listeners = this.#listeners.get(reader) ?? new Set();
      this.#listeners.set(reader, listeners.add(listener));
      return () => listeners.delete(listener);
    });
  }

  /** Reads by a context of its own, as the other one waits. */
  async #read(name: string): Promise<Card> {
    const context = new this.#smartcard.Context();
    let card: PcscCard | undefined;
    try {
      const reader = context.listReaders().find((reader) => reader.name === name);
      if (!reader) throw new TapFailed('READER_GONE');
      const connected = await reader.connect();
      card = connected;
      return await readCard(connected.atr ?? reader.atr ?? Buffer.alloc(0), (command) => connected.transmit(command));
    } finally {
      try {
        card?.disconnect();
      } catch {
        // It was taken away, and is not connected any more.
      }
      context.close();
    }
  }

  /** Looks after the readers as long as the adapter is open, whether the service runs or not. */
  async #watch(): Promise<void> {
    while (!this.#closed) {
      try {
        this.#context = new this.#smartcard.Context();
        while (!this.#closed) await this.#look(this.#context);
      } catch (error) {
        this.#problem = `Readers of PC/SC cannot be seen: ${wordsOf(error)}. What mends it: latchkey-agent doctor`;
        this.#update([]);
      }
      this.#context?.close();
      this.#context = null;
      if (!this.#closed) await delay(lookAgain);
    }
  }

  async #look(context: PcscContext): Promise<void> {
    const now = context.listReaders();
    this.#problem = null;
    this.#update(now);
    // Without a reader, there is nothing of which a change could be told.
    if (now.length === 0) return void (await delay(lookAgain));
    // It fails where a reader goes meanwhile, which the next look shows.
    const states = await context.waitForChange(this.#known(), lookAgain).catch(() => delay(lookAgain, []));
    this.#notice(states ?? []);
  }

  #known = (): ReaderState[] => [...this.#states].map(([name, state]) => ({ name, state: state & ~changed }));

  /** Takes over which readers there are. What lies on one that is new was there before anybody asked. */
  #update(now: readonly ReaderState[]): void {
    const names = new Set(now.map(({ name }) => name));
    const gone = this.readers().filter((name) => !names.has(name));
    const come = now.filter(({ name }) => !this.#states.has(name));
    for (const name of gone) this.#states.delete(name);
    for (const { name, state } of come) this.#states.set(name, state & ~changed);
    for (const name of gone) this.#tell(name, 'gone');
    if (gone.length + come.length > 0) this.#changed();
    this.#notice(now.filter(({ name }) => names.has(name)));
  }

  /** Takes over what lies on the readers. A card that was swapped for another between two looks shows by the count. */
  #notice(states: readonly ReaderState[]): void {
    for (const { name, state } of states) {
      const before = this.#states.get(name);
      if (before === undefined) continue;
      const after = state & ~changed;
      this.#states.set(name, after);
      if (isPresent(after) && (!isPresent(before) || eventsOf(after) !== eventsOf(before))) this.#tell(name, 'card');
    }
  }

  #tell(reader: string, what: Happening): void {
    for (const listener of [...(this.#listeners.get(reader) ?? [])]) listener(what);
  }
}

const isPresent = (state: number): boolean => (state & present) !== 0;
const eventsOf = (state: number): number => state >>> 16;
