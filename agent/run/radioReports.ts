import { wordsOf } from '../failures.ts';
import type { Log } from '../log.ts';
import { type Radio, type RadioKind, RadioMissing } from '../radio/radio.ts';
import type { Api } from '../server/api.ts';
import { ServerRefused, Unreachable } from '../server/errors.ts';

/** Tells the server by what this PC hears phones, whenever that changes. */
export class RadioReports {
  readonly #api: Api;
  readonly #radio: Radio | null;
  readonly #log: Log;
  #told: RadioKind | 'NONE' | null = null;
  #problem: string | null = null;

  constructor({ api, radio, log }: { api: Api; radio: Radio | null; log: Log }) {
    this.#api = api;
    this.#radio = radio;
    this.#log = log;
  }

  /** What keeps phones from being heard, in words for people. */
  problems = (): string[] => (this.#problem === null ? [] : [this.#problem]);

  /** Looks, and tells what is new. Never throws: the next look makes it good. */
  async look({ anew }: { anew: boolean }): Promise<void> {
    if (anew) this.#told = null;
    try {
      const radio = await this.#present();
      if (radio === this.#told) return;
      await this.#api.mutate('reportRadio', { radio }, 'readerAgent { id }');
      this.#told = radio;
      if (radio !== 'NONE') this.#log('radio', `Phones near this PC can be heard (${radio.toLowerCase()}).`, { radio });
    } catch (error) {
      // An older server knows nothing of it, and one that is away is heard of elsewhere.
      if (error instanceof Unreachable || (error instanceof ServerRefused && error.code === 'GRAPHQL_VALIDATION_FAILED')) return;
      this.#log('failed', `The radio could not be reported: ${wordsOf(error)}`);
    }
  }

  async #present(): Promise<RadioKind | 'NONE'> {
    const before = this.#problem;
    this.#problem = null;
    try {
      await this.#radio?.look();
      return this.#radio?.kind ?? 'NONE';
    } catch (error) {
      if (!(error instanceof RadioMissing)) throw error;
      this.#problem = `Phones cannot be heard: ${error.message} To mend it: ${error.mend}`;
      if (this.#problem !== before) this.#log('radio', this.#problem, { radio: 'NONE' });
      return 'NONE';
    }
  }
}
