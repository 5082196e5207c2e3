import { setTimeout as delay } from 'node:timers/promises';
import type { AllReaders } from '../adapters/all.ts';
import { wordsOf } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Api } from '../server/api.ts';
import { insist } from '../server/backOff.ts';
import { Unreachable } from '../server/errors.ts';
import { platform, version } from '../version.ts';

/** Readers that are plugged in together come one by one: one report is enough. */
const together = 150;

/** Tells the server which readers there are, whenever that changes. */
export class ReaderReports {
  readonly #api: Api;
  readonly #readers: AllReaders;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  #asked = false;
  #running = false;
  #told = '';

  constructor({ api, readers, log }: { api: Api; readers: AllReaders; log: Log }, signal: AbortSignal) {
    this.#api = api;
    this.#readers = readers;
    this.#log = log;
    this.#signal = signal;
    readers.onChange(() => this.changed());
  }

  /** Reports soon. Of what changes meanwhile, the last state counts. */
  changed(): void {
    this.#asked = true;
    if (!this.#running) this.#run().catch((error) => this.#log('failed', `The readers could not be reported: ${wordsOf(error)}`));
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#asked && !this.#signal.aborted) {
        await delay(together, undefined, { signal: this.#signal });
        await insist(
          () => this.#report(),
          (error) => error instanceof Unreachable,
          this.#signal,
        );
      }
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    } finally {
      this.#running = false;
    }
  }

  async #report(): Promise<void> {
    this.#asked = false;
    const readers = this.#readers.list();
    try {
      await this.#api.mutate('reportReaders', { readers, platform, version }, 'readers { id }');
    } catch (error) {
      this.#asked = true;
      throw error;
    }
    const names = readers.map(({ name, adapter }) => `“${name}” (${adapter.toLowerCase()})`).join(', ');
    if (names !== this.#told || names === '') this.#log('readers', `Readers: ${names || 'none'}.`, { readers });
    this.#told = names;
  }
}
