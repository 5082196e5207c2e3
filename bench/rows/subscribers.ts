import type { Heard } from '../load/subscribing.ts';
import { type Memory, memoryOf, observable } from '../measure/memory.ts';
import { inTurns } from '../measure/turns.ts';
import { compare, type Finding, type Row, type Stage } from '../row.ts';
import { type Audience, subscribe } from '../stage/audience.ts';
import { startProduct } from '../stage/product.ts';
import { copyFor, writingPeer } from '../stage/shared.ts';

const ms = (value: number) => `${value.toFixed(1)} ms`;
const kB = (value: number) => `${(value / 1_024).toFixed(1)} kB`;

export const subscribers: Row = {
  name: 'subscribers',
  title: 'one event to everybody who watches, and what each costs',
  measure: async (stage) => {
    const found: Finding[] = [];
    for (const count of stage.quick ? [1_000] : [1_000, 5_000, 10_000]) found.push(...(await measureCount(stage, count)));
    return found;
  },
};

async function measureCount(stage: Stage, count: number): Promise<Finding[]> {
  await using stack = new AsyncDisposableStack();
  const [mine, theirs] = [await copyFor(stage, 'product'), await copyFor(stage, 'peers')];
  const servers = {
    product: stack.use(await startProduct({ ...stage.postgres.env(mine.database), ...observable })),
    bare: stack.use(await writingPeer(stage, 'broadcast', observable)),
    stock: stack.use(await writingPeer(stage, 'stock', observable)),
  };
  const audiences = {} as Record<keyof typeof servers, Audience>;
  const memory = {} as Record<keyof typeof servers, number[][]>;
  for (const name of ['product', 'bare', 'stock'] as const) {
    const few = await subscribe(servers[name], name === 'product' ? mine : theirs, 10, { bare: name === 'bare' });
    await few[Symbol.asyncDispose]();
    const before = await memoryOf(servers[name]);
    audiences[name] = stack.use(await subscribe(servers[name], name === 'product' ? mine : theirs, count, { bare: name === 'bare' }));
    memory[name] = perSubscriber(before, await memoryOf(servers[name]), count);
  }
  const heard = await inTurns(stage.quick ? 7 : 15, {
    product: () => audiences.product.tell(),
    bare: () => audiences.bare.tell(),
    stock: () => audiences.stock.tell(),
  });
  requireSameLength(heard);
  return [...timeFindings(count, heard), ...memoryFindings(count, memory)];
}

/** What each subscriber costs: what is held, and what the system gave. */
const perSubscriber = (before: Memory, after: Memory, count: number): number[][] => [
  [(after.held - before.held) / count],
  [(after.resident - before.resident) / count],
];

function requireSameLength({ product, ...peers }: Record<string, Heard[]>): void {
  const length = product?.[0]?.bytes ?? 0;
  for (const [name, [heard]] of Object.entries(peers)) {
    if (Math.abs((heard?.bytes ?? 0) - length) > 0.1 * length) throw new Error(`${name} sends ${heard?.bytes} bytes, the product ${length}.`);
  }
}

function timeFindings(count: number, heard: Record<string, Heard[]>): Finding[] {
  const row = `event to ${count.toLocaleString('en')}`;
  const spread = (name: string) => (heard[name] ?? []).map(({ first, last }) => last - first);
  const whole = (name: string) => (heard[name] ?? []).map(({ last }) => last);
  return [
    compare({ row, against: 'bare ws: first to last', goal: { atMost: 1 } }, spread('product'), spread('bare'), ms),
    compare({ row, against: 'bare ws: change to last', goal: null }, whole('product'), whole('bare'), ms),
    compare({ row, against: 'Yoga with graphql-ws: change to last', goal: { atMost: 0.25 } }, whole('product'), whole('stock'), ms),
  ];
}

function memoryFindings(count: number, memory: Record<string, number[][]>): Finding[] {
  const row = `a subscriber of ${count.toLocaleString('en')}`;
  return [
    compare({ row, against: 'bare ws: memory held', goal: { atMost: 1 } }, memory.product?.[0] ?? [], memory.bare?.[0] ?? [], kB),
    compare({ row, against: 'bare ws: memory resident', goal: { atMost: 1 } }, memory.product?.[1] ?? [], memory.bare?.[1] ?? [], kB),
    compare({ row, against: 'Yoga with graphql-ws: memory held', goal: null }, memory.product?.[0] ?? [], memory.stock?.[0] ?? [], kB),
  ];
}
