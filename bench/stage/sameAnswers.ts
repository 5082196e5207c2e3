import { isDeepStrictEqual } from 'node:util';
import type { Organisation } from './organisation.ts';
import type { Served } from './programs.ts';
import { asking, type Read } from './reads.ts';

/**
 * Asks each server once, so that what is compared is the same work.
 * @throws Error where one answers something else than the product. PostGraphile has an order and names of its own, so of
 * its answer only the length is looked at
 */
export async function requireSameAnswers(servers: Readonly<Record<string, Served>>, read: Read, organisation: Organisation): Promise<void> {
  const answers: Record<string, Answer> = {};
  for (const [name, { address }] of Object.entries(servers)) {
    const { path, headers, bodies } = asking(name, read, organisation);
    const response = await fetch(address + path, { method: 'POST', headers, body: bodies[0] as string });
    answers[name] = (await response.json()) as Answer;
    const rows = answers[name].data?.user ? 1 : answers[name].data?.users?.edges.length;
    if (answers[name].errors || rows !== (read === 'list' ? 50 : 1))
      throw new Error(`${name} answers ${JSON.stringify(answers[name]).slice(0, 500)}`);
  }
  for (const [name, { data }] of Object.entries(answers)) {
    if (name !== 'postgraphile' && !isDeepStrictEqual(data, answers.product?.data)) throw new Error(`${name} gives another answer than the product.`);
  }
}

interface Answer {
  data?: { user?: object | null; users?: { edges: object[] } } | null;
  errors?: object[];
}
