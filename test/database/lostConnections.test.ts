import { createServer, connect as dial, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openPool } from '../../src/db/client.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { waitFor } from '../support/waitFor.ts';

/** A way to PostgreSQL that can be cut. */
class Line {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  /** Whether nobody is at the other end: who comes is let in and sent away. */
  isDead = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(postgres: NetConnectOpts): Promise<Line> {
    const line = new Line(createServer((near) => line.#join(near, dial(postgres))));
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  #join(near: Socket, far: Socket): void {
    if (this.isDead) near.end();
    this.#ends.add(near);
    near.on('close', () => {
      this.#ends.delete(near);
      far.destroy();
    });
    far.on('close', () => near.destroy());
    for (const end of [near, far]) end.on('error', () => {});
    near.pipe(far).pipe(near);
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Resets each connection, as when a machine fails. */
  reset(): void {
    for (const end of this.#ends) end.resetAndDestroy();
  }

  /** Closes each connection. */
  close(): void {
    for (const end of this.#ends) end.end();
  }

  async stop(): Promise<void> {
    this.reset();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let database: TestDatabase;
let line: Line;
beforeAll(async () => {
  database = await testDatabase({ empty: true, max: 2 });
  const { path, host, port } = database.sql.options;
  line = await Line.to(path ? { path } : { host: host[0], port: port[0] ?? 0 });
  await database.sql`create table kept (word text)`;
});
beforeEach(() => database.sql`truncate kept`);
afterAll(async () => {
  await line.stop();
  await database.end();
});

/** A pool whose connections go over the line. */
function pool(max: number): Sql {
  const { connection } = database;
  const overLine =
    typeof connection === 'string'
      ? Object.assign(new URL(connection), { hostname: '127.0.0.1', port: String(line.port) }).href
      : { ...connection, host: '127.0.0.1', port: line.port };
  const sql = openPool(overLine, { max, connection: { application_name: 'over the line' } });
  onTestFinished(() => sql.end({ timeout: 1 }));
  return sql;
}

const words = async (): Promise<string[]> => (await database.sql`select word from kept order by word`).map(({ word }) => word);

/** Waits until a statement on the line sleeps. */
const sleeping = () =>
  waitFor(async () => {
    const [found] = await database.sql`select 1 from pg_stat_activity where application_name = 'over the line' and wait_event = 'PgSleep'`;
    return found;
  });

/** Ends the sessions on the line: PostgreSQL does not notice that a client is gone while a statement sleeps. */
const endSessions = (wait = 5_000) =>
  database.sql`select pg_terminate_backend(pid, ${wait}) from pg_stat_activity where application_name = 'over the line'`;

const ways: [string, () => unknown][] = [
  ['PostgreSQL ends the session', () => endSessions(0)],
  ['the line is reset', () => line.reset()],
  ['the line is closed', () => line.close()],
];

describe.each(ways)('when %s', (_, lose) => {
  test('in the midst of a transaction’s statement, the next call is served, each time', async () => {
    const sql = pool(1);
    for (let round = 1; round <= 5; round += 1) {
      const lost = expect(sql.begin(async (tx) => [await tx`insert into kept values ('lost')`, await tx`select pg_sleep(60)`])).rejects.toThrow();
      await sleeping();
      await lose();
      await lost;
      await endSessions();
      expect(await sql`select ${round}::int as round`).toEqual([{ round }]);
    }
    expect(await words()).toEqual([]);
  });

  test('while a transaction does something else, nothing of it runs in another one', async () => {
    const sql = pool(1);
    for (let round = 1; round <= 5; round += 1) {
      const begun = Promise.withResolvers<void>();
      const other = Promise.withResolvers<void>();
      const after = Promise.withResolvers<unknown>();
      const lost = sql.begin(async (tx) => {
        await tx`insert into kept values ('before')`;
        begun.resolve();
        await other.promise;
        const late = await tx`insert into kept values ('late')`.catch((error) => error);
        after.resolve(late);
      });
      const refused = expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
      await begun.promise;
      await lose();
      await refused;
      await endSessions();
      const next = sql.begin(async (tx) => {
        await tx`insert into kept values ('next')`;
        other.resolve();
        expect(await after.promise).toMatchObject({ code: 'CONNECTION_CLOSED' });
        await delay(20);
        await tx`insert into kept values ('next')`;
        throw new Error('taken back');
      });
      await expect(next).rejects.toThrow('taken back');
      expect(await words()).toEqual([]);
    }
  });

  test('what a transaction sent at once is all refused', async () => {
    const sql = pool(1);
    const sent: Promise<unknown>[] = [];
    const lost = sql.begin((tx) => {
      sent.push(...[60, 1, 1].map((seconds) => tx`select pg_sleep(${seconds})`));
      return Promise.all(sent);
    });
    const refused = expect(lost).rejects.toThrow();
    await sleeping();
    await lose();
    await refused;
    await endSessions();
    expect((await Promise.allSettled(sent)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  });

  test('again and again under load, every call ends, and every connection comes back', async () => {
    const sql = pool(4);
    let going = true;
    const counts = { done: 0, refused: 0 };
    const load = async (call: () => Promise<unknown>) => {
      while (going) {
        await call().then(
          () => {
            counts.done += 1;
          },
          () => {
            counts.refused += 1;
          },
        );
        // Few calls at a time, so that connections also wait for the next.
        if (counts.done % 3 === 0) await delay(1);
      }
    };
    const statement = () => sql`select ${'some'}::text as word`;
    const transaction = () =>
      sql.begin(async (tx: TransactionSql) => {
        await tx`insert into kept values (${'kept'})`;
        if (Math.random() < 0.3) await delay(2);
        await tx.unsafe('select $1::int', [1]);
      });
    const workers = [statement, transaction, transaction, statement, transaction, transaction].map(load);
    for (let round = 1; round <= 15; round += 1) {
      const before = counts.done;
      await waitFor(() => counts.done >= before + 30);
      await lose();
    }
    going = false;
    await Promise.all(workers);
    expect(counts.refused).toBeGreaterThan(0);
    const pids = await Promise.all([1, 2, 3, 4].map(() => sql`select pg_backend_pid() as pid, pg_sleep(0.2)`));
    expect(new Set(pids.map(([row]) => row?.pid)).size).toBe(4);
  });
});

test('a line that lets in and sends away at once refuses a call, and serves once somebody is there', async () => {
  const sql = pool(1);
  line.isDead = true;
  onTestFinished(() => {
    line.isDead = false;
  });
  for (let tries = 1; tries <= 3; tries += 1) await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  line.isDead = false;
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
});

test('a statement that PostgreSQL knows no more is sent again with what it was given', async () => {
  const sql = pool(1);
  const bytes = Buffer.from([10, 255]);
  const ask = () => sql`select ${true}::boolean as yes, ${bytes}::bytea as bytes`;
  for (let round = 1; round <= 3; round += 1) {
    expect(await ask()).toEqual([{ yes: true, bytes }]);
    await sql.unsafe('deallocate all');
  }
});

test('a statement that cannot be written is refused itself, and nobody else', async () => {
  const sql = pool(1);
  await sql`select 0`;
  const before = sql`select pg_sleep(0.05), 1 as one`;
  const wrong = sql`select ${undefined as unknown as string}::text`;
  const after = sql`select 2 as two`;
  const ends = await Promise.allSettled([before, wrong, after]);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
