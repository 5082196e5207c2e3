import type { AllReaders } from '../adapters/all.ts';
import { shutOut, wordsOf } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Api } from '../server/api.ts';
import { BackOff } from '../server/backOff.ts';
import { isTokenRefused } from '../server/errors.ts';
import { followTapJobs } from '../server/stream.ts';
import { ReaderReports } from './readerReports.ts';
import { TapJobs } from './tapJobs.ts';

/** How an agent stands. */
export interface AgentStatus {
  online: boolean;
  /** Why it is not, in words; null where it is. */
  problem: string | null;
  waitingTaps: number;
}

/** The agent at work: one WebSocket that is opened again whenever it breaks, the readers' reports, and the taps. */
export class RunningAgent {
  readonly #api: Api;
  readonly #log: Log;
  readonly #stop = new AbortController();
  readonly #jobs: TapJobs;
  readonly #reports: ReaderReports;
  #refused = false;
  #online = false;
  #problem: string | null = null;

  constructor(parts: { api: Api; readers: AllReaders; log: Log }) {
    this.#api = parts.api;
    this.#log = parts.log;
    this.#jobs = new TapJobs(parts, () => this.#shutOut());
    this.#reports = new ReaderReports(parts, this.#stop.signal);
  }

  status = (): AgentStatus => ({ online: this.#online, problem: this.#problem, waitingTaps: this.#jobs.size });

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
    };
    while (!signal.aborted) {
      const end = await followTapJobs(this.#api, { opened, job: (job) => this.#jobs.heard(job) }, signal);
      this.#online = false;
      if (signal.aborted) break;
      this.#problem = end.why;
      this.#log('offline', `Not connected: ${end.why}. Trying again.`);
      if (end.shutOut) await this.#checkAccess();
      await backOff.wait(signal);
    }
    await this.#jobs.close();
    if (this.#refused) throw shutOut();
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
