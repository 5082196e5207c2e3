import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningNode, type RunningNodes, runNodes } from '../../demo/nodes/run.ts';
import { postmasterIn } from '../process/owner.ts';
import { ApiClient } from '../support/apiClient.ts';
import { builtServer } from '../support/builtPrograms.ts';
import { waitFor } from '../support/waitFor.ts';

// What `npm run nodes` starts: three servers, NATS and PostgreSQL, each of them a process that can be killed.
const undo: (() => Promise<unknown>)[] = [];
let folder: string;
let running: RunningNodes;
let followers: Followed[] = [];
/** The people whom a node said it had made. */
const made: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-nodes-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const settings = { folder, port: 0, count: 3, databaseUrl: null, busUrl: null, program: builtServer, env: { LOG_LEVEL: 'silent' } };
  running = await runNodes(settings, undo, () => {});
  await operatorAt(running.address).mutate('createWorkspace', { name: 'Several' }, 'workspace { id }');
  const first = running.nodes[0] as RunningNode;
  followers = Array.from({ length: 200 }, () => followFrom(first.address));
  await waitFor(() => followers.every(({ numbers }) => numbers.length === 1), { looks: 3_000 });
});
let over = false;
afterAll(async () => {
  over = true;
  for (const end of undo.reverse()) await end();
});

const operatorAt = (address: string) => new ApiClient(address, { bearer: running.operatorToken });

interface Followed {
  numbers: number[];
  people: Set<string>;
}

/** Follows the whole log as a client does: at one address, and whenever it is cut off from its cursor on, wherever the front leads. */
function followFrom(address: string): Followed {
  const followed: Followed = { numbers: [], people: new Set() };
  const run = async () => {
    for (let at = address, cursor = 'evt_0'; !over; at = running.address) {
      const client = operatorAt(at);
      const stream = client.subscribe('subscription ($after: String) { eventLogged(after: $after) { cursor event { userId } } }', { after: cursor });
      try {
        for await (const { data } of stream) {
          cursor = data.eventLogged.cursor;
          followed.numbers.push(Number(cursor.slice(4)));
          followed.people.add(data.eventLogged.event.userId);
        }
      } catch {
        // Cut off: on from the cursor.
      }
      await client.close();
    }
  };
  void run();
  return followed;
}

/** Makes people at every node, again and again, while something is done to them. */
async function whileChanging(work: () => Promise<void>): Promise<void> {
  let going = true;
  const change = async ({ address }: RunningNode) => {
    while (going) {
      const name = `u${made.length}-${Math.random()}`;
      const details = { displayName: 'Somebody', email: `${name}@example.org`, username: name };
      const { user } = await operatorAt(address)
        .mutate('createUser', { details }, 'user { id }')
        .catch(() => ({}));
      if (user) made.push(user.id);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const changing = running.nodes.map(change);
  await work();
  going = false;
  await Promise.all(changing);
}

/** Changes are acknowledged again. */
async function itGoesOn(): Promise<void> {
  const before = made.length;
  await waitFor(() => made.length > before + 20, { looks: 3_000 });
}

const isReady = ({ address }: RunningNode) =>
  fetch(`${address}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Everybody has seen each event once and in order, and among them what was acknowledged. */
async function expectNoGap(): Promise<void> {
  // What is acknowledged is numbered a moment later, or, where its node died, seconds later.
  await waitFor(() => made.every((id) => followers[0]?.people.has(id)), { looks: 3_000 });
  const { logVerifications } = await operatorAt(running.address).ask('{ logVerifications { events problem } }');
  const [{ events, problem }] = logVerifications;
  expect(problem).toBeNull();
  const whole = Array.from({ length: events }, (_, i) => i + 1);
  await waitFor(() => followers.every(({ numbers }) => numbers.length >= events), { looks: 3_000 });
  for (const { numbers, people } of followers) {
    expect(numbers).toEqual(whole);
    expect(made.filter((id) => !people.has(id))).toEqual([]);
  }
}

test('each node in turn is killed with 200 subscribers while all change something: everybody sees each event once and in order', async () => {
  await whileChanging(async () => {
    for (const node of running.nodes) {
      await itGoesOn();
      process.kill(node.program.pid, 'SIGKILL');
      await itGoesOn();
      await waitFor(() => isReady(node), { looks: 3_000 });
    }
  });
  await expectNoGap();
});

test('PostgreSQL and NATS are ended while all change something: everybody sees each event once and in order', async () => {
  await whileChanging(async () => {
    for (let round = 0; round < 2; round += 1) {
      await itGoesOn();
      process.kill(await postmasterIn(join(folder, 'postgres')), 'SIGINT');
      await itGoesOn();
      process.kill(running.broker?.pid ?? 0, 'SIGKILL');
      await itGoesOn();
    }
  });
  await expectNoGap();
});
