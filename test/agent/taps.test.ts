import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tapNow, testTap } from '../support/agent.ts';
import { AgentPc, letTimePass, readersOf, said } from '../support/agentProgram.ts';
import type { ApiClient } from '../support/apiClient.ts';
import type { RunningProgram } from '../support/program.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/waitFor.ts';

// Programs of their own take their time where many tests run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The real agent, in a process of its own, with a simulated reader.
let server: TestServer;
let owner: ApiClient;
let pc: AgentPc;
let agentId: string;
let agent: RunningProgram;
let readerId: string;
let stopTime: () => void;

beforeAll(async () => {
  server = await startServer();
  stopTime = letTimePass(server);
  ({ owner } = await server.owner());
  pc = await AgentPc.make();
  agentId = await pc.pair(server.app.address, owner);
  agent = pc.run();
  readerId = (await readersOf(owner, agentId))['Simulated reader'] ?? '';
});
afterAll(async () => {
  await pc.stop();
  stopTime();
  await server.stop();
});

/** How a request ended, once it has. */
const ended = (id: string) =>
  waitFor(async () => {
    const job = await tapNow(owner, id);
    return job.endedAt && job;
  });

test('a tap is asked for, tapped, and known by its last four digits (C9a)', async () => {
  const job = await testTap(owner, readerId);
  await said(agent, 'waiting', job);
  expect(await pc.command('tap', '--uid', '04:A1:B2:C3:D4:E5:F6', '--technology', 'desfire', '--fido2')).toMatchObject({
    code: 0,
    out: 'Laid on “Simulated reader”.',
  });
  expect(await ended(job)).toMatchObject({
    status: 'COMPLETED',
    failure: null,
    card: { uidSuffix: expect.stringMatching(/^e5f6$/i), technology: 'DESFIRE', fido2Applet: true },
  });
});

test('the log says what happened, and never a card’s number', async () => {
  const job = await testTap(owner, readerId);
  await pc.tap(agent, job, '04112233445566');
  await ended(job);
  expect(await said(agent, 'read', job)).toContain('A card ending in 5566 was tapped.');
  await said(agent, 'told', job);
  expect(agent.out() + agent.err() + server.logged.join('\n')).not.toMatch(/04112233445566/i);
});

test('two cards at once are no tap', async () => {
  const job = await testTap(owner, readerId);
  await pc.tap(agent, job, '04112233445566', '04112233445577');
  expect(await ended(job)).toMatchObject({ status: 'FAILED', failure: 'TWO_CARDS', card: null });
});

test('a card that was laid before anybody asked does not count', async () => {
  expect(await pc.command('tap', '--uid', '04AA')).toMatchObject({
    code: 1,
    err: 'Nothing waits for a card on “Simulated reader”: ask for a tap first.',
  });
  const job = await testTap(owner, readerId);
  await said(agent, 'waiting', job);
  expect(await tapNow(owner, job)).toMatchObject({ status: 'CLAIMED' });
  await owner.mutate('cancelTapJob', { tapJobId: job }, 'tapJob { id }');
  await said(agent, 'ended', job);
});

test('a request that is cancelled is waited for no longer, and the next one is served', async () => {
  const first = await testTap(owner, readerId);
  await said(agent, 'waiting', first);
  const second = await testTap(owner, readerId);
  await owner.mutate('cancelTapJob', { tapJobId: first }, 'tapJob { id }');
  await pc.tap(agent, second, '04112233445588');
  expect(await ended(second)).toMatchObject({ status: 'COMPLETED' });
  expect(await tapNow(owner, first)).toMatchObject({ status: 'CANCELLED', card: null });
});

test('a card that the server refuses ends the request with its reason', async () => {
  for (const [uid, failure] of [
    ['08112233', 'RANDOM_UID'],
    ['0411223344', 'UID_LENGTH'],
  ] as const) {
    const job = await testTap(owner, readerId);
    await pc.tap(agent, job, uid);
    expect(await ended(job)).toMatchObject({ status: 'FAILED', failure });
  }
});

test('status and code ask the running agent; a second run is refused', async () => {
  const status = JSON.parse((await pc.command('status', '--json')).out);
  expect(status).toMatchObject({ online: true, agentId, readers: [{ name: 'Simulated reader', adapter: 'SIMULATED' }], waitingTaps: 0 });
  expect((await pc.command('status')).out).toContain('“Front desk” of Example');
  expect(JSON.parse((await pc.command('code', '--json')).out).code).toMatch(/^[A-Z0-9]{6}$/);
  expect(await pc.command('run', '--no-pcsc', '--no-local')).toMatchObject({ code: 6, err: expect.stringContaining(`as process ${agent.pid}`) });
});

test('SIGTERM ends it in order; the commands then say that it does not run', async () => {
  agent.kill('SIGTERM');
  expect(await agent.exit).toEqual({ code: 0, signal: null });
  expect(agent.err()).toBe('');
  expect(await pc.command('status')).toMatchObject({ code: 3, err: 'The agent does not run. Start it: latchkey-agent run' });
  await waitFor(async () => !(await owner.ask('query ($id: ID!) { node(id: $id) { ... on ReaderAgent { online } } }', { id: agentId })).node.online);
});

test('an agent that is shut out says so, and ends with a code of its own', async () => {
  agent = pc.run();
  await said(agent, 'online');
  await owner.mutate('revokeReaderAgent', { agentId }, 'readerAgent { id }');
  expect((await agent.exit).code).toBe(5);
  expect(agent.err()).toContain('This agent was shut out by the server.');
  // And so it is at the next start.
  const again = pc.run();
  expect((await again.exit).code).toBe(5);
});
