import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentSocket, pairAgent, plainCard, type TestAgent, testTap } from '../support/agent.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { behindProxy, scriptWith } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/waitFor.ts';

const agentCount = 50;
const jobsEach = 20;

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy, logLevel: 'warn' });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

/** An agent with its only connection. */
interface Worker {
  agent: TestAgent;
  socket: AgentSocket;
  readerId: string;
}

async function newWorker(): Promise<Worker> {
  const agent = await pairAgent(server, owner);
  const { Front: readerId = '' } = await agent.report({ name: 'Front', adapter: 'SIMULATED' });
  return { agent, socket: new AgentSocket(agent), readerId };
}

/** Takes what it hears, one after the other, until it has ended so many. */
async function work({ socket }: Worker, i: number): Promise<void> {
  const ended = new Set<string>();
  for await (const { data } of socket.stream('subscription { tapJobs { id status } }')) {
    const { id: tapJobId, status } = data.tapJobs;
    if (status !== 'QUEUED' || ended.has(tapJobId)) continue;
    const claim = { tapJobId, claimKey: 'run-1' };
    const claimed = await socket.mutate('claimTapJob', claim, 'tapJob { id }');
    if (!claimed.tapJob) throw new Error(`Agent ${i} was refused a claim: ${JSON.stringify(claimed)}`);
    const uid = `04${i.toString(16).padStart(4, '0')}${ended.size.toString(16).padStart(8, '0')}`;
    const result = { ...claim, resultKey: tapJobId, card: plainCard(uid) };
    // Every third one is said twice at once, as by one who heard no answer.
    const says = ended.size % 3 === 0 ? [1, 2] : [1];
    const answers = await Promise.all(says.map(() => socket.mutate('completeTapJob', result, 'tapJob { status card { uidSuffix } }')));
    for (const { tapJob } of answers) expect(tapJob).toEqual({ status: 'COMPLETED', card: { uidSuffix: uid.slice(-4) } });
    ended.add(tapJobId);
    if (ended.size === jobsEach) return;
  }
  throw new Error(`The stream of agent ${i} ended early`);
}

const online = async (): Promise<number> =>
  (await owner.ask(`{ readerAgents(first: ${agentCount}, filter: { online: true }) { edges { cursor } } }`)).readerAgents.edges.length;

test(`${agentCount} agents with ${jobsEach} requests each at once: each ends exactly once, at its own agent`, async () => {
  const agents: Worker[] = [];
  for (let i = 0; i < agentCount; i += 1) agents.push(await newWorker());
  const working = Promise.all(agents.map(work));
  await waitFor(async () => (await online()) === agentCount);
  // What one asks for to try a reader out takes the place of what they asked before, so as many ask.
  const askers: ApiClient[] = [];
  for (let i = 0; i < jobsEach; i += 1) askers.push((await scriptWith(server, owner, ['ENROLMENT'])).script);
  const asked = agents.map(async ({ readerId }) => {
    const ids = [];
    for (let i = 0; i < jobsEach; i += 1) ids.push(await testTap(askers[i] as ApiClient, readerId));
    return ids;
  });
  const [ids] = await Promise.all([Promise.all(asked), working]);
  expect(new Set(ids.flat()).size).toBe(agentCount * jobsEach);
  await server.app.server.sequencer.idle();
  const rows = await server.database.sql`select id, agent_id, status from tap_jobs`;
  expect(rows).toHaveLength(agentCount * jobsEach);
  const owners = new Map(ids.flatMap((own, i) => own.map((id) => [id, agents[i]?.agent.id])));
  for (const { id, agent_id, status } of rows) expect({ agent_id, status }).toEqual({ agent_id: owners.get(id), status: 'COMPLETED' });
  const moves: { to: string; count: number }[] = await server.database.sql`
    select canonical::jsonb -> 'payload' ->> 'to' as to, count(*)::int as count from events where type = 'tap_job.status_changed' group by 1 order by 1`;
  expect(moves).toEqual(['CLAIMED', 'COMPLETED', 'QUEUED'].map((to) => ({ to, count: agentCount * jobsEach })));
  const ends = await server.database.sql`
    select canonical::jsonb -> 'payload' ->> 'tapJobId' as id from events
    where type = 'tap_job.status_changed' and canonical::jsonb -> 'payload' ->> 'to' = 'COMPLETED' group by 1`;
  expect(ends).toHaveLength(agentCount * jobsEach);
}, 120_000);
