import type { AllReaders } from '../adapters/all.ts';
import { shutOut, wordsOf } from '../failures.ts';
import type { Log } from '../log.ts';
import type { OfflineSync } from '../offline/sync.ts';
import type { Radio } from '../radio/radio.ts';
import type { Api } from '../server/api.ts';
import { BackOff } from '../server/backOff.ts';
import { isTokenRefused } from '../server/errors.ts';
import { followTapJobs } from '../server/stream.ts';
import { type ProximityRequest, ProximityRequests } from './proximity.ts';
import { RadioReports } from './radioReports.ts';
import { ReaderReports } from './readerReports.ts';
import { TapJobs } from './tapJobs.ts';

/** How often grants for offline sign-in are looked after, besides when the server says so. */
const syncEvery = 30 * 60_000;
/** How often is looked whether Bluetooth is there. */
const lookEvery = 60_000;

/** How an agent stands. */
export interface AgentStatus {
  online: boolean;
  /** Why it is not, in words; null where it is. */
  problem: string | null;
  waitingTaps: number;
  /** For how many sign-ins it listens for a phone. */
  listening: number;
}

/** The agent at work: one WebSocket that is opened again whenever it breaks, the readers' reports, and the taps. */
export class RunningAgent {
  readonly #api: Api;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #jobs: TapJobs;
  readonly #reports: ReaderReports;
  readonly #offline: OfflineSync;
  readonly #proximity: ProximityRequests;
  readonly #radioReports: RadioReports;
  #refused = false;
  #online = false;
  #problem: string | null = null;

  constructor(parts: { api: Api; readers: AllReaders; radio: Radio | null; log: Log; offline: OfflineSync }) {
    this.#api = parts.api;
    this.#log = parts.log;
    this.#offline = parts.offline;
    this.#jobs = new TapJobs(parts, () => this.#shutOut());
    this.#reports = new ReaderReports(parts, this.#stop.signal);
    this.#proximity = new ProximityRequests(parts);
    this.#radioReports = new RadioReports(parts);
  }

  status = (): AgentStatus => ({ online: this.#online, problem: this.#problem, waitingTaps: this.#jobs.size, listening: this.#proximity.size });

  /** What keeps phones from being heard, in words. */
  radioProblems = (): string[] => this.#radioReports.problems();

  /** Runs until it is stopped. @throws AgentError where the server shut this agent out */
  async run(): Promise<void> {
    const { signal } = this.#stop;
    const backOff = new BackOff();
    const opened = () => {
      backOff.reset();
      this.#online = true;
      this.#problem = null;
      this.#log('online', `Connected with ${this.#api.pairing.server}.`);
      this.#reports.changed();
      void this.#radioReports.look({ anew: true });
    };
    // Heard first when the line stands, and again whenever grants may have changed.
    const beside = [
      { query: 'subscription { offlineGrantsChanged { standing } }', heard: () => void this.#offline.run() },
      {
        query: 'subscription { proximityRequests { nonce expiresAt } }',
        heard: ({ proximityRequests }: Record<string, unknown>) => this.#proximity.heard(proximityRequests as ProximityRequest[]),
      },
    ];
    const syncing = setInterval(() => this.#online && void this.#offline.run(), syncEvery).unref();
    const looking = setInterval(() => this.#online && void this.#radioReports.look({ anew: false }), lookEvery).unref();
    while (!signal.aborted) {
      const end = await followTapJobs(this.#api, { opened, job: (job) => this.#jobs.heard(job), beside }, signal);
      this.#online = false;
      if (signal.aborted) break;
      this.#problem = end.why;
      this.#log('offline', `Not connected: ${end.why}. Trying again.`);
      if (end.shutOut) await this.#checkAccess();
      await backOff.wait(signal);
    }
    clearInterval(syncing);
    clearInterval(looking);
    await Promise.all([this.#jobs.close(), this.#proximity.close()]);
    if (!this.#refused) return;
    await this.#offline.drop();
    throw shutOut();
  }

  stop(): void {
    this.#stop.abort(new Error('The agent stops.'));
  }

  /** The clock may have been wrong, which the answer mends: only a refusal by the right time counts. */
  async #checkAccess(): Promise<void> {
    try {
      await this.#api.self();
    } catch (error) {
      if (isTokenRefused(error)) this.#shutOut();
      else this.#problem = wordsOf(error);
    }
  }

  #shutOut(): void {
    this.#refused = true;
    this.stop();
  }
}
