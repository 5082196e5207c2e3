import { wordsOf } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Api } from '../server/api.ts';
import { ServerRefused, Unreachable } from '../server/errors.ts';
import { readGrant } from './grant.ts';
import { OfflineRefused } from './refused.ts';
import { publicHalf, sealingKey } from './sealing.ts';
import type { OfflineFile, OfflineState } from './state.ts';

/** How many entries of the journal are told at once. */
const page = 100;
/** The clock's difference is written down where it changed by more than what an answer on its way can account for. */
const worthWriting = 1_500;

interface Told {
  grantKey: string;
  grants: string[];
}

/** Keeps what this PC has for offline sign-in and what the server has the same, whenever there is a line. */
export class OfflineSync {
  readonly #api: Api;
  readonly #file: OfflineFile;
  readonly #log: Log;
  #running: Promise<void> | null = null;
  #again = false;

  constructor(api: Api, file: OfflineFile, log: Log) {
    this.#api = api;
    this.#file = file;
    this.#log = log;
  }

  /** Syncs soon; what is asked for meanwhile is done once more after it. Never throws: the next time makes it good. */
  async run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#work()
      .catch((error) => this.#say(error))
      .finally(() => {
        this.#running = null;
      });
    await this.#running;
  }

  /** Gives up all grants: the server does not take this agent any more. */
  async drop(): Promise<void> {
    await this.#file.change(async (state) => {
      state.grants = [];
    });
  }

  #say(error: unknown): void {
    // An older server knows nothing of it, and one that is away is heard of elsewhere.
    if (error instanceof Unreachable || (error instanceof ServerRefused && error.code === 'GRAPHQL_VALIDATION_FAILED')) return;
    this.#log('failed', `Offline sign-in could not be brought up to date: ${wordsOf(error)}`);
  }

  async #work(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#whole();
      await this.#tellJournal().catch((error) => {
        // A server that has heard enough for now is told the rest another time; what it has ended must not wait for that.
        if (error instanceof Unreachable) return;
        if (!isBroken(error)) throw error;
        // Nothing stands any more, which the grants tell next.
        this.#log('offline-state', error.message);
      });
      // What was dropped is told by another round.
      if (await this.#takeGrants()) this.#again = true;
    }
  }

  /** Begins anew where the state was changed by something else. */
  async #whole(): Promise<void> {
    try {
      this.#file.read();
    } catch (error) {
      if (!(error instanceof OfflineRefused)) throw error;
      this.#log('offline-state', error.message);
      await this.#file.startOver();
    }
  }

  /** Tells the journal, page by page. The server takes each entry once, however often it comes. */
  async #tellJournal(): Promise<void> {
    for (;;) {
      const { journal, damaged } = this.#file.read();
      const { entries } = await this.#api.mutate<{ entries: number }>(
        'uploadOfflineJournal',
        { entries: journal.waiting.slice(0, page), head: journal.number, damaged },
        'entries',
      );
      const left = await this.#file.change(async (state) => {
        // What the server has by now, from the first one that waited.
        const first = state.journal.number - state.journal.waiting.length;
        state.journal.waiting.splice(0, Math.max(entries - first, 0));
        state.damaged = false;
        return state.journal.waiting.length;
      });
      if (left === 0 || left >= journal.waiting.length) return;
    }
  }

  /** @returns whether something that this PC had is gone */
  async #takeGrants(): Promise<boolean> {
    const before = this.#file.read();
    const told = await this.#api.mutate<Told>(
      'syncOfflineGrants',
      { sealingKey: publicHalf(sealingKey(this.#file.folder)), held: keysOf(before) },
      'grantKey grants',
    );
    return this.#file.change(async (state) => {
      if (state.grantKey !== null && state.grantKey !== told.grantKey) {
        state.grants = [];
        this.#log('offline-state', 'The server signs with another key than before: offline sign-in is off until this agent is paired anew.');
        return keysOf(before).length > 0;
      }
      state.grantKey = told.grantKey;
      takeTime(state, this.#api.clock.skew);
      // The same grant again keeps its count; a renewed one begins anew.
      state.grants = told.grants.map((jws) => state.grants.find((held) => held.jws === jws) ?? { jws, usesLeft: readGrant(jws)?.uses ?? 0 });
      return keysOf(before).some((keyId) => !keysOf(state).includes(keyId));
    });
  }
}

const isBroken = (error: unknown): error is ServerRefused => error instanceof ServerRefused && error.code === 'OFFLINE_JOURNAL_BROKEN';

/** The server's time is the right one, wherever this PC's clock was. */
function takeTime(state: OfflineState, skew: number): void {
  if (Math.abs(skew - state.skew) > worthWriting) state.skew = skew;
  state.lastSeen = Date.now() + state.skew;
}

const keysOf = ({ grants }: OfflineState): string[] => grants.flatMap(({ jws }) => readGrant(jws)?.keyId ?? []);
