import { ApiClient } from '../../test/support/apiClient.ts';
import { activateByTyping } from '../../test/support/people.ts';
import { cardNumber, somebody } from '../../test/support/scenarios.ts';
import type { Asked, Asking } from '../load/asking.ts';
import { startWorker } from '../load/worker.ts';
import { compare, type Row } from '../row.ts';
import type { Organisation } from '../stage/organisation.ts';
import { signedInOwner } from '../stage/owner.ts';
import type { Served } from '../stage/programs.ts';
import { writtenProduct } from '../stage/shared.ts';

const atOnce = 8;
/** Milliseconds. */
const wanted = 10;

export const hashing: Row = {
  name: 'hashing',
  title: 'what else is asked while 8 PINs are hashed',
  measure: async (stage) => {
    const { server: product, organisation } = await writtenProduct(stage);
    await using other = startWorker<Asking, Asked>('http');
    const keys = await cardKeys(product, organisation, atOnce);
    const headers = { 'content-type': 'application/json' };
    const at = { address: product.address, path: '/graphql' };
    // It asks no database: whatever it waits for is the event loop.
    const small = (seconds: number) => stage.loader.tell({ ...at, headers, bodies: ['{"query":"{ __typename }"}'], connections: 1, seconds });
    const query = 'mutation ($input: ResetCardPinInput!) { resetCardPin(input: $input) { __typename } }';
    const bodies = keys.map((keyId) => JSON.stringify({ query, variables: { input: { keyId } } }));
    const authorised = { ...headers, authorization: `Bearer ${organisation.token}` };
    const hash = (seconds: number) => other.tell({ ...at, headers: authorised, bodies, connections: atOnce, seconds });
    await Promise.all([small(stage.warmUp), hash(stage.warmUp)]);
    const worst: number[] = [];
    for (let round = 0; round < stage.rounds; round += 1) {
      const [asked] = await Promise.all([small(stage.seconds), hash(stage.seconds)]);
      worst.push(asked.p99);
    }
    const of = { row: 'hashing', against: `${wanted} ms: p99 of a small query while 8 PINs are hashed`, goal: { atMost: 1 } };
    return [
      compare(
        of,
        worst,
        worst.map(() => wanted),
        (ms) => `${ms.toFixed(1)} ms`,
      ),
    ];
  },
};

/** As many active cards with a PIN. @returns their keys */
async function cardKeys(product: Served, organisation: Organisation, count: number): Promise<string[]> {
  const owner = await signedInOwner(product, organisation);
  const keys: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const securityKey = { contactlessCard: { name: 'Card', activation: 'BY_USER' } };
    const details = somebody({ email: `card${i}@hashing.example`, username: `card${i}` });
    const input = { details, securityKey };
    const made = await owner.mutate('createUser', input, 'activationLink enrolment { securityKey { id } }');
    const activated = await activateByTyping(new ApiClient(product.address), made.activationLink, cardNumber());
    if (activated.activation?.status !== 'ACTIVATED') throw new Error(`No card came of it: ${JSON.stringify(activated)}`);
    keys.push(made.enrolment.securityKey.id);
  }
  return keys;
}
