import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { compose, type Latchkey } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { newToken } from '../../src/lib/secrets.ts';
import { ApiClient } from './apiClient.ts';
import { testDatabase } from './database.ts';

/** One of several servers on one database. */
export interface Node {
  app: Latchkey;
  /** Who holds the operator's token, at this node. */
  operator: ApiClient;
}

/** Several servers on one database, with one secret, and the broker between them. */
export interface Nodes {
  nodes: Node[];
  workspaceId: string;
  stop(): Promise<void>;
}

/** Starts as many servers as asked for, and makes a workspace. */
export async function startNodes(count: number, env: Record<string, string>): Promise<Nodes> {
  const database = await testDatabase({ max: 4 });
  const [secret, token] = [newToken(), newToken()];
  const folders: string[] = [];
  const nodes: Node[] = [];
  for (let i = 0; i < count; i += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-node-'));
    folders.push(folder);
    const config = readConfig({ PORT: '0', DATA_DIR: folder, LATCHKEY_SECRET: secret, LATCHKEY_OPERATOR_TOKEN: token, RP_ID: 'localhost', ...env });
    const app = await compose(config, { log: pino({ level: 'silent' }), connection: database.connection });
    nodes.push({ app, operator: new ApiClient(app.address, { bearer: token }) });
  }
  const { workspace } = await (nodes[0] as Node).operator.mutate('createWorkspace', { name: 'Several' }, 'workspace { id }');
  return {
    nodes,
    workspaceId: workspace.id,
    stop: async () => {
      for (const { app, operator } of nodes) {
        await operator.close();
        await app.stop();
      }
      await database.end();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}
