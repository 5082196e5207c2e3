import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compose, type Latchkey } from '../src/compose.ts';
import { type Connection, openPool } from '../src/db/client.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { say } from '../src/program.ts';
import { serverSecrets } from '../src/secrets.ts';
import { type Filled, fill } from './fill/fill.ts';
import { DemoAgent } from './reader.ts';
import type { DemoSettings } from './settings.ts';

/**
 * Starts the demo's database, its server and its reader agent.
 * @param undo gets what ends each of them, to be called in reverse, however far it came
 */
export async function run(settings: DemoSettings, undo: (() => Promise<unknown>)[]): Promise<Latchkey> {
  const { config, folder } = settings;
  // A power cut may cost a demo its last moments: filling it in is quicker so.
  const database = await startEmbedded(folder, { log: say, settings: { synchronous_commit: 'off' } });
  undo.push(database.stop);
  const { takenCard } = await filled(settings, database.connection);
  const reader = new DemoAgent(folder, takenCard);
  const latchkey = await compose(config, { connection: database.connection, say, demo: reader });
  undo.push(latchkey.stop);
  undo.push(() => reader.stop());
  await reader.start(latchkey, say);
  return latchkey;
}

/** Fills the database, unless that was done to its end before. */
async function filled({ config, folder, publicUrl, people, fresh }: DemoSettings, connection: Connection): Promise<Filled> {
  const mark = join(folder, 'filled.json');
  if (fresh) await rm(mark, { force: true });
  const before = await readFile(mark, 'utf8').catch(() => null);
  if (before !== null) return JSON.parse(before);
  say(`Filling the demo: ${people} people and a month of their keys, some 15 seconds…`);
  await empty(connection);
  await rm(join(folder, 'agent'), { recursive: true, force: true });
  const { secrets } = await serverSecrets(config);
  const made = await fill(connection, { secret: secrets[0] ?? '', publicUrl, people });
  await writeFile(mark, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** Takes away what an earlier filling left, whole or half. The database is the demo's own. */
async function empty(connection: Connection): Promise<void> {
  const sql = openPool(connection, { max: 1 });
  try {
    await sql`drop schema if exists drizzle cascade`;
    await sql`drop schema public cascade`;
    await sql`create schema public`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
