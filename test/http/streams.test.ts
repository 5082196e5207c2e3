import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { iterator, mapStream } from '../../src/lib/iterate.ts';
import { streamEvents } from '../../src/modules/events/stream.ts';
import { stillClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';
import { callBy, makeServer, newWorkspace } from '../support/modules.ts';

const database = await testDatabase();
const clock = stillClock();
const server = makeServer(database.db, { clock });
const { workspace } = await newWorkspace(server);
afterAll(async () => {
  server.hub.stop();
  await database.end();
});

const day = 24 * 3_600_000;
const all = { concerns: () => true };
const byToken = (days: number) =>
  callBy(server, {
    type: 'token',
    workspaceId: workspace.id,
    tokenId: newId('apiToken'),
    scopes: ['EVENTS'],
    expiresAt: new Date(clock.now().getTime() + days * day),
  });

test.each([
  [
    'whether who calls still stands cannot be looked up',
    () => Promise.reject(new Error('the database is away')),
    { message: 'the database is away' },
  ],
  ['who calls does not stand any more', () => Promise.resolve(false), { code: 'ACCESS_ENDED' }],
])('where %s, the subscription fails and leaves no subscriber', async (_, stillStands, error) => {
  await expect(streamEvents({ ...byToken(1), stillStands }, workspace.id, all)).rejects.toMatchObject(error);
  expect(server.hub.size).toBe(0);
});

test('a token of 60 days ends its stream then, though no timer reaches so far', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const stream = await streamEvents(byToken(60), workspace.id, all);
  const end = stream.next().catch((error) => error);
  const pass = (days: number) => {
    for (let passed = 0; passed < days; passed += 1) {
      clock.advance(day);
      vi.advanceTimersByTime(day);
    }
  };
  pass(59);
  expect(server.hub.size).toBe(1);
  expect(vi.getTimerCount()).toBe(1);
  pass(1);
  expect(await end).toMatchObject({ code: 'ACCESS_ENDED', message: 'The sign-in or token that this subscription lived by has ended.' });
  expect([server.hub.size, vi.getTimerCount()]).toEqual([0, 0]);
});

test('a reader who leaves while it waits hears the end, and whatever it reads was left', async () => {
  let left = 0;
  const waiting = Promise.withResolvers<number | undefined>();
  const source = iterator(
    () => waiting.promise,
    () => {
      left += 1;
      waiting.resolve(undefined);
    },
  );
  const doubled = mapStream(source, (number) => number * 2);
  const next = doubled.next();
  expect(await doubled.return?.()).toEqual({ value: undefined, done: true });
  expect(await next).toEqual({ value: undefined, done: true });
  expect(await doubled.next()).toEqual({ value: undefined, done: true });
  expect(left).toBe(1);
});

test('an item that cannot be mapped ends the stream that it came from', async () => {
  let left = 0;
  const source = iterator(
    async () => 1,
    () => {
      left += 1;
    },
  );
  const mapped = mapStream(source, () => Promise.reject(new Error('no')));
  await expect(mapped.next()).rejects.toThrow('no');
  expect(left).toBe(1);
  expect(await source.next()).toEqual({ value: undefined, done: true });
});
