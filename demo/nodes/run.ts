import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedDatabase, startEmbedded } from '../../src/db/embedded.ts';
import { freePort, freePorts } from '../freePorts.ts';
import { ownNats } from './broker.ts';
import { startFront } from './front.ts';
import { KeptProgram } from './keptProgram.ts';
import { serverProgram, type Told } from './server.ts';
import type { NodesSettings } from './settings.ts';

/** Several servers on one database, a broker between them, and one address before them. */
export interface RunningNodes {
  /** Passes each connection on to one of the nodes. */
  address: string;
  nodes: RunningNode[];
  /** Null where the settings name one that runs. */
  broker: KeptProgram | null;
  operatorToken: string;
  /** What the first node said when it was ready. */
  told: Told;
}

/** One of the servers, which is started again when it ends by itself. */
export interface RunningNode {
  address: string;
  program: KeptProgram;
}

/**
 * Starts a database and a broker, where the settings name none, the servers, and the front before them.
 * @param undo gets what ends each of them, to be called in reverse, however far it came
 * @throws ConfigError, Error in one line
 */
export async function runNodes(settings: NodesSettings, undo: (() => Promise<unknown>)[], say: (line: string) => void): Promise<RunningNodes> {
  const { folder, count, program, env } = settings;
  const [port = 0, ...ports] = settings.port === 0 ? await freePorts(count + 1) : Array.from({ length: count + 1 }, (_, i) => settings.port + i);
  const address = `http://localhost:${port}`;
  const start = async (...programs: KeptProgram[]) => {
    undo.push(() => Promise.all(programs.map((program) => program.stop())));
    await Promise.all(programs.map((program) => program.start()));
  };

  const database = await databaseOf(settings, undo, say);
  const { broker, busUrl } = await brokerOf(settings, say);
  if (broker) await start(broker);
  const shared = { ...env, ...database, BUS_URL: busUrl, DATA_DIR: folder, PUBLIC_URL: address };
  const specs = ports.map((at, i) => serverProgram(`node ${i + 1}`, program, at, shared));
  const nodes = specs.map((spec, i) => ({ address: `http://localhost:${ports[i]}`, program: new KeptProgram(spec, say) }));
  await start(...nodes.map(({ program }) => program));
  const front = await startFront(port, ports);
  undo.push(front.stop);
  const operatorToken = env.LATCHKEY_OPERATOR_TOKEN || (await readFile(join(folder, 'operator.token'), 'utf8')).trim();
  return { address, nodes, broker, operatorToken, told: (specs[0] as (typeof specs)[number]).told() };
}

/** The settings by which servers find the database, as libpq has them. */
async function databaseOf(
  { databaseUrl, folder }: NodesSettings,
  undo: (() => Promise<unknown>)[],
  say: (line: string) => void,
): Promise<NodeJS.ProcessEnv> {
  if (databaseUrl !== null) return { DATABASE_URL: databaseUrl };
  const { connection, stop }: EmbeddedDatabase = await startEmbedded(folder, { log: say });
  undo.push(stop);
  const { host, port, username, password, database } = connection;
  return { DATABASE_URL: `postgres:///${database}`, PGHOST: host, PGPORT: String(port), PGUSER: username, PGPASSWORD: password };
}

async function brokerOf({ busUrl, folder }: NodesSettings, say: (line: string) => void): Promise<{ broker: KeptProgram | null; busUrl: string }> {
  if (busUrl !== null) return { broker: null, busUrl };
  const port = await freePort();
  const { program, url } = await ownNats(port, folder);
  return { broker: new KeptProgram(program, say), busUrl: url };
}
