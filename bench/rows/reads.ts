import { isDeepStrictEqual } from 'node:util';
import type { Asked } from '../load/asking.ts';
import { inTurns } from '../measure/turns.ts';
import { compare, type Finding, type Goal, type Row, type Stage } from '../row.ts';
import type { Organisation } from '../stage/organisation.ts';
import type { Served } from '../stage/programs.ts';
import { asking, type Read } from '../stage/reads.ts';
import { requireSameAnswers } from '../stage/sameAnswers.ts';
import { sentStatements } from '../stage/sentStatements.ts';
import { readPeer, readProduct } from '../stage/shared.ts';

const connections = 16;

/** What a read is measured against, and what is wanted of requests a second. */
const goals: Readonly<Record<string, Goal | null>> = {
  bare: { atLeast: 0.9 },
  mercurius: { atLeast: 1 },
  postgraphile: { atLeast: 3 },
  yoga: null,
  apollo: { atLeast: 2.5 },
};

const names: Readonly<Record<string, string>> = {
  bare: 'bare node:http, same SQL',
  mercurius: 'Mercurius with JIT',
  postgraphile: 'PostGraphile 5',
  yoga: 'Yoga as it comes',
  apollo: 'Apollo Server',
};

export const list: Row = {
  name: 'list',
  title: 'users(first: 50) with groups and keys',
  measure: (stage) => measureRead(stage, 'list', stage.quick ? ['bare', 'mercurius', 'postgraphile', 'yoga'] : Object.keys(goals)),
};

export const person: Row = {
  name: 'person',
  title: 'one person by id, with groups and keys',
  measure: (stage) => measureRead(stage, 'person', stage.quick ? ['bare', 'mercurius'] : Object.keys(goals)),
};

async function measureRead(stage: Stage, read: Read, peers: readonly string[]): Promise<Finding[]> {
  const { server: product, organisation } = await readProduct(stage);
  if (!stage.quick) await sayWhereSqlDiffers(stage, organisation, read);
  const servers: Record<string, Served> = { product };
  for (const peer of peers) servers[peer] = await readPeer(stage, peer);
  await requireSameAnswers(servers, read, organisation);
  const load = (name: string, seconds: number, atLeast = 0) =>
    stage.loader.tell({ ...asking(name, read, organisation), address: (servers[name] as Served).address, connections, seconds, atLeast });
  for (const name of Object.keys(servers)) await load(name, stage.warmUp, stage.warmUpRequests);
  const found = await inTurns(stage.rounds, Object.fromEntries(Object.keys(servers).map((name) => [name, () => load(name, stage.seconds)])));
  return findings(read, peers, found);
}

function findings(read: Read, peers: readonly string[], found: Record<string, Asked[]>): Finding[] {
  const of = (name: string, what: keyof Asked) => (found[name] ?? []).map((asked) => asked[what]);
  const rates = peers.map((peer) =>
    compare(
      { row: read, against: `${names[peer]}: requests a second`, goal: goals[peer] ?? null },
      of('product', 'perSecond'),
      of(peer, 'perSecond'),
      (n) => `${n.toFixed(0)}/s`,
    ),
  );
  const worst = { row: read, against: `${names.bare}: p99`, goal: { atMost: 1.5 } };
  return [...rates, compare(worst, of('product', 'p99'), of('bare', 'p99'), (ms) => `${ms.toFixed(1)} ms`)];
}

async function sayWhereSqlDiffers(stage: Stage, organisation: Organisation, read: Read): Promise<void> {
  const sent = await sentStatements(stage.postgres, organisation, read);
  if (!sent || isDeepStrictEqual(sent.product, sent.bare)) return;
  console.error(`The SQL in peers/reads.ts is not what the product sends for ${read} any more, which is:\n${sent.product.join('\n')}`);
}
