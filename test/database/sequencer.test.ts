import { asc, eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import type { Db } from '../../src/db/handle.ts';
import { eventCheckpoints, eventOutbox } from '../../src/db/tables/events.ts';
import { tx } from '../../src/modules/context.ts';
import { type Bus, memoryBus } from '../../src/modules/events/bus.ts';
import { checkpointSignature } from '../../src/modules/events/chain.ts';
import { Sequencer } from '../../src/modules/events/sequencer.ts';
import { stillClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';
import { makeServer, newSecret, newWorkspace } from '../support/modules.ts';
import { happen, happenTimes, range, something, verifiedLog } from './log.ts';

const database = await testDatabase({ max: 24 });
afterAll(() => database.end());

const waiting = (workspaceId: string) => database.db.select().from(eventOutbox).where(eq(eventOutbox.workspaceId, workspaceId));
const marks = (workspaceId: string) =>
  database.db.select().from(eventCheckpoints).where(eq(eventCheckpoints.workspaceId, workspaceId)).orderBy(asc(eventCheckpoints.number));

/** A node of one installation, with the numbers that it published and the errors that it logged. */
function node(secret: string) {
  const memory = memoryBus();
  const errors: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void errors.push(line) });
  const published: number[] = [];
  const bus: Bus = {
    ...memory,
    publish: (workspaceId, message) => {
      if ('events' in message) published.push(...message.events.map((event) => event.number));
      memory.publish(workspaceId, message);
    },
  };
  const server = makeServer(database.db, { bus, log, secret });
  afterAll(() => server.hub.stop());
  return { server, published, errors };
}

test('200 transactions at once, some rolled back, leave a log without a gap that holds what was committed', async () => {
  const { server, published } = node(newSecret());
  const { workspace, system } = await newWorkspace(server);
  const committed: string[] = [];
  const attempts = Array.from({ length: 200 }, async (_, i) => {
    const ids = Array.from({ length: 1 + (i % 3) }, (_, n) => `grp_${i}_${n}`);
    const rollsBack = Math.random() < 0.3;
    await tx(system, async (ctx) => {
      for (const id of ids) ctx.emit(workspace.id, something(id));
      await ctx.db.execute('select pg_sleep(random() * 0.01)');
      if (rollsBack) throw new Error('rolled back');
    }).then(
      () => committed.push(...ids),
      () => {},
    );
  });
  await Promise.all(attempts);
  await server.sequencer.idle();

  const log = await verifiedLog(database.db, server.vault, workspace.id);
  expect(log[0]?.type).toBe('workspace.created');
  expect(
    log
      .slice(1)
      .map((event) => event.payload.groupId)
      .toSorted(),
  ).toEqual(committed.toSorted());
  // What one transaction told keeps its order.
  const places = new Map(log.map(({ payload, number }) => [payload.groupId, number]));
  for (const id of committed.filter((id) => !id.endsWith('_0'))) {
    const before = id.replace(/\d$/, (n) => String(Number(n) - 1));
    expect(places.get(before)).toBeLessThan(places.get(id) as number);
  }
  expect(published).toEqual(range(1, log.length));
  expect(await waiting(workspace.id)).toEqual([]);
});

test('a transaction that saw another’s effect comes after it in the log', async () => {
  const { server } = node(newSecret());
  const { workspace, system } = await newWorkspace(server);
  let seen = 0;
  const chain = async (line: number) => {
    for (let i = 0; i < 10; i += 1) {
      await tx(system, async (ctx) => {
        ctx.emit(workspace.id, { type: 'group.updated', payload: { groupId: `grp_${line}`, fields: [String(seen)] } });
        await ctx.db.execute('select 1');
      });
      seen += 1;
    }
  };
  await Promise.all(range(1, 12).map(chain));
  await server.sequencer.idle();
  const log = await verifiedLog(database.db, server.vault, workspace.id);
  for (const [i, event] of log.slice(1).entries()) {
    const [before] = event.payload.fields as string[];
    // So many had committed when it began: at least these stand before it.
    expect(i).toBeGreaterThanOrEqual(Number(before));
  }
});

test('a transaction that had told already when it saw another’s effect comes after it too', async () => {
  const { server } = node(newSecret());
  const { workspace, system } = await newWorkspace(server);
  // Both have committed before anything is numbered.
  const unwoken = { ...system, sequencer: Object.assign(Object.create(server.sequencer), { wake: () => {} }) };
  const [told, other] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const late = tx(unwoken, async (ctx) => {
    ctx.emit(workspace.id, something('grp_late'));
    await ctx.db.execute('select 1');
    told.resolve();
    await other.promise;
  });
  await told.promise;
  await tx(unwoken, async (ctx) => ctx.emit(workspace.id, something('grp_early')));
  other.resolve();
  await late;
  server.sequencer.wake(workspace.id);
  await server.sequencer.idle();
  const log = await verifiedLog(database.db, server.vault, workspace.id);
  expect(log.slice(1).map(({ payload }) => payload.groupId)).toEqual(['grp_early', 'grp_late']);
});

test('two nodes on one workspace give each event one number, and publish it once', async () => {
  const secret = newSecret();
  const [one, two] = [node(secret), node(secret)];
  const { workspace, system } = await newWorkspace(one.server);
  const other = { ...system, ...two.server };
  await Promise.all(
    range(1, 120).map((i) =>
      tx(i % 2 ? system : other, async (ctx) => {
        ctx.emit(workspace.id, something(`grp_${i}`));
        ctx.emit(workspace.id, something(`grp_${i}`));
      }),
    ),
  );
  await Promise.all([one.server.sequencer.idle(), two.server.sequencer.idle()]);
  const log = await verifiedLog(database.db, one.server.vault, workspace.id);
  expect(log).toHaveLength(241);
  expect([...one.published, ...two.published].toSorted((a, b) => a - b)).toEqual(range(1, 241));
  for (const { published, errors } of [one, two]) {
    expect(published).toEqual(published.toSorted((a, b) => a - b));
    // They took turns: neither ran into the other's numbers and had to try again.
    expect(errors).toEqual([]);
  }
});

test('what a node left behind when it died is numbered by the next that starts', async () => {
  const secret = newSecret();
  const { server } = node(secret);
  const { workspace, system } = await newWorkspace(server);
  // It commits, and is gone before it could number.
  const dying = { ...system, sequencer: Object.assign(Object.create(Sequencer.prototype), { wake: () => {} }) as Sequencer };
  await tx(dying, async (ctx) => ctx.emit(workspace.id, something('grp_left')));
  expect(await waiting(workspace.id)).toHaveLength(1);

  const next = node(secret);
  await next.server.sequencer.wakeAll();
  await next.server.sequencer.idle();
  const log = await verifiedLog(database.db, next.server.vault, workspace.id);
  expect(log.at(-1)?.payload).toEqual({ groupId: 'grp_left' });
  expect(await waiting(workspace.id)).toEqual([]);
});

test('a node that stands still at its turn is cut off, and another one goes on', async () => {
  const secret = newSecret();
  const { server, published } = node(secret);
  const { workspace, system } = await newWorkspace(server);
  const atItsTurn = Promise.withResolvers<void>();
  const stands: Db = Object.assign(Object.create(database.db), {
    transaction: <T>(work: (tx: Db) => Promise<T>) =>
      database.db.transaction(async (tx) => {
        await work(tx);
        atItsTurn.resolve();
        return new Promise<T>(() => {});
      }),
  });
  const { clock, vault } = server;
  const still = new Sequencer({ db: stands, clock, vault, bus: memoryBus(), log: pino({ level: 'silent' }), patience: 100 });
  await tx({ ...system, sequencer: still }, async (ctx) => ctx.emit(workspace.id, something('grp_1')));
  await atItsTurn.promise;

  await happen(system, workspace.id, something('grp_2'));
  const told = await verifiedLog(database.db, vault, workspace.id);
  expect(told.slice(1).map((event) => event.payload.groupId)).toEqual(['grp_1', 'grp_2']);
  expect(published).toEqual([1, 2, 3]);
});

test('a run that failed is told in the log and made up by the next', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) });
  const server = makeServer(database.db, { log });
  const { workspace, system } = await newWorkspace(server);
  await database.sql`alter table events rename to events_away`;
  try {
    await happen(system, workspace.id, something('grp_1'));
  } finally {
    await database.sql`alter table events_away rename to events`;
  }
  expect(lines.join('')).toContain('the log could not be written');
  await happen(system, workspace.id, something('grp_2'));
  const told = await verifiedLog(database.db, server.vault, workspace.id);
  expect(told.slice(1).map((event) => event.payload.groupId)).toEqual(['grp_1', 'grp_2']);
  server.hub.stop();
});

test('workspaces have their own numbers and their own chain', async () => {
  const { server } = node(newSecret());
  const [one, two] = [await newWorkspace(server), await newWorkspace(server)];
  await Promise.all([happenTimes(one.system, one.workspace.id, 30), happenTimes(two.system, two.workspace.id, 20)]);
  const logs = await Promise.all([one, two].map(({ workspace }) => verifiedLog(database.db, server.vault, workspace.id)));
  expect(logs.map((log) => log.length)).toEqual([31, 21]);
  await expect(verifiedLog(database.db, makeServer(database.db).vault, one.workspace.id)).rejects.toThrow('LATCHKEY_SECRET');
});

test('a signed checkpoint comes with the first event, every 1,000 events and every hour', async () => {
  const clock = stillClock();
  const server = makeServer(database.db, { clock });
  const { workspace, system } = await newWorkspace(server);
  expect((await marks(workspace.id)).map((mark) => mark.number)).toEqual([1]);
  clock.advance(3_599_999);
  await happenTimes(system, workspace.id, 1);
  expect(await marks(workspace.id)).toHaveLength(1);
  clock.advance(1);
  await happenTimes(system, workspace.id, 1);
  expect((await marks(workspace.id)).map((mark) => mark.number)).toEqual([1, 3]);
  await happenTimes(system, workspace.id, 1_100);

  const log = await verifiedLog(database.db, server.vault, workspace.id);
  const made = await marks(workspace.id);
  expect(made).toHaveLength(3);
  expect(made[2]?.number).toBeGreaterThanOrEqual(1_000);
  const key = await server.vault.key(database.db, workspace.id, 'LOG');
  for (const { number, mac, signature } of made) {
    expect(mac).toEqual(log[number - 1]?.mac);
    expect(signature).toEqual(checkpointSignature(key, workspace.id, number, mac));
  }
  server.hub.stop();
});
