import { and, count, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptReads, prepare, preparedRead } from '../../src/db/prepared.ts';
import { groupMembers, groups, users } from '../../src/db/tables/directory.ts';
import { securityKeys } from '../../src/db/tables/keys.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
const moment = new Date('2026-11-24T14:36:00.120Z');
beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const person = { workspaceId: 'wsp_1', status: 'ACTIVE', role: null, createdAt: moment, updatedAt: moment } as const;
  await db.insert(users).values([
    { ...person, id: 'usr_1', displayName: 'Åsa', email: '1@example.org', username: 'u1', suspendedAt: moment },
    { ...person, id: 'usr_2', displayName: 'Ben', email: '2@example.org', username: 'u2' },
    { ...person, workspaceId: 'wsp_2', id: 'usr_3', displayName: 'Cy', email: '3@example.org', username: 'u3' },
  ]);
  const group = { workspaceId: 'wsp_1', id: 'grp_1', name: 'All', createdAt: moment, updatedAt: moment };
  await db.insert(groups).values({ ...group, allowedKeyKinds: ['SMARTPHONE', 'HARDWARE_KEY'] });
  await db.insert(groupMembers).values({ workspaceId: 'wsp_1', groupId: 'grp_1', userId: 'usr_1', joinedAt: moment });
  const smartphone = { auditable: true, bluetoothProximity: false, offlineLogin: false, verification: 'PIN' } as const;
  const key = { workspaceId: 'wsp_1', userId: 'usr_1', name: 'Phone', status: 'ACTIVE', createdAt: moment } as const;
  await db.insert(securityKeys).values({ ...key, id: 'key_1', kind: 'SMARTPHONE', smartphone, pinHash: '' });
});
afterAll(() => database.end());

const inGroup = and(eq(groupMembers.workspaceId, users.workspaceId), eq(groupMembers.userId, users.id));

describe('rows of a prepared read are Drizzle’s own', () => {
  test('of a table, with moments, nulls and JSON', async () => {
    const { db } = database;
    const people = await prepare(db.select().from(users).orderBy(users.id)).execute();
    expect(people).toStrictEqual(await db.select().from(users).orderBy(users.id));
    expect(people[0]).toMatchObject({ displayName: 'Åsa', suspendedAt: moment, role: null });
    expect(await prepare(db.select().from(securityKeys)).execute()).toStrictEqual(await db.select().from(securityKeys));
    expect(await prepare(db.select().from(groups)).execute()).toStrictEqual(await db.select().from(groups));
  });

  test('of joined tables, of columns beside a table, of a count', async () => {
    const { db } = database;
    const joined = () =>
      db.select({ name: users.displayName, member: groupMembers, one: sql<number>`1` }).from(users).innerJoin(groupMembers, inGroup);
    expect(await prepare(joined()).execute()).toStrictEqual(await joined());
    const counted = () => db.select({ status: users.status, count: count() }).from(users).groupBy(users.status);
    expect(await prepare(counted()).execute()).toStrictEqual([{ status: 'ACTIVE', count: 3 }]);
  });

  test('where a joined table has no row', async () => {
    const { db } = database;
    const joined = () => db.select().from(users).leftJoin(groupMembers, inGroup).orderBy(users.id);
    const rows = await prepare(joined()).execute();
    expect(rows).toStrictEqual(await joined());
    expect(rows[1]?.group_members).toBeNull();
  });
});

describe('a read that is built once', () => {
  test('answers each by what it gives', async () => {
    let built = 0;
    const named = preparedRead(['workspaceId'], (db, { workspaceId }) => {
      built += 1;
      return db.select({ id: users.id }).from(users).where(eq(users.workspaceId, workspaceId)).orderBy(users.id);
    });
    const { db } = database;
    expect(await named(db, { workspaceId: 'wsp_1' })).toEqual([{ id: 'usr_1' }, { id: 'usr_2' }]);
    expect(await named(db, { workspaceId: 'wsp_2' })).toEqual([{ id: 'usr_3' }]);
    expect(built).toBe(1);
    // A transaction has a connection of its own, which the pool's must not be asked by.
    expect(await db.transaction((tx) => named(tx, { workspaceId: 'wsp_2' }))).toEqual([{ id: 'usr_3' }]);
    expect(built).toBe(2);
  });

  test('takes no value that would stay for whoever comes next', () => {
    const { db } = database;
    const kept = keptReads();
    const ofOne = () => db.select().from(users).where(eq(users.workspaceId, 'wsp_1'));
    expect(() => kept(db, '', ofOne)).toThrow('has a value in it');
    expect(() => kept(db, '', ofOne)).toThrow('has a value in it');
    expect(() => prepare(ofOne())).not.toThrow();
  });
});
