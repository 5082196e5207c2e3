import { and, eq, lt } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { events } from '../../src/db/tables/events.ts';
import { newId } from '../../src/lib/ids.ts';
import type { NewEvent } from '../../src/modules/events/catalogue.ts';
import { streamEvents } from '../../src/modules/events/stream.ts';
import type { Actor } from '../../src/modules/policy/actor.ts';
import { testDatabase } from '../support/database.ts';
import { callBy, makeServer, newWorkspace, signedIn } from '../support/modules.ts';
import { waitFor } from '../support/waitFor.ts';
import { follow, happen, happenTimes, range, something } from './log.ts';

const database = await testDatabase();
const server = makeServer(database.db);
afterAll(async () => {
  server.hub.stop();
  await database.end();
});

const all = { concerns: () => true };

/** A workspace whose log holds `history` events after its first. */
async function workspaceWith(history = 0) {
  const { workspace, system } = await newWorkspace(server);
  if (history > 0) await happenTimes(system, workspace.id, history);
  return { id: workspace.id, system };
}

const token = (workspaceId: string): Extract<Actor, { type: 'token' }> => ({
  type: 'token',
  workspaceId,
  tokenId: newId('apiToken'),
  scopes: ['EVENTS'],
  expiresAt: new Date(Date.now() + 3_600_000),
});

describe('a cursor', () => {
  test('left out begins with what comes', async () => {
    const { id, system } = await workspaceWith(5);
    const { numbers } = follow(await streamEvents(system, id, all));
    await happenTimes(system, id, 2);
    await waitFor(() => numbers().length === 2);
    expect(numbers()).toEqual([7, 8]);
  });

  test('gives history over several pages, then what comes', async () => {
    const { id, system } = await workspaceWith(1_200);
    const { numbers } = follow(await streamEvents(system, id, { ...all, after: 'evt_10' }));
    await waitFor(() => numbers().length === 1_191);
    await happenTimes(system, id, 3);
    await waitFor(() => numbers().length === 1_194);
    expect(numbers()).toEqual(range(11, 1_204));
  });

  test('evt_0 gives the whole log, and the last number gives nothing until something comes', async () => {
    const { id, system } = await workspaceWith(3);
    const whole = follow(await streamEvents(system, id, { ...all, after: 'evt_0' }));
    const none = follow(await streamEvents(system, id, { ...all, after: 'evt_4' }));
    await waitFor(() => whole.items.length === 4);
    expect(none.items).toEqual([]);
    await happenTimes(system, id, 1);
    await waitFor(() => whole.items.length === 5 && none.items.length === 1);
    expect([whole.numbers(), none.numbers()]).toEqual([range(1, 5), [5]]);
  });

  test('of history that is read while more comes: everything once, in order, for whoever joins whenever', async () => {
    const { id, system } = await workspaceWith(700);
    const followers: { from: number; numbers: () => number[] }[] = [];
    const writing = (async () => {
      for (let i = 0; i < 30; i += 1) await happenTimes(system, id, 10);
    })();
    for (const from of [0, 100, 650, 701]) {
      followers.push({ from, ...follow(await streamEvents(system, id, { ...all, after: `evt_${from}` })) });
      await new Promise(setImmediate);
    }
    await writing;
    await waitFor(() => followers.every(({ numbers }) => numbers().at(-1) === 1_001));
    for (const { from, numbers } of followers) expect(numbers()).toEqual(range(from + 1, 1_001));
  });

  test.each(['', '4', 'evt_x', 'evt_-1', 'evt_01'])('that reads %j is refused', async (after) => {
    const { id, system } = await workspaceWith();
    await expect(streamEvents(system, id, { ...all, after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  test('past the log’s end is refused; its end is not', async () => {
    const { id, system } = await workspaceWith(2);
    await expect(streamEvents(system, id, { ...all, after: 'evt_4' })).rejects.toMatchObject({ code: 'CURSOR_AHEAD' });
    await expect(streamEvents(system, id, { ...all, after: 'evt_3' })).resolves.toBeDefined();
  });

  test('before the retained start is refused; the number just before it is not', async () => {
    const { id, system } = await workspaceWith(9);
    await database.db.delete(events).where(and(eq(events.workspaceId, id), lt(events.number, 6)));
    for (const after of ['evt_0', 'evt_4'])
      await expect(streamEvents(system, id, { ...all, after })).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    const { numbers } = follow(await streamEvents(system, id, { ...all, after: 'evt_5' }));
    await waitFor(() => numbers().length === 5);
    expect(numbers()).toEqual(range(6, 10));
  });

  test('that is refused leaves no subscriber behind', async () => {
    const { id, system } = await workspaceWith();
    const before = server.hub.size;
    await expect(streamEvents(system, id, { ...all, after: 'evt_99' })).rejects.toMatchObject({ code: 'CURSOR_AHEAD' });
    expect(server.hub.size).toBe(before);
  });
});

describe('a filtered stream', () => {
  const one = { concerns: (event: { payload: Record<string, unknown> }) => event.payload.groupId === 'grp_mine' };

  test('is told where the log stands every 100 events that do not concern it, live', async () => {
    const { id, system } = await workspaceWith();
    const { items } = follow(await streamEvents(system, id, one));
    await happenTimes(system, id, 250);
    await happen(system, id, something('grp_mine'));
    await happenTimes(system, id, 100);
    await waitFor(() => items.length === 4);
    // The count starts anew with an event that concerns it.
    expect(items.map(({ number, event }) => [number, event?.number ?? null])).toEqual([
      [101, null],
      [201, null],
      [252, 252],
      [352, null],
    ]);
  });

  test('is told in history too, so that it never falls out of retention', async () => {
    const { id, system } = await workspaceWith(650);
    const { items } = follow(await streamEvents(system, id, { ...one, after: 'evt_1' }));
    await waitFor(() => items.length === 6);
    expect(items).toEqual([101, 201, 301, 401, 501, 601].map((number) => ({ number, event: null })));
    // The 50 that history left over count on when it goes on live.
    await happenTimes(system, id, 50);
    await waitFor(() => items.length === 7);
    expect(items[6]).toEqual({ number: 701, event: null });
  });
});

describe('a subscriber that does not keep up', () => {
  test('is closed when more than 1,000 events wait, and goes on by its cursor', async () => {
    const { id, system } = await workspaceWith();
    const stream = await streamEvents(system, id, all);
    const first = stream.next();
    await happenTimes(system, id, 1);
    expect((await first).value).toMatchObject({ number: 2 });

    await happenTimes(system, id, 1_000);
    expect((await stream.next()).value).toMatchObject({ number: 3 });
    // One was taken, so two more are one too many.
    await happenTimes(system, id, 2);
    await expect(stream.next()).rejects.toMatchObject({ code: 'SLOW_CONSUMER' });

    const { numbers } = follow(await streamEvents(system, id, { ...all, after: 'evt_3' }));
    await waitFor(() => numbers().length === 1_001);
    expect(numbers()).toEqual(range(4, 1_004));
  });

  test('does not disturb the others', async () => {
    const { id, system } = await workspaceWith();
    const slow = await streamEvents(system, id, all);
    const waiting = slow.next();
    const quick = follow(await streamEvents(system, id, all));
    for (let i = 0; i < 12; i += 1) await happenTimes(system, id, 100);
    await waitFor(() => quick.items.length === 1_200);
    expect((await waiting).done).toBe(false);
    await expect(slow.next()).rejects.toMatchObject({ code: 'SLOW_CONSUMER' });
  });

  test('may read history as slowly as it likes', async () => {
    const { id, system } = await workspaceWith(20);
    const stream = await streamEvents(system, id, { ...all, after: 'evt_0' });
    expect((await stream.next()).value).toMatchObject({ number: 1 });
    await happenTimes(system, id, 1_500);
    const { numbers } = follow(stream);
    await waitFor(() => numbers().length === 1_520);
    expect(numbers()).toEqual(range(2, 1_521));
  });
});

describe('a stream ends with what it lives by', () => {
  type Ending = { name: string; actor: (workspaceId: string) => Actor; event: (actor: never) => NewEvent };
  const user = (workspaceId: string) => signedIn(server, workspaceId);
  const endings: Ending[] = [
    {
      name: 'session.ended',
      actor: user,
      event: ({ userId, sessionId }: ReturnType<typeof user>) => ({ type: 'session.ended', userId, payload: { sessionId } }),
    },
    {
      name: 'user.role_changed',
      actor: user,
      event: ({ userId }: ReturnType<typeof user>) => ({ type: 'user.role_changed', userId, payload: { from: 'OWNER', to: null } }),
    },
    { name: 'user.suspended', actor: user, event: ({ userId }: ReturnType<typeof user>) => ({ type: 'user.suspended', userId, payload: {} }) },
    { name: 'user.deleted', actor: user, event: ({ userId }: ReturnType<typeof user>) => ({ type: 'user.deleted', userId, payload: {} }) },
    {
      name: 'api_token.revoked',
      actor: token,
      event: ({ tokenId }: ReturnType<typeof token>) => ({ type: 'api_token.revoked', payload: { tokenId } }),
    },
  ];

  test.each(endings)('$name', async ({ actor, event }) => {
    const { id, system } = await workspaceWith();
    const mine = actor(id);
    const [gone, stays] = await Promise.all([mine, actor(id)].map(async (actor) => follow(await streamEvents(callBy(server, actor), id, all))));
    await happen(system, id, something());
    await waitFor(() => gone?.items.length === 1);
    // In one transaction and one batch: the ending, and what may not be seen any more.
    await happen(system, id, event(mine as never), something('grp_secret'));
    expect(await gone?.end).toMatchObject({ code: 'ACCESS_ENDED' });
    expect(gone?.numbers()).toEqual([2]);
    await waitFor(() => stays?.items.length === 3);
  });

  test.each(endings)('$name, for one that still reads history', async ({ actor, event }) => {
    const { id, system } = await workspaceWith(20);
    const mine = actor(id);
    const stream = await streamEvents(callBy(server, mine), id, { ...all, after: 'evt_0' });
    expect((await stream.next()).value).toMatchObject({ number: 1 });
    await happen(system, id, event(mine as never), something('grp_secret'));
    await expect(stream.next()).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
    await expect(stream.next()).rejects.toMatchObject({ code: 'ACCESS_ENDED' });
  });

  test('a role that was given in the past ends nothing', async () => {
    const { id, system } = await workspaceWith();
    const mine = user(id);
    await happen(system, id, { type: 'user.role_changed', userId: mine.userId, payload: { from: null, to: 'OWNER' } });
    const { numbers } = follow(await streamEvents(callBy(server, mine), id, { ...all, after: 'evt_0' }));
    await happenTimes(system, id, 1);
    await waitFor(() => numbers().length === 3);
  });

  test.each([
    ['a session', (id: string) => signedIn(server, id, { expiresAt: new Date(Date.now() + 30) })],
    ['a token', (id: string) => ({ ...token(id), expiresAt: new Date(Date.now() + 30) })],
  ])('%s that runs out, by a timer', async (_, actor) => {
    const { id } = await workspaceWith();
    const { end } = follow(await streamEvents(callBy(server, actor(id)), id, all));
    expect(await end).toMatchObject({ code: 'ACCESS_ENDED' });
  });
});

test('return() ends a stream that waits, at once, and leaves nothing behind', async () => {
  const { id, system } = await workspaceWith();
  const before = server.hub.size;
  const stream = await streamEvents(system, id, all);
  const waiting = stream.next();
  expect(server.hub.size).toBe(before + 1);
  await stream.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(await stream.next()).toEqual({ value: undefined, done: true });
  expect(server.hub.size).toBe(before);
});
