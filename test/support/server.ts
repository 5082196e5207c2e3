import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { compose, type Latchkey } from '../../src/compose.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { ApiClient } from './apiClient.ts';
import type { Authenticator } from './authenticator.ts';
import { type StillClock, stillClock } from './clock.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { hardwareKey } from './devices.ts';
import { mailedLink, setUp } from './people.ts';

/** A whole server on a database of its own, as main.ts runs it. */
export interface TestServer {
  app: Latchkey;
  database: TestDatabase;
  clock: StillClock;
  dataDir: string;
  /** Whatever was logged, a line an entry. */
  logged: string[];
  /** Somebody nobody knows: a browser without cookies. */
  stranger(headers?: Record<string, string>): ApiClient;
  /** A caller with a bearer token. */
  bearer(token: string): ApiClient;
  operator: ApiClient;
  /** Sets up the organisation. The owner's browser, signed in, and the owner's key. */
  owner(): Promise<{ owner: ApiClient; key: Authenticator }>;
  /** The newest link that was mailed to an address. */
  mailTo(address: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a server. The clock is held still; the log is kept. */
export async function startServer({ env = {}, logLevel = 'trace' }: { env?: Record<string, string>; logLevel?: string } = {}): Promise<TestServer> {
  const [database, dataDir] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'latchkey-server-'))]);
  const clock = stillClock();
  const logged: string[] = [];
  const log: Logger = pino({ level: logLevel }, { write: (line) => void logged.push(line) });
  const config: Config = readConfig({ PORT: '0', DATA_DIR: dataDir, ...env });
  const app = await compose(config, { clock, log, connection: database.connection });
  const clients: ApiClient[] = [];
  const client = (options: ConstructorParameters<typeof ApiClient>[1] = {}): ApiClient => {
    const made = new ApiClient(app.address, options);
    clients.push(made);
    return made;
  };
  const operator = client({ bearer: config.operatorToken ?? (await readFile(join(dataDir, 'operator.token'), 'utf8')).trim() });
  return {
    app,
    database,
    clock,
    dataDir,
    logged,
    stranger: (headers = {}) => client({ headers }),
    bearer: (token) => client({ bearer: token }),
    operator,
    owner: async () => {
      const owner = client();
      const key = hardwareKey();
      const done = await setUp(owner, app.setupLink ?? '', key);
      if (!done.signedIn) throw new Error(`The setup did not work: ${JSON.stringify(done)}`);
      return { owner, key };
    },
    mailTo: async (address) => {
      await app.mailer.idle();
      return mailedLink(operator, address);
    },
    stop: async () => {
      for (const made of clients) await made.close();
      await app.stop();
      await database.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
