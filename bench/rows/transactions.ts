import type { Writing } from '../load/transactions.ts';
import { startWorker } from '../load/worker.ts';
import { inTurns } from '../measure/turns.ts';
import { compare, type Row } from '../row.ts';
import { copyFor } from '../stage/shared.ts';

const connections = 32;

export const transactions: Row = {
  name: 'transactions',
  title: 'transactions with an event each, in one organisation, 32 at a time',
  measure: async (stage) => {
    const { workspaceId, database } = await copyFor(stage, 'product');
    await using writer = startWorker<Writing, number>('transactions', stage.postgres.env(database));
    const write = (logged: boolean, seconds = stage.seconds) => writer.tell({ workspaceId, logged, connections, seconds });
    for (const logged of [true, false]) await write(logged, stage.warmUp);
    const found = await inTurns(stage.rounds, { logged: () => write(true), bare: () => write(false) });
    const of = { row: 'transactions', against: 'the same without an event', goal: { atLeast: 0.7 } };
    return [compare(of, found.logged, found.bare, (n) => `${n.toFixed(0)}/s`)];
  },
};
