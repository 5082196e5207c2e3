import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePlace } from '../../src/db/embedded/place.ts';
import { ensureSecretFile } from '../../src/lib/secretFile.ts';
import { inTurns } from '../measure/turns.ts';
import { compare, type Row } from '../row.ts';
import { startProduct } from '../stage/product.ts';
import { type Served, startPeer } from '../stage/programs.ts';
import { copyFor } from '../stage/shared.ts';

const seconds = (value: number) => `${(value / 1_000).toFixed(2)} s`;

export const start: Row = {
  name: 'start',
  title: 'from the command to ready',
  measure: async (stage) => {
    const { database } = await copyFor(stage, 'readers');
    const env = stage.postgres.env(database);
    const startGiven = async () => ({
      product: await timed(() => startProduct(env)),
      yoga: await timed(() => startPeer('yoga', env)),
      postgraphile: await timed(() => startPeer('postgraphile', env)),
    });
    const found = await inTurns<'own' | 'given', Record<string, number>>(stage.quick ? 1 : 5, { own: startOwn, given: startGiven });
    const [cold, warm] = ['cold', 'warm'].map((which) => found.own.map((own) => own[which] ?? Number.NaN)) as [number[], number[]];
    const given = (server: string) => found.given.map((each) => each[server] ?? Number.NaN);
    const of = (against: string) => ({ row: 'start', against, goal: null });
    return [
      compare(of('cold, own PostgreSQL: to warm'), cold, warm, seconds),
      compare(of('warm, own PostgreSQL: to a given one'), warm, given('product'), seconds),
      compare(of('a given PostgreSQL: to Yoga with the two reads'), given('product'), given('yoga'), seconds),
      compare(of('a given PostgreSQL: to PostGraphile 5'), given('product'), given('postgraphile'), seconds),
    ];
  },
};

/** Starts twice in one folder: at first there is nothing, and PostgreSQL makes its files, the product its tables. */
async function startOwn(): Promise<Record<string, number>> {
  const folder = await newFolder();
  try {
    const DATA_DIR = folder.path;
    return { cold: await timed(() => startProduct({ DATA_DIR })), warm: await timed(() => startProduct({ DATA_DIR })) };
  } finally {
    await folder.remove();
  }
}

/** How long a server takes to be ready. */
async function timed(start: () => Promise<Served>): Promise<number> {
  const started = performance.now();
  await using _ = await start();
  return performance.now() - started;
}

/** A data folder of a server with its own PostgreSQL. */
async function newFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  return {
    path,
    remove: async () => {
      // As root its PostgreSQL lies elsewhere, at a place that its password tells.
      const { home } = await choosePlace(path, await ensureSecretFile(join(path, 'postgres.password')));
      for (const folder of [home, path]) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
