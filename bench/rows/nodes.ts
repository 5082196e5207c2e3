import { inTurns } from '../measure/turns.ts';
import { compare, type Row } from '../row.ts';
import { subscribe } from '../stage/audience.ts';
import { startNats } from '../stage/broker.ts';
import { startProduct } from '../stage/product.ts';
import { copyFor, writingPeer } from '../stage/shared.ts';

const ms = (value: number) => `${value.toFixed(1)} ms`;

export const nodes: Row = {
  name: 'nodes',
  title: 'a change at one node, heard at another',
  measure: async (stage) => {
    await using stack = new AsyncDisposableStack();
    const { url } = stack.use(await startNats());
    const mine = await copyFor(stage, 'product');
    const env = { ...stage.postgres.env(mine.database), BUS_URL: url };
    const products = [stack.use(await startProduct(env)), stack.use(await startProduct(env))] as const;
    const startBare = () => writingPeer(stage, 'broadcast', { BUS_URL: url });
    const peers = [stack.use(await startBare()), stack.use(await startBare())] as const;
    const there = stack.use(await subscribe(products[1], mine, 1, { changedAt: products[0] }));
    const here = stack.use(await subscribe(products[0], mine, 1));
    const bare = stack.use(await subscribe(peers[1], mine, 1, { changedAt: peers[0], bare: true }));
    const found = await inTurns(stage.quick ? 30 : 200, {
      product: async () => (await there.tell()).last,
      bare: async () => (await bare.tell()).last,
      here: async () => (await here.tell()).last,
    });
    return [
      compare({ row: 'another node', against: 'bare node:http and NATS, same change', goal: null }, found.product, found.bare, ms),
      compare({ row: 'another node', against: 'the node of the change', goal: null }, found.product, found.here, ms),
    ];
  },
};
