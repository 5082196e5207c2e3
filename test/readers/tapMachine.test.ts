import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TapJobStatus } from '../../src/db/tables/readers.ts';
import { newId } from '../../src/lib/ids.ts';
import type { Ctx, Server } from '../../src/modules/context.ts';
import { completeTap } from '../../src/modules/enrolment/tap.ts';
import { isDomainError } from '../../src/modules/errors.ts';
import { claimTapJob, failTapJob, renewTapJob } from '../../src/modules/readers/claims.ts';
import { hasEnded, tapJobNext } from '../../src/modules/readers/machine.ts';
import { createPairingCode, pairReaderAgent } from '../../src/modules/readers/pairing.ts';
import { reportReaders } from '../../src/modules/readers/readers.ts';
import { cancelTapJob, requestTestTap } from '../../src/modules/readers/requestTap.ts';
import { sweepTapJobs } from '../../src/modules/readers/sweep.ts';
import type { TapJob } from '../../src/modules/readers/tapJobs.ts';
import { watchOwnTapJobs } from '../../src/modules/readers/watch.ts';
import { newAgentKey } from '../support/agent.ts';
import { type StillClock, stillClock } from '../support/clock.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { callBy, makeServer, newWorkspace, signedIn } from '../support/modules.ts';

const lease = 30_000;
const life = 120_000;
const most = 4;

/** A request for a tap, as it should be. */
interface ModelJob {
  status: TapJobStatus;
  claimKey: string | null;
  leaseUntil: number;
  expiresAt: number;
  resultKey: string | null;
}

interface Model {
  jobs: ModelJob[];
  now: number;
  connected: boolean;
}

/** One agent with one reader, on a real database. */
interface Real {
  server: Server;
  clock: StillClock;
  database: TestDatabase;
  workspaceId: string;
  admin: Ctx;
  agent: Ctx;
  readerId: string;
  ids: string[];
  stream: AsyncIterableIterator<TapJob> | null;
}

type Command = fc.AsyncCommand<Model, Real>;

/** What a call came to: the status of what it gave, or the code of its refusal. */
async function outcome(call: Promise<TapJob | { tapJob: TapJob }>): Promise<string> {
  try {
    const given = await call;
    return 'tapJob' in given ? given.tapJob.status : given.status;
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
}

const isOpen = ({ status }: ModelJob) => status === 'QUEUED' || status === 'CLAIMED';
const end = (job: ModelJob, status: TapJobStatus) => Object.assign(job, { status, leaseUntil: 0 });
const isHeld = (job: ModelJob, now: number) => job.status === 'CLAIMED' && job.leaseUntil > now;

/** Whether a run holds a request; else how it is refused. */
function holding(job: ModelJob, key: string, now: number): true | string {
  if (hasEnded(job.status) || job.expiresAt <= now) return 'TAP_JOB_ENDED';
  return isHeld(job, now) && job.claimKey === key ? true : 'TAP_JOB_NOT_CLAIMED';
}

/** A command about one request, where there is one; `does` gives what should come of it. */
function about(
  name: string,
  pick: number,
  does: (model: Model, job: ModelJob) => string,
  call: (real: Real, id: string) => Promise<TapJob | { tapJob: TapJob }>,
): Command {
  return {
    check: ({ jobs }) => jobs.length > 0,
    run: async (model, real) => {
      const at = pick % model.jobs.length;
      const expected = does(model, model.jobs[at] as ModelJob);
      expect(await outcome(call(real, real.ids[at] ?? '')), `${name} of ${at}`).toBe(expected);
      await agree(model, real);
    },
    toString: () => name,
  };
}

/** What is in the database is what the model says. */
async function agree(model: Model, { database, workspaceId, ids }: Real): Promise<void> {
  const rows = await database.sql`select id, status, claim_key, result_key from tap_jobs where workspace_id = ${workspaceId} order by id`;
  expect(rows.map(({ id, status, claim_key, result_key }) => [id, status, claim_key, result_key])).toEqual(
    model.jobs.map(({ status, claimKey, resultKey }, i) => [ids[i], status, claimKey, resultKey]),
  );
}

const request = (): Command => ({
  check: ({ jobs }) => jobs.length < most,
  run: async (model, real) => {
    // Somebody else each time: what one asks takes the place of what they asked before.
    const asked = requestTestTap(callBy(real.server, signedIn(real.server, real.workspaceId)), real.readerId).catch((error) => error.code);
    if (!model.connected) return expect(await asked).toBe('READER_AWAY');
    real.ids.push((await asked).id);
    model.jobs.push({ status: 'QUEUED', claimKey: null, leaseUntil: 0, expiresAt: model.now + life, resultKey: null });
    await agree(model, real);
  },
  toString: () => 'request',
});

const claim = (pick: number, key: string): Command =>
  about(
    `claim by ${key}`,
    pick,
    ({ jobs, now }, job) => {
      if (hasEnded(job.status) || job.expiresAt <= now) return 'TAP_JOB_ENDED';
      const renews = isHeld(job, now) && job.claimKey === key;
      if (!renews && jobs.some((other) => other !== job && isHeld(other, now))) return 'TAP_JOB_NOT_CLAIMED';
      Object.assign(job, { status: 'CLAIMED', claimKey: key, leaseUntil: Math.min(now + lease, job.expiresAt) });
      return 'CLAIMED';
    },
    ({ agent }, tapJobId) => claimTapJob(agent, { tapJobId, claimKey: key }),
  );

const renew = (pick: number, key: string): Command =>
  about(
    `renew by ${key}`,
    pick,
    ({ now }, job) => {
      const held = holding(job, key, now);
      if (held !== true) return held;
      job.leaseUntil = Math.min(now + lease, job.expiresAt);
      return 'CLAIMED';
    },
    ({ agent }, tapJobId) => renewTapJob(agent, { tapJobId, claimKey: key }),
  );

const result = (pick: number, key: string, resultKey: string, to: 'COMPLETED' | 'FAILED'): Command =>
  about(
    `${to} by ${key} as ${resultKey}`,
    pick,
    ({ now }, job) => {
      if (hasEnded(job.status) && job.resultKey === resultKey) return job.status;
      const held = holding(job, key, now);
      if (held !== true) return held;
      end(job, to).resultKey = resultKey;
      return to;
    },
    ({ agent }, tapJobId) => {
      const given = { tapJobId, claimKey: key, resultKey };
      const card = { uid: '04a1b2c3d4e5f6', atr: null, technology: 'NTAG', fido2Applet: false } as const;
      return to === 'COMPLETED' ? completeTap(agent, { ...given, card }) : failTapJob(agent, { ...given, failure: 'UNREADABLE' });
    },
  );

const cancel = (pick: number): Command =>
  about(
    'cancel',
    pick,
    (_, job) => {
      if (job.status === 'CANCELLED') return 'CANCELLED';
      if (!isOpen(job)) return 'TAP_JOB_ENDED';
      end(job, 'CANCELLED');
      return 'CANCELLED';
    },
    ({ admin }, id) => cancelTapJob(admin, id),
  );

/** Time goes by; the node says that its agents are there, as it does each second. */
const wait = (ms: number): Command => ({
  check: () => true,
  run: async (model, { clock, server }) => {
    model.now += ms;
    clock.advance(ms);
    await server.presence.push(server);
  },
  toString: () => `wait ${ms / 1_000} s`,
});

const sweep = (): Command => ({
  check: () => true,
  run: async (model, real) => {
    for (const job of model.jobs.filter(isOpen)) {
      if (job.expiresAt <= model.now) end(job, 'EXPIRED');
      else if (job.status === 'CLAIMED' && !isHeld(job, model.now)) Object.assign(job, { status: 'QUEUED', claimKey: null });
    }
    await sweepTapJobs(real.server, real.workspaceId);
    await agree(model, real);
  },
  toString: () => 'sweep',
});

const disconnect = (): Command => ({
  check: ({ connected }) => connected,
  run: async (model, { server, stream }) => {
    model.connected = false;
    await stream?.return?.();
    await server.presence.idle();
  },
  toString: () => 'disconnect',
});

/** The agent comes back, and hears at once all that is open and nothing else. */
const connect = (): Command => ({
  check: ({ connected }) => !connected,
  run: async (model, real) => {
    model.connected = true;
    real.stream = await watchOwnTapJobs(real.agent);
    const heard = [];
    for (const _ of model.jobs.filter(isOpen)) heard.push((await real.stream.next()).value);
    const open = model.jobs.flatMap((job, i) => (isOpen(job) ? [[real.ids[i], job.status]] : []));
    expect(heard.map(({ id, status }) => [id, status])).toEqual(open);
  },
  toString: () => 'connect',
});

/** The log of each request is a walk of the machine that ends where the request stands, and ends at most once. */
async function logAgrees({ server, database, workspaceId, ids }: Real, { jobs }: Model): Promise<void> {
  await server.sequencer.idle();
  const rows = await database.sql`
    select canonical from events where workspace_id = ${workspaceId} and type = 'tap_job.status_changed' order by number`;
  const moves = rows.map(({ canonical }) => JSON.parse(canonical).payload as { tapJobId: string; from: TapJobStatus | null; to: TapJobStatus });
  for (const [i, job] of jobs.entries()) {
    const own = moves.filter(({ tapJobId }) => tapJobId === ids[i]);
    expect(own[0]).toMatchObject({ from: null, to: 'QUEUED' });
    for (const [n, { from, to }] of own.entries()) {
      if (n === 0) continue;
      expect(from).toBe(own[n - 1]?.to);
      expect(tapJobNext[from as TapJobStatus]).toContain(to);
    }
    expect(own.at(-1)?.to).toBe(job.status);
    expect(own.filter(({ to }) => hasEnded(to)).length).toBe(hasEnded(job.status) ? 1 : 0);
  }
}

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.end());

async function start(): Promise<{ model: Model; real: Real }> {
  const clock = stillClock();
  const server = makeServer(database.db, { clock });
  const { workspace } = await newWorkspace(server);
  const { id: workspaceId } = workspace;
  const admin = callBy(server, signedIn(server, workspaceId));
  const { code } = await createPairingCode(admin, null);
  const paired = await pairReaderAgent(callBy(server, { type: 'anonymous' }), {
    code,
    publicKey: newAgentKey().publicKey,
    platform: 'Linux',
    version: '1',
  });
  const agent = callBy(server, { type: 'agent', workspaceId, agentId: paired.agent.id });
  const [reader] = await reportReaders(agent, { readers: [{ name: 'Front', adapter: 'SIMULATED' }], platform: 'Linux', version: '1' });
  const stream = await watchOwnTapJobs(agent);
  const real = { server, clock, database, workspaceId, admin, agent, readerId: reader?.id ?? newId('reader'), ids: [], stream };
  return { model: { jobs: [], now: clock.now().getTime(), connected: true }, real };
}

/** Does the commands in turn, and gives the statuses in which the requests ended. */
async function walk(commands: Iterable<Command>): Promise<TapJobStatus[]> {
  const { model, real } = await start();
  try {
    await fc.asyncModelRun(() => ({ model, real }), commands);
    await logAgrees(real, model);
    return model.jobs.map(({ status }) => status);
  } finally {
    await real.stream?.return?.();
    await real.server.presence.idle();
    await real.server.sequencer.idle();
    real.server.hub.stop();
  }
}

describe('requests for a tap', () => {
  test.each([
    [['QUEUED'], () => [request(), disconnect(), connect()]],
    [['CLAIMED'], () => [request(), claim(0, 'a'), disconnect(), connect(), claim(0, 'b')]],
    [
      ['COMPLETED'],
      () => [request(), claim(0, 'a'), result(0, 'a', 'x', 'COMPLETED'), result(0, 'b', 'x', 'FAILED'), result(0, 'a', 'y', 'COMPLETED')],
    ],
    [['FAILED'], () => [request(), claim(0, 'a'), claim(0, 'b'), result(0, 'a', 'x', 'FAILED'), result(0, 'b', 'x', 'FAILED')]],
    [['EXPIRED'], () => [request(), wait(life), claim(0, 'a'), sweep(), claim(0, 'a')]],
    [['EXPIRED'], () => [request(), wait(life - 1), claim(0, 'a'), wait(1), result(0, 'a', 'x', 'COMPLETED'), sweep()]],
    [['CANCELLED'], () => [request(), claim(0, 'a'), cancel(0), result(0, 'a', 'x', 'COMPLETED'), cancel(0)]],
    [['QUEUED'], () => [request(), claim(0, 'a'), wait(lease), renew(0, 'a'), sweep(), renew(0, 'a')]],
    [['CLAIMED', 'QUEUED'], () => [request(), request(), claim(0, 'a'), claim(1, 'a'), wait(lease - 1), renew(0, 'a'), wait(2), claim(1, 'b')]],
    [['CLAIMED', 'CLAIMED'], () => [request(), request(), claim(0, 'a'), wait(lease), claim(1, 'a'), claim(0, 'a')]],
  ] as const)('come to %j', async (statuses, commands) => {
    expect(await walk(commands())).toEqual(statuses);
  });

  test('go only where the machine goes, whoever does what when, and however often the line breaks', async () => {
    const pick = fc.nat(most - 1);
    const run = fc.constantFrom('a', 'b');
    const named = fc.constantFrom('x', 'y');
    const commands = fc.commands<Model, Real, false>(
      [
        fc.constant(0).map(request),
        fc.tuple(pick, run).map(([at, key]) => claim(at, key)),
        fc.tuple(pick, run).map(([at, key]) => claim(at, key)),
        fc.tuple(pick, run).map(([at, key]) => renew(at, key)),
        fc.tuple(pick, run, named).map(([at, key, as]) => result(at, key, as, 'COMPLETED')),
        fc.tuple(pick, run, named).map(([at, key, as]) => result(at, key, as, 'FAILED')),
        pick.map(cancel),
        fc.constantFrom(1, 5_000, lease - 1, lease, life).map(wait),
        fc.constant(0).map(sweep),
        fc.constant(0).map(disconnect),
        fc.constant(0).map(connect),
      ],
      { maxCommands: 40, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (list) => {
        await walk(list);
      }),
      { seed: 20_261_124, numRuns: 15, endOnFailure: true },
    );
  });
});
