import { drizzle } from 'drizzle-orm/postgres-js';
import type { TokenScope } from '../../src/db/tables/identity.ts';
import { listen } from '../../src/http/server.ts';
import { sha256 } from '../../src/lib/secrets.ts';
import type { Ctx, Server } from '../../src/modules/context.ts';
import { createApiToken } from '../../src/modules/identity/apiTokens.ts';
import { ApiClient } from './apiClient.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { callBy, makeServer, newWorkspace, signedIn } from './modules.ts';

/** A server whose SQL statements can be counted, with a workspace. */
export interface CountedServer {
  address: string;
  server: Server;
  database: TestDatabase;
  workspaceId: string;
  /** The server's own calls. */
  system: Ctx;
  /** Every statement so far, with its parameters. */
  statements: { text: string; values: unknown[] }[];
  /** A script with these scopes. */
  script(scopes?: TokenScope[]): Promise<{ client: ApiClient; token: string; tokenId: string }>;
  stop(): Promise<void>;
}

/** Starts one on a database of its own, with the real HTTP end. */
export async function startCountedServer(): Promise<CountedServer> {
  const database = await testDatabase();
  const statements: CountedServer['statements'] = [];
  const db = drizzle(database.sql, { logger: { logQuery: (text, values) => void statements.push({ text, values }) } });
  const server = makeServer(db);
  const { workspace, system } = await newWorkspace(server);
  const http = await listen('127.0.0.1', 0);
  const running = http.serve(server, { operatorToken: sha256('nobody has it'), secure: false, trustedProxyHops: 0, metricsToken: null }, null);
  const address = `http://localhost:${http.port}`;
  const owner = callBy(server, signedIn(server, workspace.id));
  const clients: ApiClient[] = [];
  return {
    address,
    server,
    database,
    workspaceId: workspace.id,
    system,
    statements,
    script: async (scopes = ['READ', 'EVENTS']) => {
      const { token, apiToken } = await createApiToken(owner, { name: scopes.join(' '), scopes });
      await server.sequencer.idle();
      const client = new ApiClient(address, { bearer: token });
      clients.push(client);
      return { client, token, tokenId: apiToken.id };
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await running.drain(1_000);
      await server.sequencer.idle();
      await database.end();
    },
  };
}
