import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import { type Connection, connect, type Database, openPool } from '../../src/db/client.ts';
import { inDatabase } from './connection.ts';

/** A database of the calling test file's own. */
export interface TestDatabase extends Database {
  connection: Connection;
  /** Closes the pool and drops the database. */
  end(): Promise<void>;
}

/** Makes a database with the product's tables; or an empty one, for tests of the migrations. */
export async function testDatabase({ empty = false, max = 10 }: { empty?: boolean; max?: number } = {}): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await asAdmin((admin) => copyOf(admin, empty ? 'template1' : server.template, name));
  const connection = inDatabase(server.connection, name);
  const database = connect(connection, { max });
  return {
    ...database,
    connection,
    end: async () => {
      await database.end();
      await asAdmin((admin) => admin`drop database if exists ${admin(name)} with (force)`);
    },
  };
}

async function asAdmin(work: (admin: Sql) => Promise<unknown>): Promise<void> {
  const admin = openPool(inject('databaseServer').connection, { max: 1 });
  try {
    await work(admin);
  } finally {
    await admin.end({ timeout: 5 });
  }
}

async function copyOf(admin: Sql, template: string, name: string): Promise<void> {
  // Two copies of one template at once fail: the files take turns, by a lock that ends with the connection.
  await admin`select pg_advisory_lock(hashtextextended('latchkey test databases', 0))`;
  for (let tries = 1; ; tries += 1) {
    try {
      await admin`create database ${admin(name)} template ${admin(template)}`;
      return;
    } catch (error) {
      // 55006, object in use: somebody is still connected to the template.
      if ((error as { code?: string }).code !== '55006' || tries === 100) throw error;
      await delay(50);
    }
  }
}
