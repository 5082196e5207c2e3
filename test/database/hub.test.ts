import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type Bus, Listeners } from '../../src/modules/events/bus.ts';
import type { LoggedEvent } from '../../src/modules/events/catalogue.ts';
import { streamEvents } from '../../src/modules/events/stream.ts';
import { testDatabase } from '../support/database.ts';
import { makeServer, newWorkspace } from '../support/modules.ts';
import { waitFor } from '../support/waitFor.ts';
import { follow, happen, happenTimes, range, something } from './log.ts';

const database = await testDatabase();
afterAll(() => database.end());

/** A bus that keeps what it is given; the test hands it on as it likes. */
function hostileBus() {
  const kept: LoggedEvent[] = [];
  const listeners = new Listeners();
  const bus: Bus = {
    publish: (_, message) => void ('events' in message && kept.push(...message.events)),
    listen: (workspaceId, receive) => {
      listeners.add(workspaceId, receive);
      return () => void listeners.remove(workspaceId, receive);
    },
    close: async () => {},
  };
  const hand = (events: LoggedEvent[]) => listeners.tell(events[0]?.workspaceId ?? '', { events });
  return { bus, kept, hand };
}

async function following() {
  const { bus, kept, hand } = hostileBus();
  const server = makeServer(database.db, { bus });
  const { workspace, system } = await newWorkspace(server);
  kept.length = 0;
  const stream = follow(await streamEvents(system, workspace.id, { concerns: () => true }));
  return { server, workspace, system, kept, hand, ...stream };
}

describe('a bus that misbehaves', () => {
  test('out of order, twice, in pieces, with batches missing: each event comes once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 4 })), { maxLength: 20 }), async (deliveries) => {
        const { server, workspace, system, kept, hand, numbers, end } = await following();
        await happenTimes(system, workspace.id, 12);
        for (const [from, count] of deliveries) {
          hand(kept.slice(from, from + count));
          // Now and then the hub gets the time to work between two deliveries.
          if (from % 3 === 0) await new Promise(setImmediate);
        }
        hand(kept.slice(-1));
        await waitFor(() => numbers().length >= 12);
        expect(numbers()).toEqual(range(2, 13));
        server.hub.stop();
        expect(await end).toMatchObject({ code: 'TRY_AGAIN' });
      }),
      { numRuns: 25 },
    );
  });

  test('what history gave already does not come again when the bus brings it late', async () => {
    const { server, workspace, system, kept, hand } = await following();
    await happenTimes(system, workspace.id, 3);
    // Numbered and in the table, but not delivered on this node yet.
    const { numbers } = follow(await streamEvents(system, workspace.id, { after: 'evt_0', concerns: () => true }));
    await waitFor(() => numbers().length === 4);
    hand(kept.slice());
    await happenTimes(system, workspace.id, 1);
    hand(kept.slice(-1));
    await waitFor(() => numbers().length >= 5);
    expect(numbers()).toEqual(range(1, 5));
    server.hub.stop();
  });

  test('an event that the bus lost comes by the slow poll', async () => {
    const { server, workspace, system, numbers } = await following();
    await happenTimes(system, workspace.id, 3);
    await waitFor(() => numbers().length === 3);
    expect(numbers()).toEqual([2, 3, 4]);
    server.hub.stop();
  });

  test('a piece with a hole in it loses nothing', async () => {
    const { server, workspace, system, kept, hand, numbers } = await following();
    await happenTimes(system, workspace.id, 3);
    const [first, , third] = kept as [LoggedEvent, LoggedEvent, LoggedEvent];
    hand([first, third]);
    hand([third]);
    await waitFor(() => numbers().length === 3);
    expect(numbers()).toEqual([2, 3, 4]);
    server.hub.stop();
  });

  test('what the bus says counts only as the next number: the log itself fills every gap', async () => {
    const { server, workspace, system, kept, hand, items } = await following();
    await happen(system, workspace.id, something('grp_1'), something('grp_2'));
    const [first, second] = kept as [LoggedEvent, LoggedEvent];
    hand([{ ...second, payload: { groupId: 'grp_forged' } }]);
    await waitFor(() => items.length === 2);
    hand([first, second]);
    await new Promise(setImmediate);
    expect(items.map((item) => item.event?.payload.groupId)).toEqual(['grp_1', 'grp_2']);
    server.hub.stop();
  });
});

test('a database that is away for a moment costs time, never an event', async () => {
  const { server, workspace, system, kept, hand, numbers } = await following();
  await happenTimes(system, workspace.id, 4);
  await database.sql`alter table events rename to events_away`;
  // A gap, so the hub has to read, and cannot.
  hand(kept.slice(2, 3));
  await new Promise((resolve) => setImmediate(resolve));
  await database.sql`select 1`;
  await database.sql`alter table events_away rename to events`;
  hand(kept.slice(3, 4));
  await waitFor(() => numbers().length === 4);
  expect(numbers()).toEqual(range(2, 5));
  server.hub.stop();
});

test('a node serves its own workspace’s subscribers alone, and forgets who left', async () => {
  const server = makeServer(database.db);
  const [one, two] = [await newWorkspace(server), await newWorkspace(server)];
  const open = async ({ workspace, system }: typeof one) => streamEvents(system, workspace.id, { concerns: () => true });
  const streams = [await open(one), await open(two)] as const;
  const [first, second] = streams.map(follow) as [ReturnType<typeof follow>, ReturnType<typeof follow>];
  expect(server.hub.size).toBe(2);
  await happenTimes(one.system, one.workspace.id, 3);
  await happenTimes(two.system, two.workspace.id, 1);
  await waitFor(() => first.items.length === 3 && second.items.length === 1);
  expect(first.items.map((item) => item.event?.workspaceId)).toEqual(Array(3).fill(one.workspace.id));
  await streams[0].return?.();
  expect(server.hub.size).toBe(1);
  expect(await first.end).toBeNull();
  server.hub.stop();
  expect(await second.end).toMatchObject({ code: 'TRY_AGAIN' });
  expect(server.hub.size).toBe(0);
});
