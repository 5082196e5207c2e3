import { connect } from '@nats-io/transport-node';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { Broker, natsUser } from '../support/broker.ts';
import { type Node, type Nodes, startNodes } from '../support/nodes.ts';
import { follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let broker: Broker | null = null;
let running: Nodes | null = null;
afterEach(async () => {
  await running?.stop();
  await broker?.end();
  running = null;
  broker = null;
});

/** Follows the whole log at a node. @returns the numbers that came, as they came */
function followLog({ operator }: Node) {
  const stream = follow(operator.subscribe('subscription { eventLogged(after: "evt_0") { cursor event { type } } }'));
  return () => stream.items.map(({ data }) => Number(data.eventLogged.cursor.slice(4)));
}

/** Changes something at a node, as often as asked for. */
async function change({ operator }: Node, from: number, count: number): Promise<void> {
  for (let i = from; i < from + count; i += 1) {
    const made = await operator.mutate('createGroup', { name: `Group ${i}` }, 'group { id }');
    expect(made).toHaveProperty('group');
  }
}

/** Sends what no node would: noise, an event of another workspace, and one that has come already. */
async function disturb(by: Broker, workspaceId: string): Promise<void> {
  const old = {
    workspaceId,
    number: 1,
    type: 'workspace.created',
    actor: 'operator',
    userId: null,
    keyId: null,
    enrolmentId: null,
    occurredAt: new Date(),
    payload: {},
  };
  const texts = [
    '',
    'null',
    '{"events":[{}]}',
    '{"events":[',
    JSON.stringify({ events: [{ ...old, workspaceId: 'wsp_other', number: 2 }] }),
    JSON.stringify({ events: [old] }),
  ];
  if (by.kind === 'nats') {
    const connection = await connect({ servers: new URL(by.url).host, ...natsUser });
    for (const text of texts) connection.publish(`latchkey.events.${workspaceId}`, text);
    await connection.drain();
    return;
  }
  const client = new Redis(by.url);
  for (const text of texts) await client.publish(`latchkey:events:${workspaceId}`, text);
  client.disconnect();
}

test.each(['nats', 'redis'] as const)(
  'three nodes with %s, which is killed and started while 500 changes happen: each subscriber sees each event once and in order',
  async (kind) => {
    broker = await Broker.make(kind);
    running = await startNodes(3, { BUS_URL: broker.url });
    const { nodes, workspaceId } = running;
    const [first, second, third] = nodes as [Node, Node, Node];
    const seen = nodes.map(followLog);
    await waitFor(() => seen.every((numbers) => numbers().length === 1));
    const round = (from: number) => Promise.all([change(first, from, 50), change(second, from + 50, 50), change(third, from + 100, 25)]);

    await round(0);
    await broker.kill();
    await round(200);
    await broker.start();
    await disturb(broker, workspaceId);
    await round(400);
    const dying = broker.kill();
    await round(600);
    await dying;

    const whole = Array.from({ length: 501 }, (_, i) => i + 1);
    for (const numbers of seen) {
      await waitFor(() => numbers().length >= whole.length);
      expect(numbers()).toEqual(whole);
    }
    const { logVerifications } = await first.operator.ask('{ logVerifications { problem } }');
    expect(logVerifications).toEqual([{ problem: null }]);
  },
);

test('a node whose broker is not there yet starts all the same, and uses it once it is', async () => {
  broker = await Broker.make('nats');
  await broker.kill();
  running = await startNodes(2, { BUS_URL: broker.url });
  const [first, second] = running.nodes as [Node, Node];
  const numbers = followLog(second);
  await waitFor(() => numbers().length === 1);
  await change(first, 0, 3);
  await waitFor(() => numbers().length === 4);
  await broker.start();
  // Not by the poll alone: the broker, which asks who one is, is told by the node.
  const brought: unknown[] = [];
  const listener = await connect({ servers: new URL(broker.url).host, ...natsUser });
  listener.subscribe('latchkey.events.>', { callback: (_, { data }) => void brought.push(data) });
  let changes = 3;
  await waitFor(async () => {
    await change(first, changes, 1);
    changes += 1;
    return brought.length > 0;
  });
  await listener.close();
  await waitFor(() => numbers().length === 1 + changes);
  expect(numbers()).toEqual(Array.from({ length: 1 + changes }, (_, i) => i + 1));
});
