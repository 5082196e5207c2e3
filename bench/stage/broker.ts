import { Broker } from '../../test/support/broker.ts';

/** A NATS server of this machine's, for as long as it is measured. @throws Error that says how it is installed where it is missing */
export async function startNats(): Promise<{ url: string } & AsyncDisposable> {
  const broker = await Broker.make('nats');
  return { url: broker.url, [Symbol.asyncDispose]: () => broker.end() };
}
