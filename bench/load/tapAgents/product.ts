import { Pool } from 'undici';
import { AgentSocket, pairWith, plainCard, type TestAgent } from '../../../test/support/agent.ts';
import { ApiClient } from '../../../test/support/apiClient.ts';
import type { TestServer } from '../../../test/support/server.ts';
import { waitFor } from '../../../test/support/waitFor.ts';
import { operatorOf } from '../../stage/product.ts';
import type { TapAgent, TapServer } from '../taps.ts';

const mutation =
  'mutation ($input: RequestTestTapInput!) { requestTestTap(input: $input) { __typename ... on RequestTestTapPayload { tapJob { id } } } }';

/** Agents of the product: paired, online, each with a reader; they speak over their WebSockets as the real one does. */
export async function productAgents(server: Extract<TapServer, { kind: 'product' }>, count: number): Promise<TapAgent[]> {
  const { address, publicUrl, workspaceId, token } = server;
  // What the tests' agent needs of a server.
  const known = {
    app: { address: publicUrl },
    clock: { now: () => new Date() },
    stranger: (headers: Record<string, string>) => new ApiClient(address, { headers }),
  } as unknown as TestServer;
  const operator = operatorOf(address, workspaceId);
  const pool = new Pool(address, { connections: count });
  const ask = async (readerId: string) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query: mutation, variables: { input: { readerId } } });
    const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
    const text = await answer.body.text();
    if (!text.includes('"tapJob"')) throw new Error(`No tap was asked for: ${text}`);
  };
  const agents: TapAgent[] = [];
  for (let i = 0; i < count; i += 1) {
    const { pairingCode } = await operator.mutate('createPairingCode', { name: `Agent ${i}` }, 'pairingCode');
    agents.push(await online(await pairWith(known, pairingCode), ask));
  }
  return agents;
}

async function online(agent: TestAgent, ask: (readerId: string) => Promise<void>): Promise<TapAgent> {
  // Not by `listen`, which would subscribe a second time.
  const socket = new AgentSocket(agent, {});
  const card = plainCard('04cccccccccc01');
  let acknowledged = (_: Promise<void>) => {};
  const claimAndAnswer = async (tapJobId: string) => {
    await socket.mutate('claimTapJob', { tapJobId, claimKey: 'run' }, 'leaseUntil');
    const done = await socket.mutate('completeTapJob', { tapJobId, claimKey: 'run', resultKey: 'result', card }, 'tapJob { status }');
    if (done.tapJob?.status !== 'COMPLETED') throw new Error(`The tap was not taken: ${JSON.stringify(done)}`);
  };
  void (async () => {
    for await (const { data } of socket.stream('subscription { tapJobs { id status } }')) {
      if (data.tapJobs.status === 'QUEUED') acknowledged(claimAndAnswer(data.tapJobs.id));
    }
  })();
  await waitFor(async () => (await agent.send('{ viewer { ... on ReaderAgent { online } } }')).data?.viewer?.online);
  const { Front: readerId = '' } = await agent.report({ name: 'Front', adapter: 'SIMULATED' });
  return {
    tap: async () => {
      const done = new Promise<void>((resolve) => (acknowledged = resolve));
      await ask(readerId);
      await done;
    },
  };
}
