import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groups } from '../../src/db/tables/directory.ts';
import { eventOutbox } from '../../src/db/tables/events.ts';
import { type Ctx, tx } from '../../src/modules/context.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { makeServer, newWorkspace } from '../support/modules.ts';
import { something } from './log.ts';

// One connection, so that what is prepared on it is known.
let database: TestDatabase;
let quiet: Ctx;
let workspaceId: string;
beforeAll(async () => {
  database = await testDatabase({ max: 1 });
  const { workspace, system } = await newWorkspace(makeServer(database.db));
  workspaceId = workspace.id;
  // Nothing is numbered, so that the outbox tells what was written.
  quiet = { ...system, sequencer: Object.assign(Object.create(system.sequencer), { wake: () => {} }) };
});
afterAll(async () => {
  quiet.hub.stop();
  await database.end();
});

let effects = 0;

/** Makes a group and tells of it. */
const change = (id: string) =>
  tx(quiet, async (ctx) => {
    const now = ctx.clock.now();
    await ctx.db.insert(groups).values({ workspaceId, id, name: id, createdAt: now, updatedAt: now });
    ctx.emit(workspaceId, something(id));
    ctx.afterCommit(() => {
      effects += 1;
    });
  });

/** Whether a change is there, and its event. */
async function kept(id: string): Promise<{ change: boolean; event: boolean }> {
  const rows = await database.db.select().from(groups).where(eq(groups.id, id));
  const told = await database.db.select().from(eventOutbox).where(eq(eventOutbox.workspaceId, workspaceId));
  return { change: rows.length > 0, event: told.some(({ payload }) => payload.groupId === id) };
}

test('a statement that is prepared no more, as behind some poolers, costs a transaction and never half of one', async () => {
  for (let i = 0; i < 6; i += 1) await change(`grp_before_${i}`);
  const names = await database.sql`select name, statement from pg_prepared_statements`;
  for (const table of ['event_outbox', 'groups']) {
    const prepared = names.find(({ statement }) => statement.startsWith(`insert into "${table}"`));
    expect(prepared).toBeDefined();
    await database.sql.unsafe(`deallocate "${prepared?.name}"`);
    const before = effects;
    const done = await change(`grp_${table}`).then(
      () => true,
      () => false,
    );
    expect(await kept(`grp_${table}`)).toEqual({ change: done, event: done });
    expect(effects - before).toBe(done ? 1 : 0);
  }
  await change('grp_after');
  expect(await kept('grp_after')).toEqual({ change: true, event: true });
});

test('texts that come three times are prepared, however many others come once', async () => {
  const { db } = database;
  for (let i = 0; i < 50; i += 1) await db.execute(sql`select ${i}::int as ${sql.raw(`once_${i}`)}`);
  for (let i = 0; i < 5; i += 1)
    await db
      .select({ id: groups.id })
      .from(groups)
      .where(eq(groups.name, `again ${i}`));
  const kept = await database.sql`select statement from pg_prepared_statements`;
  expect(kept.filter(({ statement }) => statement.includes('as once_'))).toEqual([]);
  expect(kept.filter(({ statement }) => statement.startsWith('select "id" from "groups" where "groups"."name"'))).toHaveLength(1);
});
