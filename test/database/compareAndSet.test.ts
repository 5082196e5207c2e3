import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolments } from '../../src/db/tables/enrolment.ts';
import { securityKeys } from '../../src/db/tables/keys.ts';
import { type Ctx, tx } from '../../src/modules/context.ts';
import { createUser } from '../../src/modules/enrolment/assign.ts';
import { moveEnrolment } from '../../src/modules/enrolment/enrolments.ts';
import { moveKey } from '../../src/modules/keys/keys.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { makeServer, newWorkspace } from '../support/modules.ts';

// Locks in front of them let nobody come late in the use cases of today; these two hold whatever comes before them.
let database: TestDatabase;
let system: Ctx;
let workspaceId: string;
beforeAll(async () => {
  database = await testDatabase();
  const { workspace, system: calls } = await newWorkspace(makeServer(database.db));
  [system, workspaceId] = [calls, workspace.id];
});
afterAll(async () => {
  await system.sequencer.idle();
  system.hub.stop();
  await database.end();
});

let people = 0;
async function somebody() {
  people += 1;
  const details = { displayName: 'Late', email: `late${people}@example.org`, username: `late${people}` };
  const { user } = await createUser(system, { details, securityKey: { hardwareKey: {} } });
  const [key] = await database.db
    .select()
    .from(securityKeys)
    .where(and(eq(securityKeys.workspaceId, workspaceId), eq(securityKeys.userId, user.id)));
  const [enrolment] = await database.db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.userId, user.id)));
  if (!key || !enrolment) throw new Error('There is no key, or no enrolment');
  return { key, enrolment };
}

const told = async (type: string, id: string) => {
  await system.sequencer.idle();
  const rows = await database.sql`select canonical from events where type = ${type} and (key_id = ${id} or enrolment_id = ${id}) order by number`;
  return rows.map(({ canonical }) => JSON.parse(canonical).payload.to);
};

test('of 8 that move a key from the status that all of them saw, one does; the others hear KEY_STATE, and the log has one move', async () => {
  const { key } = await somebody();
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => tx(system, (ctx) => moveKey(ctx, key, 'ACTIVE'))));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'KEY_STATE' });
  expect(await told('security_key.status_changed', key.id)).toEqual(['ACTIVE']);
  // Who saw it before it was active does not revoke it now.
  await expect(tx(system, (ctx) => moveKey(ctx, key, 'REVOKED'))).rejects.toMatchObject({ code: 'KEY_STATE' });
});

test('of 8 that move an enrolment from the status that all of them saw, one does; the others hear ENROLMENT_ENDED', async () => {
  const { enrolment } = await somebody();
  const move = (to: 'OPENED' | 'CANCELLED') => tx(system, (ctx) => moveEnrolment(ctx, enrolment, 'HARDWARE_KEY', to));
  const results = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => move(i % 2 ? 'OPENED' : 'CANCELLED')));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'ENROLMENT_ENDED' });
  expect(await told('enrolment.status_changed', enrolment.id)).toHaveLength(2);
});
