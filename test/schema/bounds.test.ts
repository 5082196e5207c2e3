import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { addGroup, addUser, behindProxy, invite, somebody } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

const groups = (variables: Record<string, unknown>) =>
  owner.send(
    `query ($search: String, $orderBy: GroupOrder, $after: String) {
      groups(search: $search, orderBy: $orderBy, first: 2, after: $after) { edges { node { name } } pageInfo { endCursor hasNextPage } }
    }`,
    variables,
  );

test('S4: groups come in the asked order, page by page', async () => {
  for (const name of ['b', 'C', 'a']) await addGroup(owner, name);
  const all = async (orderBy: Record<string, unknown> | null) => {
    const found: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data }: Answer = await groups({ orderBy, after });
      found.push(...data.groups.edges.map(({ node }: Answer['data']) => node.name));
      if (!data.groups.pageInfo.hasNextPage) return found;
      after = data.groups.pageInfo.endCursor;
    }
  };
  expect(await all(null)).toEqual(['a', 'b', 'C']);
  expect(await all({ field: 'NAME', descending: true })).toEqual(['C', 'b', 'a']);
  expect(await all({ field: 'CREATED_AT' })).toEqual(['b', 'C', 'a']);
  expect(await all({ field: 'CREATED_AT', descending: true })).toEqual(['a', 'C', 'b']);
});

test('S4: people come page by page in either order, forwards and backwards, whoever asked before for which', async () => {
  for (const name of ['A', 'B', 'C', 'D', 'E']) await addUser(owner, somebody({ displayName: `Page ${name}` }));
  const ask = async (args: Record<string, unknown>, descending: boolean) => {
    const orderBy = { field: 'NAME', descending };
    const { users } = await owner.ask(
      `query ($first: Int, $last: Int, $after: String, $before: String, $orderBy: UserOrder) {
        users(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy) { edges { cursor node { displayName } } }
      }`,
      { ...args, orderBy },
    );
    return users.edges as { cursor: string; node: { displayName: string } }[];
  };
  for (const descending of [true, false]) {
    const all = await ask({ first: 50 }, descending);
    const [third, fifth] = [all[2]?.cursor, all[4]?.cursor];
    expect(await ask({ last: 2, after: third }, descending)).toEqual(all.slice(3).slice(-2));
    expect(await ask({ first: 2, after: third }, descending)).toEqual(all.slice(3, 5));
    expect(await ask({ first: 2, before: fifth }, descending)).toEqual(all.slice(0, 2));
    expect(await ask({ last: 2, before: fifth }, descending)).toEqual(all.slice(2, 4));
    expect(await ask({ first: 9, after: all[0]?.cursor, before: fifth }, descending)).toEqual(all.slice(1, 4));
    expect(await ask({ last: 1, after: all[0]?.cursor, before: fifth }, descending)).toEqual(all.slice(3, 4));
  }
});

test('a search may have 200 characters', async () => {
  expect((await groups({ search: 'x'.repeat(200) })).data.groups.edges).toEqual([]);
  const { errors } = await groups({ search: 'x'.repeat(201) });
  expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: ['search'], code: 'TOO_LONG' }] });
});

test('S4: a person may be put in 200 groups at once, wherever groups are given', async () => {
  const userId = await addUser(owner);
  const groupIds = Array.from({ length: 201 }, (_, i) => `grp_${i}`);
  const tooMany = { code: 'INVALID_INPUT', issues: [{ path: ['groupIds'], code: 'TOO_LONG' }] };
  const { wizard } = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  expect(await owner.mutate('setUserGroups', { userId, groupIds }, 'user { id }')).toMatchObject(tooMany);
  expect(await owner.mutate('setUserWizardGroups', { wizardId: wizard.id, groupIds }, 'wizard { id }')).toMatchObject(tooMany);
  expect(await owner.mutate('createUser', { details: somebody(), groupIds }, 'user { id }')).toMatchObject(tooMany);
  const unknown = await owner.mutate('setUserGroups', { userId, groupIds: groupIds.slice(1) }, 'user { id }');
  expect(unknown.issues).toHaveLength(200);
});

test('a wizard says which steps are missing, and no next step once it is over', async () => {
  const { wizard } = await owner.mutate('startUserWizard', {}, 'wizard { id nextStep missingSteps }');
  expect(wizard).toMatchObject({ nextStep: 'DETAILS', missingSteps: ['DETAILS', 'GROUPS', 'SECURITY_KEY'] });
  const discarded = await owner.mutate('discardUserWizard', { wizardId: wizard.id }, 'wizard { nextStep }');
  expect(discarded.wizard).toEqual({ nextStep: null });
});

test('S7: a smartphone’s settings come by its node too', async () => {
  const { keyId } = await invite(server, owner, { smartphone: { auditable: false } });
  const { node } = await owner.ask('query ($id: ID!) { node(id: $id) { ... on Smartphone { settings { auditable verification } } } }', { id: keyId });
  expect(node).toEqual({ settings: { auditable: false, verification: 'BIOMETRIC' } });
});
