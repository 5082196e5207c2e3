/** The program that goes through flows of several requests, as administrators and people do. */
import { randomBytes } from 'node:crypto';
import { ApiClient } from '../../test/support/apiClient.ts';
import { activation, invite } from './flows/activation.ts';
import { wizard } from './flows/wizard.ts';

export interface FlowOrder {
  flow: 'wizard' | 'activation';
  address: string;
  publicUrl: string;
  token: string;
  /** Of an owner who is signed in. */
  cookies: [string, string][];
  /** How often it is gone through, and by how many at a time. */
  count: number;
  atOnce: number;
}

process.on('message', (order: FlowOrder) => {
  goThrough(order).then(
    (done) => process.send?.({ done }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});

/** @returns how many flows a second */
async function goThrough({ flow, address, publicUrl, token, cookies, count, atOnce }: FlowOrder): Promise<number> {
  const tags = Array.from({ length: count }, newTag);
  const script = (tag: string) => new ApiClient(address, { bearer: token, headers: { 'x-flow': tag } });
  const owner = (tag: string) => Object.assign(new ApiClient(address, { headers: { 'x-flow': tag } }), { cookies: new Map(cookies) });
  const flows =
    flow === 'wizard'
      ? tags.map((tag) => () => wizard(script(tag), tag))
      : await Promise.all(
          tags.map(async (tag) => {
            const link = await invite(owner(tag), tag);
            const browser = new ApiClient(address, { headers: { 'x-flow': tag, 'x-forwarded-for': newAddress() } });
            return () => activation(browser, link, publicUrl);
          }),
        );
  const started = performance.now();
  const goOn = async () => {
    for (let next = flows.shift(); next; next = flows.shift()) await next();
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  return count / ((performance.now() - started) / 1_000);
}

/** What makes a person their own: as long as the one that was recorded. */
const newTag = (): string => `t${randomBytes(8).toString('hex')}`;

/** Each person is somewhere else, as what strangers may do is counted by address. */
const newAddress = (): string => `10.${[...randomBytes(3)].join('.')}`;
