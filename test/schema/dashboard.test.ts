import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { behindProxy, invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: ApiClient;
const hour = 3_600_000;

beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

const now = () => server.clock.now().getTime();
const iso = (ms: number) => new Date(ms).toISOString();
const counts = async (from: number[]): Promise<number[]> =>
  (await owner.ask('query ($from: [DateTime!]!) { activationCounts(from: $from) }', { from: from.map(iso) })).activationCounts;
const activateOne = async () => {
  const { link } = await invite(server, owner);
  expect(await activate(visitor(server), link, phone())).toHaveProperty('activation');
};

test('activationCounts tells how many keys were activated in each span, the last one up to now', async () => {
  const start = now() + hour;
  server.clock.advance(hour);
  await activateOne();
  server.clock.advance(1);
  await activateOne();
  server.clock.advance(hour);
  const third = now();
  await activateOne();
  // The first moment of a span is in it; what was before the first span, as the owner’s own key, is in none.
  expect(await counts([start, start + 1, third, third + 1])).toEqual([1, 1, 1, 0]);
  expect(await counts([start + 1])).toEqual([2]);
  expect(await counts([start + 2, start + 3])).toEqual([0, 1]);
});

test('an activation counts when it ends, however long ago it began', async () => {
  const { link, enrolmentId } = await invite(server, owner);
  server.clock.advance(71 * hour);
  const again = await server.operator.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id }');
  expect(again).toHaveProperty('enrolment');
  server.clock.advance(71 * hour);
  const since = now();
  expect(await activate(visitor(server), await server.mailTo((await mailOf(enrolmentId)) ?? link), phone())).toHaveProperty('activation');
  const { activationCounts } = await server.operator.ask('query ($from: [DateTime!]!) { activationCounts(from: $from) }', { from: [iso(since)] });
  expect(activationCounts).toEqual([1]);
});

const mailOf = async (id: string): Promise<string | null> =>
  (await server.operator.ask('query ($id: ID!) { enrolment(id: $id) { user { email } } }', { id })).enrolment?.user?.email ?? null;

test.each([
  ['none', []],
  ['out of order', [2, 1]],
  ['one twice', [1, 1]],
  ['101', Array.from({ length: 101 }, (_, i) => i)],
])('moments that make no spans are refused: %s', async (_, from) => {
  const { errors } = await server.operator.send('query ($from: [DateTime!]!) { activationCounts(from: $from) }', { from: from.map(iso) });
  expect(errors[0]?.extensions.code).toBe('INVALID_INPUT');
});

test('enrolments are counted, and found by when their link ends', async () => {
  const first = await invite(server, server.operator);
  const ends = now() + 72 * hour;
  server.clock.advance(1);
  await invite(server, server.operator);
  const found = async (before: number) => {
    const document = 'query ($f: EnrolmentFilter) { enrolments(filter: $f, first: 1) { totalCount edges { node { id } } } }';
    const { enrolments } = await server.operator.ask(document, { f: { statuses: ['PENDING', 'OPENED'], expiresBefore: iso(before) } });
    return [enrolments.totalCount, enrolments.edges[0]?.node.id ?? null];
  };
  expect(await found(ends)).toEqual([0, null]);
  expect(await found(ends + 1)).toEqual([1, first.enrolmentId]);
  expect(await found(ends + 2)).toEqual([2, expect.not.stringMatching(first.enrolmentId)]);
});

test('logCheck walks the whole log, finds what was changed, and may be asked for 10 times a minute', async () => {
  await server.app.server.sequencer.idle();
  const document = '{ logCheck { events checkpoints problem problemNumber } }';
  const { sql } = server.database;
  const [{ last } = { last: 0 }] = await sql`select max(number)::int as last from events`;
  expect((await server.operator.ask(document)).logCheck).toMatchObject({ events: last, problem: null, problemNumber: null });
  const [row] = await sql`update events set canonical = replace(canonical, '"actor":', '"actor" :') where number = 3 returning canonical`;
  expect((await server.operator.ask(document)).logCheck).toMatchObject({ events: 2, problem: 'CHANGED', problemNumber: 3 });
  await sql`update events set canonical = ${String(row?.canonical).replace('"actor" :', '"actor":')} where number = 3`;
  for (let i = 2; i < 10; i += 1) expect((await server.operator.ask(document)).logCheck).toMatchObject({ problem: null });
  expect((await server.operator.send(document)).errors[0]?.extensions.code).toBe('RATE_LIMITED');
});
