import { afterAll, describe, expect, test } from 'vitest';
import { groups } from '../../src/db/tables/directory.ts';
import { newId } from '../../src/lib/ids.ts';
import { type Ctx, tx } from '../../src/modules/context.ts';
import { once } from '../../src/modules/idempotency.ts';
import { testDatabase } from '../support/database.ts';
import { callBy, makeServer, newWorkspace, signedIn } from '../support/modules.ts';
import { waitFor } from '../support/waitFor.ts';

const database = await testDatabase();
const server = makeServer(database.db);
afterAll(async () => {
  server.hub.stop();
  await database.end();
});

const { workspace } = await newWorkspace(server);
const person = callBy(server, signedIn(server, workspace.id));

/** Makes a group once for a key. `hold` is waited for after the group is made, within the transaction. */
const make = (ctx: Ctx, name: string, key: string | null, hold: () => Promise<unknown> = async () => {}) =>
  tx(ctx, (ctx) =>
    once(ctx, workspace.id, { mutation: 'createGroup', input: { name }, key }, async () => {
      const id = newId('group');
      const now = ctx.clock.now();
      await ctx.db.insert(groups).values({ workspaceId: workspace.id, id, name, createdAt: now, updatedAt: now });
      await hold();
      return { groupId: id };
    }),
  );

const named = async (name: string) => (await database.sql`select id from groups where name = ${name}`).length;

/** Resolves once somebody waits for a lock in this database. */
const somebodyWaits = () =>
  waitFor(
    async () => (await database.sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).length > 0,
  );

describe('a call with an idempotency key', () => {
  test('has one effect when it comes twice at once, and both get the same answer', async () => {
    let second: ReturnType<typeof make> | undefined;
    const first = await make(person, 'Twice', 'k1', async () => {
      second = make(person, 'Twice', 'k1');
      await somebodyWaits();
    });
    expect(first).toEqual({ ids: { groupId: expect.any(String) }, repeated: false });
    expect(await second).toEqual({ ids: first.ids, repeated: true });
    expect(await named('Twice')).toBe(1);
  });

  test('has one effect when it comes thirty times at once', async () => {
    const results = await Promise.all(Array.from({ length: 30 }, () => make(person, 'Often', 'k2')));
    expect(results.filter((result) => !result.repeated)).toHaveLength(1);
    expect(new Set(results.map((result) => result.ids.groupId)).size).toBe(1);
    expect(await named('Often')).toBe(1);
  });

  test('is made by the second where the first was rolled back', async () => {
    let second: ReturnType<typeof make> | undefined;
    const first = make(person, 'Again', 'k3', async () => {
      second = make(person, 'Again', 'k3');
      await somebodyWaits();
      throw new Error('rolled back');
    });
    await expect(first).rejects.toThrow('rolled back');
    await expect(second).resolves.toMatchObject({ repeated: false });
    expect(await named('Again')).toBe(1);
  });

  test('that was used for another input is refused', async () => {
    await make(person, 'Mine', 'k4');
    await expect(make(person, 'Other', 'k4')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await named('Other')).toBe(0);
  });

  test('of somebody else is nothing to it', async () => {
    const other = callBy(server, signedIn(server, workspace.id));
    const [mine, theirs] = [await make(person, 'Mine too', 'k5'), await make(other, 'Theirs', 'k5')];
    expect([mine.repeated, theirs.repeated]).toEqual([false, false]);
    expect(theirs.ids.groupId).not.toBe(mine.ids.groupId);
  });

  test.each(['', ' ', 'a\nb', 'x'.repeat(201)])('that reads %j is refused', async (key) => {
    await expect(make(person, 'Bad key', key)).rejects.toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['idempotencyKey'] }] });
  });
});

test('calls without a key have an effect each', async () => {
  const results = [await make(person, 'Free 1', null), await make(person, 'Free 2', null)];
  expect(results.map((result) => result.repeated)).toEqual([false, false]);
  expect([await named('Free 1'), await named('Free 2')]).toEqual([1, 1]);
});
