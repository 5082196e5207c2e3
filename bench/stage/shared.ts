import type { Stage } from '../row.ts';
import { copyOf, type Organisation, organisationOf } from './organisation.ts';
import { startProduct } from './product.ts';
import { type Served, startPeer } from './programs.ts';

/** A server, and the organisation that it serves. */
export interface Serving {
  server: Served;
  organisation: Organisation;
}

/**
 * A copy of the organisation that most rows are measured with: what the filled one is copied from, nobody may be connected to. There is
 * one that is read, one that the product writes to, and one that its peers do: what they put into the outbox, it would take for its own.
 */
export const copyFor = (stage: Stage, whose: 'readers' | 'product' | 'peers') =>
  stage.kept.of(`copy for ${whose}`, async () => copyOf(stage.postgres, await organisationOf(stage.postgres, stage.people)));

/** The product on an organisation of that many people, which is read. */
export async function readProduct(stage: Stage, people = stage.people): Promise<Serving> {
  const organisation = people === stage.people ? await copyFor(stage, 'readers') : await organisationOf(stage.postgres, people);
  const server = await stage.kept.of(`product, ${people}`, () => startProduct(stage.postgres.env(organisation.database)));
  return { server, organisation };
}

/** One of the peers on the same as the product. */
export async function readPeer(stage: Stage, name: string): Promise<Served> {
  const { database } = await copyFor(stage, 'readers');
  return stage.kept.of(name, () => startPeer(name, stage.postgres.env(database)));
}

/** The product on its copy, where each visitor has an address of their own. */
export async function writtenProduct(stage: Stage): Promise<Serving> {
  const organisation = await copyFor(stage, 'product');
  const server = await stage.kept.of('product, written to', () =>
    startProduct({ ...stage.postgres.env(organisation.database), TRUSTED_PROXY_HOPS: '1' }),
  );
  return { server, organisation };
}

/** A peer on the peers' copy. */
export async function writingPeer(stage: Stage, name: string, env: Record<string, string> = {}): Promise<Served> {
  const { database } = await copyFor(stage, 'peers');
  return startPeer(name, { ...stage.postgres.env(database), ...env });
}
