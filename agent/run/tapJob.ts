import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AllReaders } from '../adapters/all.ts';
import { type Card, type ReaderFailure, suffixOf, TapFailed } from '../card/card.ts';
import { wordsOf } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Api } from '../server/api.ts';
import { insist } from '../server/backOff.ts';
import { ServerRefused, Unreachable } from '../server/errors.ts';

const renewEvery = 10_000;
/** Between two tries to claim what the server keeps back, as its reader has another request first. */
const claimAgain = 1_000;

export interface Parts {
  api: Api;
  readers: AllReaders;
  log: Log;
}

/** A request for a tap that is being served. */
export interface Served {
  id: string;
  reader: string;
}

type Result = { card: Card } | { failure: ReaderFailure };

const refusedAs = (error: unknown, code: string): boolean => error instanceof ServerRefused && error.code === code;
const isUnreachable = (error: unknown): boolean => error instanceof Unreachable;

/**
 * Serves one request: claims it, waits for the tap, and says what came of it until the server has heard. There is one
 * result, made once: whatever breaks on the way, the same is said again.
 * Ends early where the signal is aborted: the request has ended otherwise, or the agent stops.
 */
export async function serveTapJob({ api, readers, log }: Parts, job: Served, signal: AbortSignal): Promise<void> {
  const claimed = { tapJobId: job.id, claimKey: randomUUID() };
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  try {
    await claim(api, claimed, ended);
    log('waiting', `Tap a card on “${job.reader}”.`, { tapJobId: job.id, reader: job.reader });
    const renewing = keepClaim(api, claimed, ended).catch((error) => over.abort(error));
    const result = await resultOf(readers, job.reader, ended);
    log('read', 'card' in result ? `A card ending in ${suffixOf(result.card.uid)} was tapped.` : new TapFailed(result.failure).message, {
      tapJobId: job.id,
    });
    const status = await tell(api, claimed, result, ended);
    log('told', `The server has it: ${status}.`, { tapJobId: job.id, status });
    over.abort();
    await renewing;
  } catch (error) {
    if (signal.aborted) return;
    if (refusedAs(error, 'TAP_JOB_ENDED') || refusedAs(error, 'NOT_FOUND')) {
      log('ended', 'The request for a tap has ended.', { tapJobId: job.id });
      return;
    }
    throw error;
  } finally {
    over.abort();
  }
}

/** Claims, and waits its turn where the server says that the reader has another request first. */
const claim = (api: Api, claimed: { tapJobId: string; claimKey: string }, signal: AbortSignal): Promise<unknown> =>
  insist(
    async () => {
      for (;;) {
        try {
          return await api.mutate('claimTapJob', claimed, 'leaseUntil');
        } catch (error) {
          if (!refusedAs(error, 'TAP_JOB_NOT_CLAIMED')) throw error;
          await delay(claimAgain, undefined, { signal });
        }
      }
    },
    isUnreachable,
    signal,
  );

/** Renews the claim until the signal; one that was lost while the line was broken is taken again. */
async function keepClaim(api: Api, claimed: { tapJobId: string; claimKey: string }, signal: AbortSignal): Promise<void> {
  for (;;) {
    await delay(renewEvery, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      await api.mutate('renewTapJob', claimed, 'leaseUntil');
    } catch (error) {
      if (refusedAs(error, 'TAP_JOB_NOT_CLAIMED')) await claim(api, claimed, signal);
      // The stream comes back by itself, and says whether the request is still open.
      else if (!isUnreachable(error)) throw error;
    }
  }
}

async function resultOf(readers: AllReaders, reader: string, signal: AbortSignal): Promise<Result> {
  try {
    return { card: await readers.tap(reader, signal) };
  } catch (error) {
    if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : error;
    return { failure: error instanceof TapFailed ? error.failure : 'UNREADABLE' };
  }
}

/** Says the result until the server has heard it. @returns how the request ended */
async function tell(api: Api, claimed: { tapJobId: string; claimKey: string }, result: Result, signal: AbortSignal): Promise<string> {
  const input = { ...claimed, resultKey: randomUUID(), ...result };
  const name = 'card' in result ? 'completeTapJob' : 'failTapJob';
  return insist(
    async () => {
      try {
        const { tapJob } = await api.mutate<{ tapJob: { status: string } }>(name, input, 'tapJob { status }');
        return tapJob.status;
      } catch (error) {
        // The lease ran out while the line was broken: claimed anew, the same result still counts.
        if (refusedAs(error, 'TAP_JOB_NOT_CLAIMED')) await claim(api, claimed, signal);
        else if (!isUnreachable(error)) throw error;
        throw new Unreachable(wordsOf(error));
      }
    },
    isUnreachable,
    signal,
  );
}
