import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/db/client.ts';
import type { Server } from '../../src/modules/context.ts';
import { Presence } from '../../src/modules/readers/presence.ts';
import { sweepPresence, sweepReaders } from '../../src/modules/readers/sweep.ts';
import { pairAgent, pass, type TestAgent } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { behindProxy } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

const seconds = 1_000;

let server: TestServer;
let owner: ApiClient;
let workspaceId: string;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  workspaceId = (await owner.ask('{ workspace { id } }')).workspace.id;
});
afterAll(() => server.stop());

let agent: TestAgent;
beforeEach(async () => {
  agent = await pairAgent(server, owner);
});

const seen = async (): Promise<{ online: boolean; lastSeenAt: string }> =>
  (await owner.ask('query ($id: ID!) { node(id: $id) { ... on ReaderAgent { online lastSeenAt } } }', { id: agent.id })).node;
const untilOf = async (): Promise<string | null> =>
  (await server.database.sql`select online_until::text from reader_agents where id = ${agent.id}`)[0]?.online_until ?? null;

/** What the log tells of the agent's coming and going, with who did it. */
async function story(): Promise<string[]> {
  await server.app.server.presence.idle();
  await server.app.server.sequencer.idle();
  const rows = await server.database.sql`
    select type, actor from events where type in ('reader_agent.online', 'reader_agent.offline') and canonical like ${`%${agent.id}%`} order by number`;
  return rows.map(({ type, actor }) => `${type.slice(13)} by ${actor === agent.id ? 'itself' : actor}`);
}

describe('an agent', () => {
  test('is online while its stream is open, and no longer', async () => {
    expect(await seen()).toMatchObject({ online: false });
    const socket = await agent.listen();
    expect(await seen()).toEqual({ online: true, lastSeenAt: server.clock.now().toISOString() });
    server.clock.advance(7 * seconds);
    await socket.close();
    await waitFor(async () => !(await seen()).online);
    expect(await seen()).toEqual({ online: false, lastSeenAt: server.clock.now().toISOString() });
    expect(await story()).toEqual(['online by itself', 'offline by itself']);
  });

  test('is online for as long as one of two streams is open, told once', async () => {
    const first = await agent.listen();
    const { hub } = server.app.server;
    const before = hub.size;
    const second = agent.connect();
    // The socket listens for its agent's end, and the stream for its requests.
    await waitFor(() => hub.size === before + 2);
    await first.close();
    await server.app.server.presence.idle();
    expect(await seen()).toMatchObject({ online: true });
    await second.close();
    await waitFor(async () => !(await seen()).online);
    expect((await story()).at(-1)).toBe('offline by itself');
  });

  test('is offline when the line breaks without a word', async () => {
    const socket = await agent.listen();
    socket.cut();
    await waitFor(async () => !(await seen()).online);
    expect(await story()).toEqual(['online by itself', 'offline by itself']);
  });

  test('is said again to be there in time, however long it stays', async () => {
    const socket = await agent.listen();
    for (let i = 0; i < 6; i += 1) {
      await pass(server, 10 * seconds);
      expect(await seen()).toEqual({ online: true, lastSeenAt: server.clock.now().toISOString() });
    }
    // What is not soon over is not written.
    const until = await untilOf();
    await pass(server, 9 * seconds);
    expect(await untilOf()).toEqual(until);
    expect(await story()).toEqual(['online by itself']);
    await socket.close();
  });

  test('is told to who watches', async () => {
    const watched = follow(
      owner.subscribe('subscription ($id: ID) { readerAgentChanged(agentId: $id) { cursor readerAgent { id online } } }', { id: agent.id }),
    );
    const { hub } = server.app.server;
    await waitFor(() => hub.size > 0);
    const socket = await agent.listen();
    await waitFor(() => watched.items.length >= 1);
    await socket.close();
    await waitFor(() => watched.items.some(({ data }: Answer['data']) => data.readerAgentChanged.readerAgent.online === false));
    await watched.stop();
  });
});

describe('where a node dies', () => {
  /** As a node leaves it that was killed while the agent was there. */
  const killed = async () => {
    const until = new Date(server.clock.now().getTime() + 30 * seconds);
    await server.database.sql`update reader_agents set online_until = ${until.toISOString()} where id = ${agent.id}`;
  };

  test('its agents are offline once their time is over, which the sweep tells once', async () => {
    await killed();
    expect(await seen()).toMatchObject({ online: true });
    await pass(server, 30 * seconds - 1);
    expect(await seen()).toMatchObject({ online: true });
    server.clock.advance(1);
    // By the clock, before the sweep has come by.
    expect(await seen()).toMatchObject({ online: false });
    await Promise.all([1, 2, 3].map(() => sweepReaders(server.app.server)));
    await waitFor(async () => (await untilOf()) === null);
    server.app.server.sequencer.wake(workspaceId);
    expect(await story()).toEqual(['offline by system']);
  });

  test('an agent that comes back meanwhile is told no second time', async () => {
    await killed();
    server.clock.advance(5 * seconds);
    const left = await untilOf();
    const socket = agent.connect();
    await waitFor(async () => (await untilOf()) !== left);
    await pass(server, 60 * seconds);
    expect(await seen()).toMatchObject({ online: true });
    expect(await story()).toEqual([]);
    await socket.close();
    await waitFor(async () => (await story()).at(-1) === 'offline by itself');
  });
});

describe('two nodes', () => {
  /** Another node's part in it, on the same database. */
  const node = (): Server => {
    const database = connect(server.database.connection, { max: 2 });
    onTestFinished(() => database.end());
    return { ...server.app.server, db: database.db, presence: new Presence() };
  };
  const enter = (at: Server) => at.presence.enter(at, workspaceId, agent.id);

  test('an agent that moves from one to the other stays online, whichever notices first', async () => {
    const [one, two] = [node(), node()];
    const leaveOne = await enter(one);
    server.clock.advance(seconds);
    const leaveTwo = await enter(two);
    leaveOne();
    await one.presence.idle();
    expect(await seen()).toMatchObject({ online: true });
    expect(await story()).toEqual(['online by itself']);
    leaveTwo();
    await two.presence.idle();
    expect(await seen()).toMatchObject({ online: false });
    expect(await story()).toEqual(['online by itself', 'offline by itself']);
  });

  test('an agent that another node holds for gone is said anew to be there', async () => {
    const here = node();
    const leave = await enter(here);
    const other: Server = { ...node(), clock: { now: () => new Date(server.clock.now().getTime() + 31 * seconds) } };
    await sweepPresence(other, workspaceId);
    expect(await seen()).toMatchObject({ online: false });
    server.clock.advance(10 * seconds);
    await here.presence.push(here);
    expect(await seen()).toMatchObject({ online: true });
    expect(await story()).toEqual(['online by itself', 'offline by system', 'online by itself']);
    leave();
    await here.presence.idle();
  });

  test('an agent with an open stream hears that it was said to be gone, and says at once that it is not', async () => {
    const socket = await agent.listen();
    const other: Server = { ...node(), clock: { now: () => new Date(server.clock.now().getTime() + 31 * seconds) } };
    await sweepPresence(other, workspaceId);
    await waitFor(async () => (await seen()).online);
    expect(await story()).toEqual(['online by itself', 'offline by system', 'online by itself']);
    await socket.close();
  });

  test('coming and going a hundred times at once ends as it is', async () => {
    const here = node();
    const leaves = await Promise.all(Array.from({ length: 100 }, () => enter(here)));
    for (const leave of leaves) leave();
    const stay = await enter(here);
    await here.presence.idle();
    expect(await seen()).toMatchObject({ online: true });
    stay();
    await here.presence.idle();
    expect(await seen()).toMatchObject({ online: false });
    const told = await story();
    expect(told.at(-1)).toBe('offline by itself');
    // It comes and goes by turns, and is told neither twice in a row.
    expect(told.every((one, i) => one.startsWith(i % 2 === 0 ? 'online' : 'offline'))).toBe(true);
  });

  test('an agent that was shut out does not come back', async () => {
    const here = node();
    const leave = await enter(here);
    await owner.mutate('revokeReaderAgent', { agentId: agent.id }, 'readerAgent { id }');
    server.clock.advance(10 * seconds);
    await here.presence.push(here);
    expect(await untilOf()).toBeNull();
    leave();
    await here.presence.idle();
    expect(await story()).toEqual(['online by itself']);
  });
});
