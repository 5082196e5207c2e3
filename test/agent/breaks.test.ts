import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../../demo/freePorts.ts';
import { compose, type Latchkey } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { tapNow, testTap } from '../support/agent.ts';
import { AgentPc, letTimePass, readersOf, said } from '../support/agentProgram.ts';
import { type Answer, ApiClient } from '../support/apiClient.ts';
import { type BrokenLine, brokenLine } from '../support/brokenLine.ts';
import type { RunningProgram } from '../support/program.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/waitFor.ts';

// Programs of their own take their time where many tests run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The agent reaches the server over a line that is cut; the administrator has one of their own.
let server: TestServer;
let env: Record<string, string>;
let line: BrokenLine;
let admin: ApiClient;
let pc: AgentPc;
let agent: RunningProgram;
let readerId: string;
let stopTime: () => void;
/** A server that was started in the first one's place. */
let another: Latchkey | undefined;

beforeAll(async () => {
  const port = await freePort();
  line = await brokenLine(port);
  env = { PORT: String(port), PUBLIC_URL: `http://localhost:${line.port}` };
  server = await startServer({ env });
  stopTime = letTimePass(server);
  const { owner } = await server.owner();
  admin = new ApiClient(`http://127.0.0.1:${port}`);
  admin.cookies = owner.cookies;
  pc = await AgentPc.make();
  const agentId = await pc.pair(server.app.address, admin);
  agent = pc.run();
  readerId = (await readersOf(admin, agentId))['Simulated reader'] ?? '';
});
afterAll(async () => {
  await pc.stop();
  await another?.stop();
  stopTime();
  await line.stop();
  await server.stop();
});
beforeEach(() => line.mend());

const card = '04112233445566';

/** How a request ended, once it has. */
const ended = (id: string) =>
  waitFor(async () => {
    const job = await tapNow(admin, id);
    return job.endedAt && job;
  });

/** Each status that a request had, as the log tells it, once it tells of its end. */
const statusesOf = (id: string): Promise<string[]> =>
  waitFor(async () => {
    const statuses = await loggedStatuses(id);
    return statuses.at(-1) === 'COMPLETED' ? statuses : null;
  });

async function loggedStatuses(id: string): Promise<string[]> {
  const { events } = await admin.ask(
    '{ events(first: 200, filter: { types: [TAP_JOB_STATUS_CHANGED] }) { edges { node { number details { name value } } } } }',
  );
  const detail = (node: Answer['data'], wanted: string) => node.details.find(({ name }: { name: string }) => name === wanted)?.value;
  return events.edges
    .map(({ node }: { node: Answer['data'] }) => node)
    .filter((node: Answer['data']) => detail(node, 'tapJobId') === id)
    .sort((one: Answer['data'], other: Answer['data']) => one.number - other.number)
    .map((node: Answer['data']) => detail(node, 'to'));
}

/** Asks for a tap, once the agent is back. */
const ask = () => waitFor(() => testTap(admin, readerId));

test('killed between claim and result, and started again: the next tap works, with one result', async () => {
  const job = await ask();
  await said(agent, 'waiting', job);
  agent.kill('SIGKILL');
  await agent.exit;
  agent = pc.run();
  await pc.tap(agent, job, card);
  expect(await ended(job)).toMatchObject({ status: 'COMPLETED', card: { uidSuffix: expect.stringMatching(/^5566$/) } });
  expect(await statusesOf(job)).toEqual(['QUEUED', 'CLAIMED', 'QUEUED', 'CLAIMED', 'COMPLETED']);
});

test('the network is cut in mid-job and is back after some tries', async () => {
  const job = await ask();
  await said(agent, 'waiting', job);
  line.cut();
  // The card is tapped while there is no line: its number waits for the server.
  await pc.tap(agent, job, card);
  await waitFor(() => agent.out().match(/"event":"offline"/g)?.length === 3);
  expect(await tapNow(admin, job)).toMatchObject({ status: 'CLAIMED' });
  line.mend();
  expect(await ended(job)).toMatchObject({ status: 'COMPLETED' });
  expect(await statusesOf(job)).toEqual(['QUEUED', 'CLAIMED', 'COMPLETED']);
});

test('the network is away for longer than the claim holds: the same result still counts, once', async () => {
  const job = await ask();
  await said(agent, 'waiting', job);
  line.cut();
  server.clock.advance(35_000);
  await waitFor(async () => (await tapNow(admin, job)).status === 'QUEUED');
  await pc.tap(agent, job, card);
  line.mend();
  expect(await ended(job)).toMatchObject({ status: 'COMPLETED' });
  expect(await statusesOf(job)).toEqual(['QUEUED', 'CLAIMED', 'QUEUED', 'CLAIMED', 'COMPLETED']);
});

test('the network is away until the request is over: nothing is told of it, and the next one works', async () => {
  const job = await ask();
  await said(agent, 'waiting', job);
  line.cut();
  await admin.mutate('cancelTapJob', { tapJobId: job }, 'tapJob { id }');
  await pc.tap(agent, job, card);
  line.mend();
  await said(agent, 'ended', job);
  expect(await tapNow(admin, job)).toMatchObject({ status: 'CANCELLED', card: null });
  const next = await ask();
  await pc.tap(agent, next, card);
  expect(await ended(next)).toMatchObject({ status: 'COMPLETED' });
});

test('the server is stopped in mid-job and started again: the tap counts', async () => {
  const job = await ask();
  await said(agent, 'waiting', job);
  await server.app.stop();
  await pc.tap(agent, job, card);
  const { database, clock, dataDir } = server;
  another = await compose(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env }), { clock, connection: database.connection });
  expect(await ended(job)).toMatchObject({ status: 'COMPLETED' });
  await statusesOf(job);
  const told = agent
    .out()
    .split('\n')
    .filter((text) => text.includes('"event":"told"') && text.includes(job));
  expect(told).toHaveLength(1);
});
