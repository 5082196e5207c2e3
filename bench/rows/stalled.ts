import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inTurns } from '../measure/turns.ts';
import { compare, type Row } from '../row.ts';
import { subscribe } from '../stage/audience.ts';
import { copyOf, type Organisation, organisationOf } from '../stage/organisation.ts';
import type { Postgres } from '../stage/postgres.ts';
import { startProduct } from '../stage/product.ts';
import type { Served } from '../stage/programs.ts';
import { writtenProduct } from '../stage/shared.ts';

const count = 1_000;
// 2 MB for each: more than the system keeps for a socket that nobody reads.
const large = { events: 100, bytes: 20_000 };

export const stalled: Row = {
  name: 'stalled',
  title: 'one event to 1,000 subscribers, with and without 1,000 others that read nothing',
  measure: async (stage) => {
    await using stack = new AsyncDisposableStack();
    const alone = await writtenProduct(stage);
    const mine = stack.use(await copyOf(stage.postgres, await organisationOf(stage.postgres, stage.people)));
    const product = stack.use(await startProduct(stage.postgres.env(mine.database)));
    stack.use(await subscribe(product, mine, count, { stalled: true }));
    {
      await using one = await subscribe(product, mine, 1);
      await writeLarge(stage.postgres, mine);
      await one.tell();
      await untilStalled(product);
    }
    const audiences = {
      among: stack.use(await subscribe(product, mine, count)),
      alone: stack.use(await subscribe(alone.server, alone.organisation, count)),
    };
    const found = await inTurns(stage.quick ? 7 : 15, {
      among: async () => (await audiences.among.tell()).last,
      alone: async () => (await audiences.alone.tell()).last,
    });
    const of = { row: 'stalled', against: 'without the 1,000 that read nothing: change to last', goal: { atMost: 1.1 } };
    return [compare(of, found.among, found.alone, (ms) => `${ms.toFixed(1)} ms`)];
  },
};

/** Events larger than any that the API makes, so that few fill a socket. The next change wakes the sequencer for them. */
async function writeLarge(postgres: Postgres, { database, workspaceId }: Organisation): Promise<void> {
  const sql = postgres.open(database);
  await sql`
    insert into event_outbox (workspace_id, type, actor, payload, occurred_at)
    select ${workspaceId}, 'user.updated', 'system', jsonb_build_object('fields', jsonb_build_array(repeat('x', ${large.bytes}))), now()
    from generate_series(1, ${large.events})`;
  await sql.end();
}

/** Waits until nothing more can be sent to most of them. @throws Error where that does not come */
async function untilStalled({ address }: Served): Promise<void> {
  // Only Linux says it.
  if (process.platform !== 'linux') return delay(5_000);
  const port = Number(new URL(address).port).toString(16).toUpperCase().padStart(4, '0');
  for (let tries = 0; tries < 100; tries += 1) {
    const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/));
    // proc(5): the second field is the local address, the fifth the bytes that wait.
    const waiting = lines.filter(([, local = '', , , queues = '']) => local.endsWith(`:${port}`) && !queues.startsWith('00000000'));
    if (waiting.length >= 0.9 * count) return;
    await delay(100);
  }
  throw new Error('The sockets that read nothing still take what is sent.');
}
