import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type Connection, openPool } from '../../src/db/client.ts';
import { choosePlace } from '../../src/db/embedded/place.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { buildPrograms } from './builtPrograms.ts';
import { inDatabase } from './connection.ts';

/** Where the run's PostgreSQL is, and the database that each test file's own is a copy of. */
export interface DatabaseServer {
  connection: Connection;
  template: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: DatabaseServer;
  }
}

// Nothing here outlives the run, so nothing need reach the disk.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** One PostgreSQL for the whole run: its own, or TEST_DATABASE_URL, in which it leaves nothing behind. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildPrograms();
  const given = process.env.TEST_DATABASE_URL;
  const { connection, stop } = given ? { connection: given, stop: async () => {} } : await ownServer();
  const template = `latchkey_template_${randomBytes(6).toString('hex')}`;
  const admin = openPool(connection, { max: 1 });
  try {
    await admin`create database ${admin(template)}`;
    await migrate(inDatabase(connection, template));
  } catch (error) {
    await admin.end({ timeout: 5 });
    await stop();
    throw error;
  }
  project.provide('databaseServer', { connection, template });
  return async () => {
    await admin`drop database if exists ${admin(template)} with (force)`;
    await admin.end({ timeout: 5 });
    await stop();
  };
}

async function ownServer(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  const server = await startEmbedded(folder, { settings });
  // Where the folder is out of the database user's reach, the data lie elsewhere.
  const { home } = await choosePlace(folder, server.connection.password);
  return {
    connection: server.connection,
    stop: async () => {
      await server.stop();
      for (const path of [home, folder]) await rm(path, { recursive: true, force: true });
    },
  };
}
