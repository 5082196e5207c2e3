/** The program that asks for taps, and that plays the agents which answer them. */
import { quantile } from '../measure/statistics.ts';
import { productAgents } from './tapAgents/product.ts';
import { queueAgents } from './tapAgents/queue.ts';

export type TapServer =
  | { kind: 'product'; address: string; publicUrl: string; workspaceId: string; token: string }
  | { kind: 'queue'; address: string; token: string };

export type TapOrder = { stand: TapServer; agents: number } | { agentsAtOnce: number; seconds: number };

/** How taps went: how many a second, and how many milliseconds from the request to the acknowledged answer. */
export interface Tapped {
  perSecond: number;
  p50: number;
}

/** An agent: asks for a tap at its reader, answers it, and resolves once the answer is acknowledged. */
export interface TapAgent {
  tap(): Promise<void>;
}

let standing: TapAgent[] = [];

process.on('message', (order: TapOrder) => {
  obey(order).then(
    (done) => process.send?.({ done }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});

async function obey(order: TapOrder): Promise<Tapped | null> {
  if ('stand' in order) {
    standing = order.stand.kind === 'product' ? await productAgents(order.stand, order.agents) : await queueAgents(order.stand, order.agents);
    return null;
  }
  const took: number[] = [];
  const started = performance.now();
  const end = started + order.seconds * 1_000;
  const tapOn = async (agent: TapAgent) => {
    for (let now = started; now < end; ) {
      await agent.tap();
      const then = performance.now();
      took.push(then - now);
      now = then;
    }
  };
  await Promise.all(standing.slice(0, order.agentsAtOnce).map(tapOn));
  const perSecond = took.length / ((performance.now() - started) / 1_000);
  return {
    perSecond,
    p50: quantile(
      took.toSorted((a, b) => a - b),
      0.5,
    ),
  };
}
