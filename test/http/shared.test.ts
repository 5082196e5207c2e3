import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TokenScope } from '../../src/db/tables/identity.ts';
import { newId } from '../../src/lib/ids.ts';
import type { NewEvent } from '../../src/modules/events/catalogue.ts';
import { happen, happenTimes, range, something } from '../database/log.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { type CountedServer, startCountedServer } from '../support/countedServer.ts';
import { endCodes, type Followed, follow, overSse } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let counted: CountedServer;
let script: ApiClient;
beforeAll(async () => {
  counted = await startCountedServer();
  ({ client: script } = await counted.script());
});
afterAll(() => counted.stop());

const scripted = (scopes: TokenScope[]) => async () => (await counted.script(scopes)).client;

const following: Followed[] = [];
const followed = (stream: Parameters<typeof follow>[0]): Followed => {
  const made = follow(stream);
  following.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(following.splice(0).map((stream) => stream.stop()));
  await waitFor(() => counted.server.hub.size === 0);
});

const standing = (count: number) => waitFor(() => counted.server.hub.size === count);
const tell = (...events: NewEvent[]) => happen(counted.system, counted.workspaceId, ...events);
const numbersOf = ({ items }: Followed): number[] => items.map(({ data }) => Number(Object.values<{ cursor: string }>(data)[0]?.cursor.slice(4)));
const lastNumber = async () => {
  const { events } = await script.ask('{ events(first: 1) { edges { node { number } } } }');
  return events.edges[0].node.number as number;
};

/** An event whose showing counts the enrolments, in one statement. */
const change = (): NewEvent => ({
  type: 'enrolment.status_changed',
  enrolmentId: newId('enrolment'),
  userId: newId('user'),
  payload: { kind: 'SMARTPHONE', from: 'PENDING', to: 'OPENED' },
});
const changes = 'subscription Changes($after: String) { enrolmentStatusChanged(after: $after) { cursor change { to } summary { pending } } }';
const log = 'subscription ($after: String) { eventLogged(after: $after) { cursor event { type } } }';

/** How often enrolments were counted while something was done: once for each execution of `changes`. */
async function executionsDuring(work: () => Promise<unknown>): Promise<number> {
  const from = counted.statements.length;
  await work();
  return counted.statements.slice(from).filter(({ text }) => /from "enrolments".*group by/.test(text)).length;
}

describe('those who subscribe to the same list', () => {
  test('200 of them, on sockets of their own: one event is executed once, and each gets it', async () => {
    const streams = Array.from({ length: 200 }, () => followed(script.subscribe(changes)));
    await standing(200);
    const executions = await executionsDuring(async () => {
      await tell(change());
      await waitFor(() => streams.every(({ items }) => items.length === 1));
    });
    expect(executions).toBe(1);
    expect(new Set(streams.map(({ items }) => JSON.stringify(items[0])))).toHaveProperty('size', 1);
    expect(streams[0]?.items[0].data.enrolmentStatusChanged).toEqual({
      cursor: `evt_${await lastNumber()}`,
      change: { to: 'OPENED' },
      summary: { pending: 0 },
    });
  });

  test('over WebSocket and Server-Sent Events together: still once', async () => {
    const streams = [...range(1, 4).map(() => followed(script.subscribe(changes))), ...range(1, 4).map(() => followed(overSse(script, changes)))];
    await standing(8);
    const executions = await executionsDuring(async () => {
      await tell(change(), change());
      await waitFor(() => streams.every(({ items }) => items.length === 2));
    });
    expect(executions).toBe(2);
    expect(new Set(streams.map(({ items }) => JSON.stringify(items))).size).toBe(1);
  });

  test('and come from different cursors: what was before is executed for each alone, what comes is shared', async () => {
    const start = await lastNumber();
    await tell(change(), change(), change());
    const streams = [0, 1, 3].map((skipped) => followed(script.subscribe(changes, { after: `evt_${start + skipped}` })));
    const none = followed(script.subscribe(changes));
    const before = await executionsDuring(() => waitFor(() => streams.map(({ items }) => items.length).join() === '3,2,0'));
    expect(before).toBe(5);
    await standing(4);
    const after = await executionsDuring(async () => {
      await tell(change());
      await waitFor(() => none.items.length === 1 && streams.map(({ items }) => items.length).join() === '4,3,1');
    });
    expect(after).toBe(1);
    expect(streams.map(numbersOf)).toEqual([range(start + 1, start + 4), range(start + 2, start + 4), [start + 4]]);
  });

  test('and join while much happens: each sees everything from its cursor on, once and in order', async () => {
    const start = await lastNumber();
    await happenTimes(counted.system, counted.workspaceId, 300);
    const streams: { from: number; stream: Followed }[] = [];
    const writing = (async () => {
      for (let i = 0; i < 40; i += 1) await happenTimes(counted.system, counted.workspaceId, 10);
    })();
    for (const from of [0, 299, 150, 300, 20, 290]) {
      const open = from % 2 ? overSse(script, log, { after: `evt_${start + from}` }) : script.subscribe(log, { after: `evt_${start + from}` });
      streams.push({ from, stream: followed(open) });
      await waitFor(() => streams.at(-1)?.stream.items.length);
    }
    await writing;
    await waitFor(() => streams.every(({ stream }) => numbersOf(stream).at(-1) === start + 700));
    for (const { from, stream } of streams) expect(numbersOf(stream)).toEqual(range(start + from + 1, start + 700));
  });

  test('and more at once than can be executed: nobody is too slow but the server, and nobody misses anything', async () => {
    const stream = followed(script.subscribe(changes));
    await standing(1);
    const start = await lastNumber();
    await tell(...Array.from({ length: 2_500 }, change));
    await waitFor(() => stream.items.length === 2_500);
    expect(numbersOf(stream)).toEqual(range(start + 1, start + 2_500));
  });

  test('with other variables, another text or other rights share nothing', async () => {
    const { client: reader } = await counted.script(['READ']);
    const filtered = 'subscription ($f: EnrolmentStatusFilter) { enrolmentStatusChanged(filter: $f) { cursor summary { pending } } }';
    const streams = [
      followed(script.subscribe(changes)),
      followed(reader.subscribe(changes)),
      followed(script.subscribe(changes.replace('pending', 'opened'))),
      followed(script.subscribe(filtered, { f: { statuses: ['OPENED'] } })),
      followed(script.subscribe(filtered, { f: { statuses: ['OPENED', 'EXPIRED'] } })),
      followed(script.subscribe(filtered, { f: { statuses: ['EXPIRED'] } })),
    ];
    await standing(6);
    const executions = await executionsDuring(async () => {
      await tell(change());
      await waitFor(() => streams.filter(({ items }) => items.length === 1).length === 5);
    });
    expect(executions).toBe(5);
    expect(streams.map(({ items }) => items.length)).toEqual([1, 1, 1, 1, 1, 0]);
  });

  test('see by their own rights what an event points to', async () => {
    const { client: eventsOnly } = await counted.script(['EVENTS']);
    const query = 'subscription { eventLogged { cursor event { userId user { id } enrolment { id } } } }';
    const [all, some] = [followed(script.subscribe(query)), followed(eventsOnly.subscribe(query))];
    await standing(2);
    const event = change();
    const from = counted.statements.length;
    await tell(event);
    await waitFor(() => all.items.length === 1 && some.items.length === 1);
    for (const { items } of [all, some]) expect(items[0].data.eventLogged.event).toEqual({ userId: event.userId, user: null, enrolment: null });
    // Only for who may read people were they looked for.
    expect(counted.statements.slice(from).filter(({ text }) => text.includes('from "users"'))).toHaveLength(1);
  });

  test('a variable that says where to begin, and is used elsewhere too, is no longer left out', async () => {
    const query = 'subscription ($x: String) { eventLogged(after: $x, filter: { actor: $x }) { cursor event { actor } } }';
    const start = await lastNumber();
    const stream = followed(script.subscribe(query, { x: `evt_${start}` }));
    const other = followed(script.subscribe(query, { x: null }));
    await standing(2);
    await tell(something());
    await waitFor(() => other.items.length === 1);
    expect(stream.items).toEqual([]);
  });

  test('a variable that was left out has its default, and null has not', async () => {
    const query = 'subscription ($f: EventFilter = { types: [USER_CREATED] }) { eventLogged(filter: $f) { cursor } }';
    const [byDefault, all] = [followed(script.subscribe(query)), followed(script.subscribe(query, { f: null }))];
    await standing(2);
    await tell(something());
    await waitFor(() => all.items.length === 1);
    expect(byDefault.items).toEqual([]);
  });

  test.each([
    ['a fragment', 'subscription { ...F } fragment F on Subscription { eventLogged { cursor } }'],
    ['an inline fragment', 'subscription { ... { eventLogged { cursor } } }'],
    ['a directive', 'subscription { eventLogged @include(if: true) { cursor } }'],
    ['an alias', 'subscription { mine: eventLogged { cursor } }'],
  ])('by %s: are served as well', async (_, query) => {
    const streams = [followed(script.subscribe(query)), followed(overSse(script, query))];
    await standing(2);
    await tell(something());
    await waitFor(() => streams.every(({ items }) => items.length === 1));
    const number = await lastNumber();
    expect(streams.map(numbersOf)).toEqual([[number], [number]]);
  });
});

describe('one of them', () => {
  test('who loses their right does not see the event that comes with its end; the others do', async () => {
    const { client: leaving, tokenId } = await counted.script();
    const open = (by: ApiClient) => [followed(by.subscribe(log)), followed(overSse(by, log))];
    const [gone, stay] = [open(leaving), open(script)];
    await standing(4);
    await tell({ type: 'api_token.revoked', payload: { tokenId } }, something());
    await waitFor(() => gone.every(({ end }) => end) && stay.every(({ items }) => items.length === 2));
    for (const stream of gone) {
      expect(endCodes(stream)).toEqual(['ACCESS_ENDED']);
      expect(stream.items.filter(({ data }) => data)).toEqual([]);
    }
    expect(stay.map(({ end }) => end)).toEqual([null, null]);
  });

  test.each([
    ['CURSOR_INVALID', scripted(['READ', 'EVENTS']), { after: 'evt_x' }],
    ['CURSOR_AHEAD', scripted(['READ', 'EVENTS']), { after: 'evt_99999999' }],
    ['FORBIDDEN', scripted(['READ']), {}],
  ])('who is refused hears %s, and leaves nothing behind', async (code, by, variables) => {
    const client = await by();
    for (const open of [client.subscribe(log, variables), overSse(client, log, variables)]) {
      const stream = followed(open);
      await waitFor(() => stream.end);
      expect(endCodes(stream)).toEqual([code]);
    }
    await waitFor(() => counted.server.hub.size === 0);
  });

  test('leaves without the others noticing; the last one takes the group along', async () => {
    const [first, second] = [followed(script.subscribe(changes)), followed(script.subscribe(changes))];
    await standing(2);
    await first.stop();
    await standing(1);
    await tell(change());
    await waitFor(() => second.items.length === 1);
    await second.stop();
    await standing(0);
    expect(await executionsDuring(() => tell(change()))).toBe(0);
    const third = followed(script.subscribe(changes));
    await standing(1);
    await tell(change());
    await waitFor(() => third.items.length === 1);
    expect(first.items).toEqual([]);
  });
});
