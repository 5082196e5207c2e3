import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { activateByTyping } from '../support/people.ts';
import { behindProxy, cardHolder, cardNumber, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

test('C12: a PIN that waits for its mail is taken back by a reset of the same card, and by a corrected email', async () => {
  const { userId, keyId, email } = await cardHolder(server, owner);
  const assigned = await owner.mutate(
    'assignSecurityKey',
    { userId, securityKey: { contactlessCard: { name: 'Second', activation: 'BY_USER' } } },
    'enrolment { securityKey { id } }',
  );
  const otherKeyId = assigned.enrolment.securityKey.id;
  await activateByTyping(visitor(server), await server.mailTo(email), cardNumber());
  await server.app.mailer.idle();
  // What is queued from here on waits.
  await server.app.mailer.stop();
  const statuses = async () => {
    const rows = await server.database.sql`
      select status, sealed is null as erased from mail_outbox where user_id = ${userId} and enrolment_id is null order by id`;
    expect(rows.map(({ erased }) => erased)).toEqual(rows.map(({ status }) => !['QUEUED', 'KEPT'].includes(status)));
    return rows.map(({ status }) => status);
  };
  expect(await statuses()).toEqual(['KEPT', 'KEPT']);
  const reset = (id: string) => owner.mutate('resetCardPin', { keyId: id }, 'securityKey { id }');
  await reset(keyId);
  expect(await statuses()).toEqual(['ERASED', 'KEPT', 'QUEUED']);
  await reset(otherKeyId);
  await reset(keyId);
  expect(await statuses()).toEqual(['ERASED', 'ERASED', 'CANCELLED', 'QUEUED', 'QUEUED']);
  const correct = (changes: object) => owner.mutate('updateUser', { userId, changes }, 'user { id }');
  await correct({ phone: '1', email: email.toUpperCase() });
  expect((await statuses()).slice(2)).toEqual(['CANCELLED', 'QUEUED', 'QUEUED']);
  await correct({ email: `not.${email}` });
  expect((await statuses()).slice(2)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
});
