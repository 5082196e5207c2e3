import { sql } from 'drizzle-orm';
import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiledQueries } from '../../src/http/compiled.ts';
import type { Actor } from '../../src/modules/policy/actor.ts';
import type { SchemaContext } from '../../src/schema/context.ts';
import { schema } from '../../src/schema/index.ts';
import { Loaders } from '../../src/schema/loaders.ts';
import { type CountedServer, startCountedServer } from '../support/countedServer.ts';
import { callBy, signedIn } from '../support/modules.ts';

let counted: CountedServer;
beforeAll(async () => {
  counted = await startCountedServer();
  const { server, workspaceId: w } = counted;
  const id = (prefix: string, number = 'i') => sql.raw(`'${prefix}_' || lpad((${number})::text, 26, '0')`);
  const each = sql.raw('generate_series(1, 12) i');
  const statements = [
    sql`insert into users (workspace_id, id, display_name, email, username, department, status, suspended_at, created_at, updated_at)
      select ${w}, ${id('usr')}, 'Person "' || i || '" Ł', i || '@example.org', 'u' || i, nullif('D' || i, 'D3'), 'ACTIVE', case when i = 4 then now() end, now(), now() from ${each}`,
    sql`insert into groups (workspace_id, id, name, allowed_key_kinds, created_at, updated_at)
      select ${w}, ${id('grp')}, 'Group ' || i, case when i = 2 then '{SMARTPHONE,HARDWARE_KEY}'::text[] end, now(), now() from generate_series(1, 3) i`,
    sql`insert into group_members (workspace_id, group_id, user_id, joined_at) select ${w}, ${id('grp', 'i % 3 + 1')}, ${id('usr')}, now() from ${each} where i <> 5`,
    sql`insert into security_keys (workspace_id, id, user_id, kind, name, status, smartphone, card_activation, created_at)
      select ${w}, ${id('key')}, ${id('usr')}, (array['SMARTPHONE', 'CONTACTLESS_CARD', 'HARDWARE_KEY'])[i % 3 + 1], 'Key', 'PENDING',
        case when i % 3 = 0 then '{"auditable":true,"bluetoothProximity":false,"offlineLogin":false,"verification":"PIN"}'::jsonb end,
        case when i % 3 = 1 then 'BY_USER' end, now() from ${each} where i <> 6`,
    sql`insert into enrolments (workspace_id, id, user_id, key_id, status, proof, created_by, created_at, expires_at)
      select ${w}, ${id('enr')}, ${id('usr')}, ${id('key')}, 'PENDING', 'LINK', 'system', now(), now() + interval '1 day' from ${each} where i <> 6`,
  ];
  for (const statement of statements) await server.db.execute(statement);
});
afterAll(() => counted.stop());

const token = (scopes: ('READ' | 'EVENTS')[] = ['READ', 'EVENTS']): Actor => ({
  type: 'token',
  workspaceId: counted.workspaceId,
  tokenId: 'tok_00000000000000000000000001',
  scopes,
  expiresAt: new Date(8e14),
});

const contextOf = (actor: Actor): SchemaContext => ({ ...callBy(counted.server, actor), loaders: new Loaders(counted.server), setCookie: () => {} });

/** Asks twice: as ever, and as the plugin would have it once the document has come often enough. */
async function ask(query: string, variables: Record<string, unknown> = {}, actor = token()) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const { onExecute } = compiledQueries(1);
  const asEver: ExecutionArgs[] = [];
  const executeFn = (args: ExecutionArgs) => {
    asEver.push(args);
    return execute(args);
  };
  const args = () => ({ schema, document, contextValue: contextOf(actor), variableValues: variables });
  let chosen: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult> = executeFn;
  for (let times = 0; times < 2; times += 1) {
    const setExecuteFn = (given: typeof chosen) => {
      chosen = given;
    };
    await onExecute?.({ args: args(), executeFn, setExecuteFn } as never);
    // The first asks for the compiler to be loaded.
    await import('graphql-jit');
  }
  const [ever, compiled] = [await execute(args()), await chosen(args())];
  return {
    compiled: chosen !== executeFn,
    again: asEver.length > 0,
    data: ever.data,
    answers: [JSON.stringify(ever), JSON.stringify(compiled)] as const,
  };
}

const user = `usr_${'1'.padStart(26, '0')}`;
const key = (i: number) => `key_${String(i).padStart(26, '0')}`;

describe('a query that comes again is compiled, and answered to the letter as ever', () => {
  const page =
    'edges { cursor node { id displayName email department status suspendedAt createdAt groups { id name allowedKeyKinds } securityKeys { __typename id kind createdAt } } }';
  test.each<[string, string, Record<string, unknown>?]>([
    ['a page', `{ users(first: 5) { ${page} pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`],
    [
      'by variables',
      `query Q($first: Int, $filter: UserFilter, $order: UserOrder) { users(first: $first, filter: $filter, orderBy: $order) { totalCount ${page} } }`,
      { first: 3, filter: { statuses: ['ACTIVE'], keyKind: 'SMARTPHONE' }, order: { field: 'EMAIL', descending: true } },
    ],
    [
      'by variables that are left out',
      `query Q($first: Int, $filter: UserFilter) { users(first: $first, filter: $filter) { edges { node { id } } } }`,
    ],
    ['by variables that are null', `query Q($filter: UserFilter) { users(filter: $filter) { edges { node { id } } } }`, { filter: null }],
    ['one value for a list', `query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids: key(3) }],
    ['a number for an id', `query Q($id: ID!) { user(id: $id) { id } }`, { id: 5 }],
    [
      'a moment',
      `query Q($filter: EnrolmentFilter) { enrolments(filter: $filter) { edges { node { id expiresAt } } } }`,
      { filter: { expiresBefore: '2100-01-01T00:00:00Z' } },
    ],
    ['a number that is written out', `{ user(id: 5) { id } }`],
    [
      'kinds of keys',
      `{ securityKeys { edges { node { id ... on Smartphone { settings { verification auditable } pinStatus } ... on ContactlessCard { activation uidSuffix } ... on HardwareKey { credential { aaguid } } user { displayName } enrolment { status } } } } }`,
    ],
    [
      'kinds of nodes',
      `query Q($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on User { email } ... on SecurityKey { name kind } ... on Group { memberCount } } }`,
      { ids: [user, key(1), key(2), `grp_${'1'.padStart(26, '0')}`, 'none'] },
    ],
    [
      'fragments, and fields that come twice',
      `query Q { users(first: 2) { edges { node { ...A } } } users(first: 2) { edges { node { id ...B } } } } fragment A on User { id groups { id } ...B } fragment B on User { email groups { name } }`,
    ],
    [
      'aliases',
      `query Q($id: ID!) { b: users(first: 1) { x: edges { y: node { constructor: id toString: email } } } a: user(id: $id) { hasOwnProperty: id } }`,
      { id: user },
    ],
    ['nobody', `query Q($id: ID!) { user(id: $id) { id groups { id } } }`, { id: 'usr_nobody' }],
    ['an empty list', `query Q($filter: UserFilter) { users(filter: $filter) { ${page} } }`, { filter: { search: 'nobody has it' } }],
    ['who calls', `{ viewer { __typename ... on User { id } ... on ApiToken { id } } }`],
    ['several fields', `{ setupOpen demo groups { edges { node { name } } } enrolmentSummary { pending activated } }`],
  ])('%s', async (_, query, variables) => {
    const { compiled, again, data, answers } = await ask(query, variables);
    expect({ compiled, again }).toEqual({ compiled: true, again: false });
    expect(data).not.toBeNull();
    expect(answers[1]).toBe(answers[0]);
  });

  test('for a person too', async () => {
    const { compiled, answers } = await ask('{ users { edges { node { id } } } }', {}, signedIn(counted.server, counted.workspaceId));
    expect(compiled).toBe(true);
    expect(answers[1]).toBe(answers[0]);
  });
});

describe('what fails is told as ever, since it is executed as ever', () => {
  test.each<[string, string, Record<string, unknown>?]>([
    ['a page that is none', '{ users(first: 1000) { edges { node { id } } } }'],
    ['a field among others', '{ demo users(first: 1000) { edges { node { id } } } groups { edges { node { id } } } }'],
    ['a right that is not there', '{ sessions { id } demo }'],
  ])('%s', async (_, query, variables) => {
    const { compiled, again, answers } = await ask(query, variables, token(['EVENTS']));
    expect({ compiled, again }).toEqual({ compiled: true, again: true });
    expect(answers[0]).toContain('"errors"');
    expect(answers[1]).toBe(answers[0]);
  });
});

describe('what is left as it is', () => {
  test.each<[string, string, Record<string, unknown>?]>([
    ['a mutation', 'mutation { signOut { __typename } }'],
    ['a default of a variable', 'query Q($first: Int = 3) { users(first: $first) { edges { node { id } } } }'],
    ['a variable that does not fit', 'query Q($first: Int) { users(first: $first) { edges { node { id } } } }', { first: 'three' }],
    ['an alias that is no key of an object', `{ users { edges { node { __proto__: id } } } }`],
    ['the schema itself', '{ __schema { queryType { name } } }'],
    ['a text that is written out', `{ user(id: "${user}") { id } }`],
    ['a variable within a literal', `query Q($kind: KeyKind) { users(filter: { keyKind: $kind }) { edges { node { id } } } }`],
    [
      'a condition',
      `query Q($no: Boolean!) { a: users(first: 1) { edges { node { ...F @include(if: $no) id } } } b: users(first: 2) { edges { node { ...F } } } } fragment F on User { email }`,
      { no: false },
    ],
    ['what may be of many types', `{ node(id: 5) { ${Array.from({ length: 60 }, (_, i) => `a${i}: id`).join(' ')} } }`],
    ['a large one', `{ users { edges { node { ${Array.from({ length: 60 }, (_, i) => `groups { id } a${i}: id`).join(' ')} } } } }`],
    ['kinds within kinds', '{ securityKeys { edges { node { user { securityKeys { id } } } } } }'],
  ])('%s', async (_, query, variables) => {
    const { compiled, answers } = await ask(query, variables);
    expect(compiled).toBe(false);
    expect(answers[1]).toBe(answers[0]);
  });

  test('a text that graphql-jit would take for code, however it is written', async () => {
    const marker = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
    const escaped = marker.replaceAll('_', '\\u005f');
    for (const text of [`"${marker}globalThis.ran=1"`, `"${escaped}globalThis.ran=1"`, `"""${marker}globalThis.ran=1"""`]) {
      expect((await ask(`{ node(id: ${text}) { id } }`)).compiled).toBe(false);
    }
    expect(globalThis).not.toHaveProperty('ran');
  });

  test('another operation than the one that is there', async () => {
    const { onExecute } = compiledQueries(1);
    const document = parse('query A { demo }');
    await import('graphql-jit');
    const chosen: (string | undefined)[] = [];
    for (const operationName of [undefined, undefined, 'A', 'B']) {
      const setExecuteFn = () => void chosen.push(operationName);
      await onExecute?.({ args: { schema, document, operationName, contextValue: contextOf(token()) }, setExecuteFn } as never);
      await import('graphql-jit');
    }
    expect(chosen).toEqual([undefined, 'A']);
  });

  test.each<[string, Actor]>([
    ['nobody', { type: 'anonymous' }],
    ['the operator', { type: 'operator' }],
  ])('what is asked by %s', async (_, actor) => {
    expect((await ask('{ setupOpen }', {}, actor)).compiled).toBe(false);
  });

  test('a document until it has come three times', async () => {
    const { onExecute } = compiledQueries();
    const document = parse('{ demo }');
    await import('graphql-jit');
    const times: number[] = [];
    for (let time = 1; time <= 5; time += 1) {
      const setExecuteFn = () => void times.push(time);
      await onExecute?.({ args: { schema, document, contextValue: contextOf(token()) }, setExecuteFn } as never);
      await import('graphql-jit');
    }
    // The third has the compiler loaded.
    expect(times).toEqual([4, 5]);
  });
});

test('no query takes a @oneOf, which compiled code would not enforce', () => {
  const isOneOf = (type: GraphQLInputType, seen = new Set<string>()): boolean => {
    const named = getNamedType(type);
    if (!isInputObjectType(named) || seen.has(named.name)) return false;
    seen.add(named.name);
    return named.isOneOf || Object.values(named.getFields()).some((field) => isOneOf(field.type, seen));
  };
  const taking = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => Object.values(type.getFields()).some((field) => field.args.some((arg) => isOneOf(arg.type))));
  expect(taking.map((type) => type.name)).toEqual(['Mutation']);
});
