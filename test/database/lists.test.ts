import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { usersByIds } from '../../src/modules/directory/readUsers.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { type CountedServer, startCountedServer } from '../support/countedServer.ts';
import { testDatabase } from '../support/database.ts';

// A large organisation: people with a key, an enrolment and an event each, in 200 groups. LIST_PEOPLE=1000000 takes some minutes.
const people = Number(process.env.LIST_PEOPLE ?? 50_000);

let counted: CountedServer;
let script: ApiClient;
beforeAll(async () => {
  counted = await startCountedServer();
  ({ client: script } = await counted.script());
  const { server, workspaceId: w } = counted;
  const id = (prefix: string, number = 'i') => sql.raw(`'${prefix}_' || lpad((${number})::text, 26, '0')`);
  const each = sql.raw(`generate_series(1, ${people}) i`);
  const ordinary = [
    sql`insert into users (workspace_id, id, display_name, email, username, status, created_at, updated_at)
      select ${w}, ${id('usr')}, 'Person ' || md5(i::text), i || '@example.org', 'u' || i, case when i % 50 = 0 then 'SUSPENDED' else 'ACTIVE' end, now(), now() from ${each}`,
    sql`insert into groups (workspace_id, id, name, created_at, updated_at) select ${w}, ${id('grp')}, 'Group ' || i, now(), now() from generate_series(1, 200) i`,
    sql`insert into group_members (workspace_id, group_id, user_id, joined_at)
      select ${w}, ${id('grp', 'i % 200 + 1')}, ${id('usr')}, now() from ${each}`,
    sql`insert into security_keys (workspace_id, id, user_id, kind, name, status, created_at)
      select ${w}, ${id('key')}, ${id('usr')}, case when i % 3 = 0 then 'SMARTPHONE' else 'HARDWARE_KEY' end, 'Key', case when i % 40 = 0 then 'LOST' else 'ACTIVE' end, now() from ${each}`,
    sql`insert into enrolments (workspace_id, id, user_id, key_id, status, proof, created_by, created_at, expires_at)
      select ${w}, ${id('enr')}, ${id('usr')}, ${id('key')}, case when i % 50 = 0 then 'PENDING' else 'ACTIVATED' end, 'LINK', 'system', now(), now() from ${each}`,
    sql`insert into events (workspace_id, number, type, actor, user_id, occurred_at, canonical, mac)
      select ${w}, i + 1000, case when i % 50 = 0 then 'user.suspended' else 'user.updated' end, 'system', ${id('usr')}, now(), '{"payload":{}}', '' from ${each}`,
  ];
  for (const statement of ordinary) await server.db.execute(statement);
  await server.db.execute(sql`analyze users, groups, group_members, security_keys, enrolments, events`);
});
afterAll(() => counted.stop());

/** What was asked of the database for a query. */
async function statementsOf(query: string): Promise<CountedServer['statements']> {
  const from = counted.statements.length;
  await script.ask(query);
  return counted.statements.slice(from);
}

/** The statements that a page takes, without the one that says who calls. */
const statementsOfPage = async (query: string) => (await statementsOf(query)).filter(({ text }) => !text.includes('from "api_tokens"'));

describe('a page of people', () => {
  const page = (node: string, first = 50) => `{ users(first: ${first}) { edges { cursor node { ${node} } } pageInfo { hasNextPage endCursor } } }`;

  test.each([
    ['themselves', 'id displayName email username status role', 1],
    ['and their groups', 'id groups { id name description allowedKeyKinds }', 2],
    ['and their keys', 'id securityKeys { __typename id name kind status createdAt }', 2],
    ['with both, whatever of them', 'id groups { id name } securityKeys { id name ... on Smartphone { pinStatus } } again: groups { id } ', 3],
  ])('%s: so many statements however many people', async (_, node, count) => {
    for (const first of [1, 50, 200]) expect(await statementsOfPage(page(node, first))).toHaveLength(count);
  });

  test('asks with the same text whatever its length', async () => {
    const texts = async (first: number) => (await statementsOfPage(page('id groups { id } securityKeys { id }', first))).map(({ text }) => text);
    expect(await texts(7)).toEqual(await texts(150));
  });

  test('is prepared: its text is planned once a connection, however many are asked for', async () => {
    const one = await testDatabase({ max: 1 });
    onTestFinished(() => one.end());
    for (const ids of [['usr_1'], ['usr_1', 'usr_2', 'usr_3'], []]) expect(await usersByIds(one.db, counted.workspaceId, ids)).toEqual([]);
    const kept =
      await one.sql`select generic_plans + custom_plans as plans from pg_prepared_statements where statement like 'select "workspace_id"%from "users"%'`;
    expect(kept).toMatchObject([{ plans: '3' }]);
  });
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Plan Rows': number;
  Plans?: Plan[];
}

/** A plan's nodes, the innermost too. */
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

describe(`at ${people.toLocaleString('en')} people every list goes by an index, and sorts no more than a page`, () => {
  const cursorOf = async (list: string, args = '') => {
    const answer = await script.ask(`{ ${list}(first: 1${args}) { pageInfo { endCursor } } }`);
    return JSON.stringify(answer[list].pageInfo.endCursor);
  };
  const user = `"usr_${'50'.padStart(26, '0')}"`;
  test.each([
    ['users', '', ''],
    ['users', 'orderBy: { field: NAME, descending: true }', ''],
    ['users', 'orderBy: { field: EMAIL, descending: false }', ''],
    ['users', 'orderBy: { field: CREATED_AT, descending: true }', ''],
    ['users', 'orderBy: { field: CREATED_AT, descending: true }, filter: { statuses: [SUSPENDED] }', ''],
    ['users', 'filter: { statuses: [SUSPENDED, PENDING] }', ''],
    ['users', `filter: { groupId: "grp_${'7'.padStart(26, '0')}" }`, ''],
    ['users', 'filter: { keyKind: SMARTPHONE }', ''],
    ['groups', '', ''],
    ['securityKeys', '', ''],
    ['securityKeys', 'filter: { statuses: [LOST] }', ''],
    ['securityKeys', `filter: { userId: ${user} }`, ''],
    ['enrolments', '', ''],
    ['enrolments', 'filter: { statuses: [PENDING] }', ''],
    ['enrolments', `filter: { userId: ${user} }`, ''],
    ['events', '', ''],
    ['events', 'filter: { types: [USER_SUSPENDED] }', ''],
    ['events', `filter: { userId: ${user} }`, ''],
  ])('%s(%s)', async (list, args) => {
    const rest = args && `, ${args}`;
    const after = await cursorOf(list, rest);
    // An incremental sort is none: it puts in order the equals of what an index gives in order.
    for (const place of ['', `, after: ${after}`]) {
      for (const { text, values } of await statementsOfPage(`{ ${list}(first: 50${rest}${place}) { edges { cursor } } }`)) {
        const [row] = await counted.database.sql.unsafe(`explain (format json) ${text}`, values as never);
        const nodes = nodesOf(row?.['QUERY PLAN'][0].Plan);
        const slow = nodes.filter(
          (node) =>
            (node['Node Type'] === 'Seq Scan' && node['Relation Name'] !== 'groups') || (node['Node Type'] === 'Sort' && node['Plan Rows'] > 5_000),
        );
        expect({ text, slow }).toEqual({ text, slow: [] });
      }
    }
  });
});
