/**
 * What a team would build for taps on a queue out of the box: a request over HTTP makes a job, its worker here hands it to the
 * PC's agent over a WebSocket, and the agent's answer ends it. QUEUE says on which queue, each in its fastest documented settings.
 */
import { createServer } from 'node:http';
import { makeWorkerUtils, type Runner, run } from 'graphile-worker';
import { PgBoss } from 'pg-boss';
import { type WebSocket, WebSocketServer } from 'ws';
import { announce } from './announce.ts';
import { bodyOf } from './body.ts';
import { poolSize, workspaceOf } from './reads.ts';

/** A tap that is asked for: at which agent, and what names it. */
interface Tap {
  agent: string;
  id: string;
}

interface Queue {
  add(tap: Tap): Promise<unknown>;
}

const connectionString = process.env.DATABASE_URL as string;
const atOnce = 50;

const agents = new Map<string, WebSocket>();
const answers = new Map<string, () => void>();

/** Hands a tap to its agent, and resolves with the agent's answer. */
const handOver = ({ agent, id }: Tap): Promise<void> =>
  new Promise((resolve) => {
    answers.set(id, resolve);
    agents.get(agent)?.send(JSON.stringify({ tap: id }));
  });

const acknowledge = ({ agent, id }: Tap) => agents.get(agent)?.send(JSON.stringify({ acknowledged: id }));

async function graphileWorker(): Promise<Queue> {
  const preset = {
    worker: { connectionString, maxPoolSize: poolSize, concurrentJobs: atOnce, localQueue: { size: atOnce + 1 }, completeJobBatchDelay: 0 },
  };
  const runner: Runner = await run({ preset, taskList: { tap: (payload) => handOver(payload as Tap) }, noHandleSignals: true });
  // It is in the database then.
  runner.events.on('job:complete', ({ job }) => acknowledge(job.payload as Tap));
  const { addJob } = await makeWorkerUtils({ preset });
  return { add: (tap) => addJob('tap', tap) };
}

async function pgBoss(): Promise<Queue> {
  const boss = new PgBoss({ connectionString, max: poolSize, useListenNotify: true });
  boss.on('error', console.error);
  await boss.start();
  await boss.createQueue('tap', { notify: true });
  const options = { batchSize: atOnce, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, burstWhenBatchFull: true };
  await boss.work<Tap>('tap', options, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => handOver(data)));
    // It tells of no job's end: this is before the end is in the database.
    for (const { data } of jobs) acknowledge(data);
  });
  return { add: (tap) => boss.send('tap', tap) };
}

const queue = await { graphile: graphileWorker, boss: pgBoss }[process.env.QUEUE as 'graphile' | 'boss']();

const server = createServer(async (request, response) => {
  const tap = JSON.parse(await bodyOf(request)) as Tap;
  if ((await workspaceOf(request.headers.authorization)) === null) return response.writeHead(401).end();
  await queue.add(tap);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket, request) => {
  agents.set(request.url?.slice(1) ?? '', socket);
  socket.on('message', (text) => {
    const { answered } = JSON.parse(String(text));
    answers.get(answered)?.();
    answers.delete(answered);
  });
});

await announce(server);
