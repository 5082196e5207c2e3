/** The program that asks: in a process of its own, so that it shares no event loop with a server. Told what to do by its parent. */
import { Pool } from 'undici';
import { quantile } from '../measure/statistics.ts';
import type { Asked, Asking } from './asking.ts';

const pools = new Map<string, Pool>();

process.on('message', (asking: Asking) => {
  run(asking).then(
    (done) => process.send?.({ done }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});

async function run({ address, path, headers, bodies, connections, seconds, atLeast = 0 }: Asking): Promise<Asked> {
  const pool = pools.get(address) ?? new Pool(address, { connections, pipelining: 1 });
  pools.set(address, pool);
  const took: number[] = [];
  let next = 0;
  const started = performance.now();
  const end = started + seconds * 1_000;
  const ask = async (): Promise<void> => {
    for (let now = started; now < end || took.length < atLeast; ) {
      const body = bodies[next++ % bodies.length] as string;
      const asked = await pool.request({ path, method: 'POST', headers, body });
      await asked.body.dump({ limit: 10_000_000 });
      if (asked.statusCode !== 200) throw new Error(`${address} answered ${asked.statusCode}`);
      const then = performance.now();
      took.push(then - now);
      now = then;
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  const perSecond = took.length / ((performance.now() - started) / 1_000);
  took.sort((a, b) => a - b);
  return { perSecond, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}
