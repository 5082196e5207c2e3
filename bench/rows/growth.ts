import type { Asked } from '../load/asking.ts';
import { inTurns } from '../measure/turns.ts';
import { compare, type Finding, type Row } from '../row.ts';
import type { Organisation } from '../stage/organisation.ts';
import { asking, pagesOf } from '../stage/reads.ts';
import { readProduct } from '../stage/shared.ts';

// As many as one node on one core serves without a queue: with more, what is compared is how long they wait.
const connections = 4;

export const growth: Row = {
  name: 'growth',
  title: 'the same with a hundred times as many people',
  measure: async (stage) => {
    const [small, large] = stage.quick ? [10_000, 100_000] : [10_000, 1_000_000];
    const sizes = { small: await readProduct(stage, small), large: await readProduct(stage, large) };
    const findings: Finding[] = [];
    const asked = { 'a page': pagesOf, 'one person': (organisation: Organisation) => asking('product', 'person', organisation) };
    for (const [what, askingOf] of Object.entries(asked)) {
      const load = (size: keyof typeof sizes, seconds: number, atLeast = 0) => {
        const { server, organisation } = sizes[size];
        return stage.loader.tell({ ...askingOf(organisation), address: server.address, connections, seconds, atLeast });
      };
      for (const size of ['small', 'large'] as const) await load(size, stage.warmUp, stage.warmUpRequests);
      const found = await inTurns(stage.rounds, { large: () => load('large', stage.seconds), small: () => load('small', stage.seconds) });
      const p50 = (asked: Asked[]) => asked.map((one) => one.p50);
      const of = { row: 'growth', against: `${what}: ${large.toLocaleString('en')} people to ${small.toLocaleString('en')}`, goal: { atMost: 1.2 } };
      findings.push(compare(of, p50(found.large), p50(found.small), (ms) => `${ms.toFixed(1)} ms`));
    }
    return findings;
  },
};
