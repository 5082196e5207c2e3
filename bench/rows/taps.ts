import type { TapOrder, Tapped, TapServer } from '../load/taps.ts';
import { startWorker, type Worker } from '../load/worker.ts';
import { inTurns } from '../measure/turns.ts';
import { compare, type Finding, type Row } from '../row.ts';
import { writingPeer, writtenProduct } from '../stage/shared.ts';

// An agent may say 600 things a minute, and a tap takes two.
const agents = 50;

const names = { graphile: 'graphile-worker', boss: 'pg-boss' } as const;

export const taps: Row = {
  name: 'taps',
  title: 'a tap from its request to the acknowledged answer, through server and agent',
  measure: async (stage) => {
    await using stack = new AsyncDisposableStack();
    const { server: product, organisation } = await writtenProduct(stage);
    const { workspaceId, token } = organisation;
    const servers: Record<string, TapServer> = {
      product: { kind: 'product', address: product.address, publicUrl: product.publicUrl, workspaceId, token },
    };
    for (const queue of Object.keys(names)) {
      const { address } = stack.use(await writingPeer(stage, 'taps', { QUEUE: queue }));
      servers[queue] = { kind: 'queue', address, token };
    }
    const workers: Record<string, Worker<TapOrder, Tapped>> = {};
    for (const [name, stand] of Object.entries(servers)) {
      workers[name] = stack.use(startWorker<TapOrder, Tapped>('taps'));
      await workers[name].tell({ stand, agents });
    }
    const measured = (agentsAtOnce: number, seconds: number) =>
      Object.fromEntries(Object.entries(workers).map(([name, worker]) => [name, () => worker.tell({ agentsAtOnce, seconds })]));
    await inTurns(1, measured(agents, stage.warmUp));
    // Shorter than the others' loads: an agent's words are counted.
    const seconds = Math.min(stage.seconds, 2);
    const busy = await inTurns(stage.rounds, measured(agents, seconds));
    const idle = await inTurns(stage.rounds, measured(1, Math.min(stage.seconds, 1)));
    return findings(busy, idle);
  },
};

function findings(busy: Record<string, Tapped[]>, idle: Record<string, Tapped[]>): Finding[] {
  const of = (found: Record<string, Tapped[]>, name: string, what: keyof Tapped) => (found[name] ?? []).map((tapped) => tapped[what]);
  return Object.entries(names).flatMap(([queue, name]) => [
    compare(
      { row: 'taps', against: `${name}: taps a second, 50 PCs`, goal: { atLeast: 1 } },
      of(busy, 'product', 'perSecond'),
      of(busy, queue, 'perSecond'),
      (n) => `${n.toFixed(0)}/s`,
    ),
    compare(
      { row: 'taps', against: `${name}: one tap, idle`, goal: { atMost: 1 } },
      of(idle, 'product', 'p50'),
      of(idle, queue, 'p50'),
      (n) => `${n.toFixed(1)} ms`,
    ),
  ]);
}
