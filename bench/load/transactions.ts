/** The program that writes: the product's own transactions and its sequencer, without the API in front of them. */
import { and, eq } from 'drizzle-orm';
import { connect } from '../../src/db/client.ts';
import { groups } from '../../src/db/tables/directory.ts';
import { type Ctx, systemCtx, tx } from '../../src/modules/context.ts';
import { makeServer } from '../../test/support/modules.ts';
import { nthId } from '../stage/fill.ts';
import { secret } from '../stage/secret.ts';

export interface Writing {
  workspaceId: string;
  /** Whether each transaction has an event. */
  logged: boolean;
  connections: number;
  seconds: number;
}

const poolSize = 32;
const { db } = connect(process.env.DATABASE_URL as string, { max: poolSize });
const server = makeServer(db, { secret });

process.on('message', (writing: Writing) => {
  write(writing).then(
    (done) => process.send?.({ done }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});

/** @returns how many transactions a second; those with an event count once it is numbered */
async function write({ workspaceId, logged, connections, seconds }: Writing): Promise<number> {
  const ctx = systemCtx(server, workspaceId);
  const started = performance.now();
  const end = started + seconds * 1_000;
  let done = 0;
  const writeOn = async (_: unknown, i: number) => {
    // Each its own rows: what is measured is the log, not who waits for whom.
    for (let turn = i; performance.now() < end; turn += connections) {
      await change(ctx, workspaceId, nthId('grp', 1 + (turn % 200)), logged);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, writeOn));
  await server.sequencer.idle();
  return done / ((performance.now() - started) / 1_000);
}

const change = (ctx: Ctx, workspaceId: string, groupId: string, logged: boolean) =>
  tx(ctx, async (ctx) => {
    await ctx.db
      .update(groups)
      .set({ updatedAt: ctx.clock.now() })
      .where(and(eq(groups.workspaceId, workspaceId), eq(groups.id, groupId)));
    if (logged) ctx.emit(workspaceId, { type: 'group.updated', payload: { groupId, fields: ['description'] } });
  });
