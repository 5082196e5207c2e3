import type { Organisation } from './organisation.ts';
import type { Postgres } from './postgres.ts';
import { startProduct } from './product.ts';
import { type Served, startPeer } from './programs.ts';
import { asking, type Read } from './reads.ts';
import { logStatements } from './statementLog.ts';

/** The texts that the product and the bare server send for one request; null where the log is somebody else's. */
export async function sentStatements(
  postgres: Postgres,
  organisation: Organisation,
  read: Read,
): Promise<{ product: string[]; bare: string[] } | null> {
  if (postgres.logFile === null) return null;
  await using log = await logStatements(postgres, organisation.database);
  const sentBy = async (name: string, start: () => Promise<Served>) => {
    await using server = await start();
    const { path, headers, bodies } = asking(name, read, organisation);
    const ask = async () => (await fetch(server.address + path, { method: 'POST', headers, body: bodies[0] as string })).text();
    // The first time, what is prepared is described too.
    await ask();
    const sent = await log.during(ask);
    // What the server does by itself each second is in there too.
    const texts = sent.map(({ text }) => text).filter((text) => /^select .* from "(users|api_tokens|group_members|security_keys)"/.test(text));
    return [...new Set(texts)].sort();
  };
  const env = postgres.env(organisation.database);
  return { product: await sentBy('product', () => startProduct(env)), bare: await sentBy('bare', () => startPeer('bare', env)) };
}
