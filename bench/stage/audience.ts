import type { Heard, Order, Publishing } from '../load/subscribing.ts';
import { startWorker, type Worker } from '../load/worker.ts';
import { nthId } from './fill.ts';
import type { Organisation } from './organisation.ts';
import type { Served } from './programs.ts';

const query = 'subscription { eventLogged { cursor event { number type occurredAt actor details { name value } } } }';
const mutation = `mutation ($input: UpdateGroupInput!) { updateGroup(input: $input) { __typename } }`;

let changes = 0;

/** Those who subscribe to a server. */
export interface Audience extends AsyncDisposable {
  /** Changes something, and waits until each has heard of it. @throws Error where somebody does not */
  tell(): Promise<Heard>;
}

/**
 * Subscribes that many times to the log of an organisation, and waits until all of them stand.
 * @param changedAt the node at which things are changed, where it is another one
 */
export async function subscribe(
  server: Served,
  organisation: Organisation,
  count: number,
  { bare = false, stalled = false, changedAt = server }: { bare?: boolean; stalled?: boolean; changedAt?: Served } = {},
): Promise<Audience> {
  const worker = startWorker<Order, Heard>('subscribers');
  const address = `${server.address.replace('http:', 'ws:')}/graphql`;
  const connectionParams = { authorization: `Bearer ${organisation.token}` };
  await worker.tell({ open: { address, protocol: bare ? null : 'graphql-transport-ws', connectionParams, query, count, stalled } });
  if (!stalled) await settle(worker, changedAt, organisation);
  return {
    tell: async () => {
      const heard = await worker.tell({ publish: change(changedAt, organisation, 60_000) });
      if (heard.missing > 0) throw new Error(`${heard.missing} of ${count} subscribers heard nothing`);
      return heard;
    },
    [Symbol.asyncDispose]: () => worker[Symbol.asyncDispose](),
  };
}

/** A server says nowhere that a subscription stands: changes are made until everybody hears of two that follow each other. */
async function settle(worker: Worker<Order, Heard>, server: Served, organisation: Organisation): Promise<void> {
  for (let complete = 0, tries = 0; complete < 2; tries += 1) {
    const { missing } = await worker.tell({ publish: change(server, organisation, 5_000) });
    complete = missing === 0 ? complete + 1 : 0;
    if (tries === 20) throw new Error(`${missing} subscribers hear nothing`);
  }
}

/** A change of a group, which brings one event. */
export function change({ address }: Served, { token }: Organisation, patience: number): Publishing {
  changes += 1;
  const input = { groupId: nthId('grp', 1 + (changes % 200)), description: `Change ${changes}` };
  return {
    address: `${address}/graphql`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: mutation, variables: { input } }),
    patience,
  };
}
