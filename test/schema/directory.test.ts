import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupMembers, users } from '../../src/db/tables/directory.ts';
import { newId } from '../../src/lib/ids.ts';
import { onlineAgent, testTap } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate, signIn } from '../support/people.ts';
import { addGroup, addUser, behindProxy, invite, scriptWith, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rowCounts } from '../support/tables.ts';

let server: TestServer;
let owner: ApiClient;
let ownerKey: Authenticator;
let workspaceId: string;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner, key: ownerKey } = await server.owner());
  workspaceId = (await owner.ask('{ workspace { id } }')).workspace.id;
});
afterAll(() => server.stop());

const fields = 'id displayName email username employeeNumber department phone status role suspendedAt groups { id name } securityKeys { id status }';
const userOf = async (id: string) => (await owner.ask(`query ($id: ID!) { user(id: $id) { ${fields} } }`, { id })).user;
const search = async (filter: Record<string, unknown>, by = owner) =>
  (await by.ask('query ($filter: UserFilter) { users(filter: $filter, first: 200) { totalCount edges { node { displayName } } } }', { filter }))
    .users;
const names = (connection: Answer['data']): string[] => connection.edges.map(({ node }: Answer['data']) => node.displayName ?? node.name);

describe('S1: people', () => {
  test('are added with everything an organisation keeps, changed in part, and trimmed', async () => {
    const id = await addUser(owner, {
      displayName: '  Ada Lovelace ',
      email: 'ada@example.org',
      username: 'ada',
      employeeNumber: 'E1',
      department: 'Engines',
      phone: '',
    });
    expect(await userOf(id)).toEqual({
      id,
      displayName: 'Ada Lovelace',
      email: 'ada@example.org',
      username: 'ada',
      employeeNumber: 'E1',
      department: 'Engines',
      phone: null,
      status: 'NO_KEY',
      role: null,
      suspendedAt: null,
      groups: [],
      securityKeys: [],
    });
    const change = (changes: Record<string, unknown>) => owner.mutate('updateUser', { userId: id, changes }, `user { ${fields} }`);
    // What is left out stays; null empties.
    expect((await change({ department: null, phone: '+46' })).user).toMatchObject({
      displayName: 'Ada Lovelace',
      department: null,
      phone: '+46',
      employeeNumber: 'E1',
    });
    expect(await change({ displayName: null, email: 'x' })).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ path: ['changes', 'displayName'] }, { path: ['changes', 'email'] }],
    });
    expect(await change({ email: 'OLIVE@example.org', username: 'Olive' })).toMatchObject({
      issues: [
        { path: ['changes', 'email'], code: 'EMAIL_TAKEN' },
        { path: ['changes', 'username'], code: 'USERNAME_TAKEN' },
      ],
    });
    // Their own, in another case, is theirs to take.
    expect((await change({ email: 'ADA@example.org', username: 'ADA' })).user).toMatchObject({ email: 'ADA@example.org', username: 'ADA' });
    await server.app.server.sequencer.idle();
    const { user } = await owner.ask('query ($id: ID!) { user(id: $id) { events(first: 10) { edges { node { type details { name value } } } } } }', {
      id,
    });
    expect(user.events.edges.map(({ node }: Answer['data']) => node)).toEqual([
      { type: 'USER_UPDATED', details: [{ name: 'fields', value: '["email","username"]' }] },
      { type: 'USER_UPDATED', details: [{ name: 'fields', value: '["department","phone"]' }] },
      { type: 'USER_GROUPS_CHANGED', details: [{ name: 'groupIds', value: '[]' }] },
      { type: 'USER_CREATED', details: [] },
    ]);
  });

  test('are suspended and let in again; doing it twice changes nothing', async () => {
    const { link, userId, keyId } = await invite(server, owner);
    await activate(visitor(server), link, phone());
    const suspend = () => owner.mutate('suspendUser', { userId }, `user { ${fields} }`);
    const resume = () => owner.mutate('resumeUser', { userId }, `user { ${fields} }`);
    expect((await suspend()).user).toMatchObject({
      status: 'SUSPENDED',
      suspendedAt: server.clock.now().toISOString(),
      securityKeys: [{ id: keyId, status: 'ACTIVE' }],
    });
    server.clock.advance(1_000);
    const again = await suspend();
    expect(again.user.suspendedAt).toBe(new Date(server.clock.now().getTime() - 1_000).toISOString());
    expect((await resume()).user).toMatchObject({ status: 'ACTIVE', suspendedAt: null });
    expect((await resume()).user).toMatchObject({ status: 'ACTIVE' });
    await server.app.server.sequencer.idle();
    const { events } = await owner.ask(
      'query ($id: ID!) { events(filter: { userId: $id, types: [USER_SUSPENDED, USER_RESUMED] }) { edges { node { type } } } }',
      { id: userId },
    );
    expect(events.edges.map(({ node }: Answer['data']) => node.type)).toEqual(['USER_RESUMED', 'USER_SUSPENDED']);
  });

  test('a suspended person’s link does nothing until they are let in again', async () => {
    const { link, userId } = await invite(server, owner);
    await owner.mutate('suspendUser', { userId }, 'user { id }');
    const browser = visitor(server);
    expect(await activate(browser, link, phone())).toMatchObject({ code: 'PERSON_SUSPENDED' });
    await owner.mutate('resumeUser', { userId }, 'user { id }');
    expect(await activate(browser, link, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
  });

  test('are deleted with everything that is theirs; the log keeps what happened, and their email is free again', async () => {
    const { link, userId, keyId, enrolmentId, email } = await invite(server, owner, { hardwareKey: {} });
    const key = hardwareKey();
    await activate(visitor(server), link, key, { onPhone: false });
    expect(await owner.mutate('deleteUser', { userId }, 'userId')).toMatchObject({ userId });
    expect(await owner.mutate('deleteUser', { userId }, 'userId')).toMatchObject({ code: 'NOT_FOUND' });
    const {
      node,
      key: gone,
      enrolment,
    } = await owner.ask('query ($u: ID!, $k: ID!, $e: ID!) { node(id: $u) { id } key: securityKey(id: $k) { id } enrolment(id: $e) { id } }', {
      u: userId,
      k: keyId,
      e: enrolmentId,
    });
    expect([node, gone, enrolment]).toEqual([null, null, null]);
    for (const table of ['webauthn_credentials', 'activation_links', 'activation_sessions']) {
      const column = table === 'webauthn_credentials' ? 'user_id' : 'enrolment_id';
      const rows = await server.database
        .sql`select 1 from ${server.database.sql(table)} where ${server.database.sql(column)} in (${userId}, ${enrolmentId})`;
      expect(rows.length, table).toBe(0);
    }
    await server.app.server.sequencer.idle();
    const { events } = await owner.ask(
      'query ($id: ID!) { events(filter: { userId: $id }, first: 1) { edges { node { type userId user { id } } } } }',
      { id: userId },
    );
    expect(events.edges[0].node).toEqual({ type: 'USER_DELETED', userId, user: null });
    await addUser(owner, somebody({ email }));
  });

  test('nobody deletes themselves', async () => {
    const { viewer } = await owner.ask('{ viewer { ... on User { id } } }');
    expect(await owner.mutate('deleteUser', { userId: viewer.id }, 'userId')).toMatchObject({ code: 'NOT_ONESELF' });
  });
});

describe('S1: a search', () => {
  test('finds part of the name, email, username or number, and takes %, _ and \\ as they are', async () => {
    for (const displayName of ['Find 100% Cotton', 'Find 100 Cotton', 'Find snake_case', 'Find snakeXcase', 'Find back\\slash', 'Find ÅNGSTRÖM']) {
      await addUser(owner, somebody({ displayName }));
    }
    await addUser(owner, somebody({ displayName: 'Find by number', employeeNumber: 'NR-4711' }));
    const found = async (text: string) => names(await search({ search: text })).filter((name) => name.startsWith('Find'));
    expect(await found('100%')).toEqual(['Find 100% Cotton']);
    expect(await found('Find 100')).toEqual(['Find 100 Cotton', 'Find 100% Cotton'].sort());
    expect(await found('snake_')).toEqual(['Find snake_case']);
    expect(await found('back\\s')).toEqual(['Find back\\slash']);
    expect(await found('\\')).toEqual(['Find back\\slash']);
    expect(await found('ångström')).toEqual(['Find ÅNGSTRÖM']);
    expect(await found('A\u030angstro\u0308m')).toEqual(['Find ÅNGSTRÖM']);
    expect(await found('nr-47')).toEqual(['Find by number']);
    expect(await found('   ')).toHaveLength(7);
    expect((await search({ search: 'nobody is called that' })).totalCount).toBe(0);
    const long = await owner.send('query ($s: String) { users(filter: { search: $s }) { totalCount } }', { s: 'x'.repeat(201) });
    expect(long.errors[0]?.extensions.issues).toMatchObject([{ path: ['search'], code: 'TOO_LONG' }]);
  });

  test('goes with filters by status, role, group and kind of key; all must fit', async () => {
    const groupId = await addGroup(owner, 'Filter');
    const [inside, outside] = [await invite(server, owner), await invite(server, owner, { hardwareKey: {} })];
    for (const { userId } of [inside]) await owner.mutate('setUserGroups', { userId, groupIds: [groupId] }, 'user { id }');
    const ids = async (filter: Record<string, unknown>) =>
      (await owner.ask('query ($filter: UserFilter) { users(filter: $filter, first: 200) { edges { node { id } } } }', { filter })).users.edges.map(
        ({ node }: Answer['data']) => node.id,
      );
    expect(await ids({ groupId })).toEqual([inside.userId]);
    expect(await ids({ groupId, keyKind: 'HARDWARE_KEY' })).toEqual([]);
    expect(await ids({ groupId, keyKind: 'SMARTPHONE', statuses: ['PENDING'] })).toEqual([inside.userId]);
    expect(await ids({ groupId, statuses: ['ACTIVE', 'NO_KEY'] })).toEqual([]);
    expect(await ids({ groupId, statuses: [] })).toEqual([]);
    expect(await ids({ keyKind: 'HARDWARE_KEY', statuses: ['PENDING'] })).toEqual([outside.userId]);
    expect(names(await search({ roles: ['OWNER'] }))).toEqual(['Olive Owner']);
    expect((await search({ roles: ['AUDITOR'] })).totalCount).toBe(0);
  });
});

describe('S1: pages through 250 people, most with the same name', () => {
  let groupId: string;
  const all: string[] = [];
  beforeAll(async () => {
    groupId = await addGroup(owner, 'Crowd');
    const now = server.clock.now();
    const rows = Array.from({ length: 250 }, (_, i) => ({
      workspaceId,
      id: newId('user'),
      displayName: i % 10 === 0 ? `Ölga ${i}` : i % 2 ? 'Same Name' : 'SAME name',
      email: `${i % 3 ? 'crowd' : 'CROWD'}${i}@example.org`,
      username: `crowd${i}`,
      employeeNumber: null,
      department: null,
      phone: null,
      status: 'NO_KEY' as const,
      role: null,
      suspendedAt: null,
      createdAt: now,
      updatedAt: now,
    }));
    await server.database.db.insert(users).values(rows);
    await server.database.db.insert(groupMembers).values(rows.map(({ id: userId }) => ({ workspaceId, groupId, userId, joinedAt: now })));
    all.push(...rows.map(({ id }) => id));
  });

  const page = async (orderBy: Record<string, unknown>, args: Record<string, unknown>) =>
    (
      await owner.ask(
        `query ($groupId: ID!, $orderBy: UserOrder, $first: Int, $after: String, $last: Int, $before: String) {
          users(filter: { groupId: $groupId }, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
            totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id displayName email } } } }`,
        { groupId, orderBy, ...args },
      )
    ).users;
  const idsOf = (connection: Answer['data']): string[] => connection.edges.map(({ node }: Answer['data']) => node.id);

  test.each([
    ['NAME', false],
    ['NAME', true],
    ['EMAIL', false],
    ['EMAIL', true],
    ['CREATED_AT', false],
    ['CREATED_AT', true],
  ])('by %s, descending %s: forward and backward show everyone exactly once, in the same order', async (field, descending) => {
    const orderBy = { field, descending };
    const forward: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const part: Answer['data'] = await page(orderBy, { first: 60, after });
      expect(part.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(part.totalCount).toBe(250);
      forward.push(...idsOf(part));
      ({ endCursor: after, hasNextPage: more } = part.pageInfo);
    }
    expect([...forward].sort()).toEqual([...all].sort());
    const backward: string[] = [];
    for (let before: string | null = null, more = true; more; ) {
      const part: Answer['data'] = await page(orderBy, { last: 60, before });
      expect(part.pageInfo.hasNextPage).toBe(before !== null);
      backward.unshift(...idsOf(part));
      ({ startCursor: before, hasPreviousPage: more } = part.pageInfo);
    }
    expect(backward).toEqual(forward);
    if (field === 'CREATED_AT') expect(forward).toEqual(descending ? [...all].reverse() : all);
  });

  test('a page goes on from where it was, whoever is added meanwhile', async () => {
    const orderBy = { field: 'NAME', descending: false };
    const first = await page(orderBy, { first: 100 });
    const early = await addUser(owner, somebody({ displayName: 'AAA Early' }));
    const late = await addUser(owner, somebody({ displayName: 'ZZZ Late' }));
    for (const userId of [early, late]) await owner.mutate('setUserGroups', { userId, groupIds: [groupId] }, 'user { id }');
    const [second, third] = [
      await page(orderBy, { first: 100, after: first.pageInfo.endCursor }),
      await page(orderBy, { first: 1, after: first.edges[99].cursor }),
    ];
    expect(idsOf(third)).toEqual(idsOf(second).slice(0, 1));
    expect(idsOf(second).some((id) => idsOf(first).includes(id) || id === early)).toBe(false);
    for (const userId of [early, late]) await owner.mutate('deleteUser', { userId }, 'userId');
  });

  test('the group’s own members are the same pages', async () => {
    const { group } = await owner.ask(
      'query ($id: ID!) { group(id: $id) { memberCount members(first: 200) { pageInfo { hasNextPage } edges { node { id } } } } }',
      { id: groupId },
    );
    expect(group.memberCount).toBe(250);
    expect(idsOf(group.members)).toEqual(idsOf(await page({ field: 'NAME' }, { first: 200 })));
  });
});

describe('S4: groups', () => {
  test('are added, renamed, described, searched and deleted; their members stay', async () => {
    const groupId = await addGroup(owner, 'Night_shift');
    expect(await owner.mutate('createGroup', { name: 'NIGHT_shift' }, 'group { id }')).toMatchObject({
      issues: [{ path: ['name'], code: 'GROUP_NAME_TAKEN' }],
    });
    const update = (changes: Record<string, unknown>) =>
      owner.mutate('updateGroup', { groupId, ...changes }, 'group { name description allowedKeyKinds memberCount }');
    expect((await update({ description: 'After dark', allowedKeyKinds: ['SMARTPHONE'] })).group).toEqual({
      name: 'Night_shift',
      description: 'After dark',
      allowedKeyKinds: ['SMARTPHONE'],
      memberCount: 0,
    });
    expect((await update({ name: 'Nights' })).group).toMatchObject({ name: 'Nights', description: 'After dark', allowedKeyKinds: ['SMARTPHONE'] });
    expect((await update({ description: null, allowedKeyKinds: null })).group).toMatchObject({ description: null, allowedKeyKinds: null });
    expect(await update({ name: '' })).toMatchObject({ issues: [{ path: ['name'], code: 'REQUIRED' }] });
    await addGroup(owner, 'Night_');
    const found = async (text: string) =>
      names((await owner.ask('query ($s: String) { groups(search: $s) { edges { node { name } } } }', { s: text })).groups);
    expect(await found('NIGHT')).toEqual(['Night_', 'Nights']);
    expect(await found('t_')).toEqual(['Night_']);
    const ordered = async (orderBy: object) =>
      names((await owner.ask('query ($o: GroupOrder) { groups(search: "night", orderBy: $o) { edges { node { name } } } }', { o: orderBy })).groups);
    expect(await ordered({ field: 'NAME', descending: true })).toEqual(['Nights', 'Night_']);
    expect(await ordered({ field: 'CREATED_AT' })).toEqual(['Nights', 'Night_']);
    expect(await ordered({ field: 'CREATED_AT', descending: true })).toEqual(['Night_', 'Nights']);

    const userId = await addUser(owner);
    await owner.mutate('setUserGroups', { userId, groupIds: [groupId, groupId] }, 'user { id }');
    expect((await userOf(userId)).groups).toEqual([{ id: groupId, name: 'Nights' }]);
    expect(await owner.mutate('deleteGroup', { groupId }, 'groupId')).toMatchObject({ groupId });
    expect(await userOf(userId)).toMatchObject({ groups: [] });
  });

  test('setUserGroups makes the groups exactly these, or changes nothing', async () => {
    const [a, b] = [await addGroup(owner, 'Alpha'), await addGroup(owner, 'beta')];
    const userId = await addUser(owner);
    const put = (groupIds: string[]) => owner.mutate('setUserGroups', { userId, groupIds }, 'user { groups { name } }');
    expect((await put([b, a])).user.groups.map(({ name }: { name: string }) => name)).toEqual(['Alpha', 'beta']);
    expect(await put([a, 'grp_none'])).toMatchObject({ issues: [{ path: ['groupIds', '1'], code: 'GROUP_UNKNOWN' }] });
    expect((await userOf(userId)).groups).toHaveLength(2);
    expect((await put([])).user.groups).toEqual([]);
  });

  test('addGroupMember and removeGroupMember change one group, once, whoever changes the others meanwhile', async () => {
    const groupIds = [await addGroup(owner, 'One by one'), await addGroup(owner, 'Two by two'), await addGroup(owner, 'Three by three')];
    const [first = '', second = '', third = ''] = groupIds;
    const userId = await addUser(owner);
    const add = (groupId: string) => owner.mutate('addGroupMember', { groupId, userId }, 'user { groups { id } }');
    const remove = (groupId: string) => owner.mutate('removeGroupMember', { groupId, userId }, 'user { groups { id } }');
    await Promise.all(groupIds.flatMap((id) => [add(id), add(id)]));
    expect((await userOf(userId)).groups.map(({ id }: { id: string }) => id).sort()).toEqual([...groupIds].sort());
    expect((await remove(second)).user.groups).toHaveLength(2);
    expect((await remove(second)).user.groups).toHaveLength(2);
    for (const change of [add, remove]) expect(await change('grp_none')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await owner.mutate('addGroupMember', { groupId: first, userId: 'usr_none' }, 'user { id }')).toMatchObject({ code: 'NOT_FOUND' });
    await server.app.server.sequencer.idle();
    const { events } = await owner.ask(
      'query ($id: ID!) { events(filter: { userId: $id, types: [USER_GROUPS_CHANGED] }) { edges { node { details { name value } } } } }',
      { id: userId },
    );
    const told = events.edges.map(({ node }: Answer['data']) => JSON.parse(node.details[0].value));
    expect(told.map((ids: string[]) => ids.length)).toEqual([2, 3, 2, 1, 0]);
    expect(told[0].sort()).toEqual([first, third].sort());
  });

  test('decide which kinds of key a member may be given; what members have stays', async () => {
    const [phones, keys, none] = [
      await addGroup(owner, 'Phones', ['SMARTPHONE']),
      await addGroup(owner, 'Keys', ['HARDWARE_KEY']),
      await addGroup(owner, 'None', []),
    ];
    const before = await rowCounts(server.database);
    const create = (groupIds: string[], securityKey: object) =>
      owner.mutate('createUser', { details: somebody(), groupIds, securityKey }, 'enrolment { status }');
    expect(await create([phones], { hardwareKey: {} })).toMatchObject({ code: 'KEY_KIND_NOT_ALLOWED', message: expect.stringContaining('Phones') });
    expect(await create([phones, keys], { smartphone: {} })).toMatchObject({ code: 'KEY_KIND_NOT_ALLOWED' });
    expect(await create([none], { smartphone: {} })).toMatchObject({ code: 'KEY_KIND_NOT_ALLOWED', message: expect.stringContaining('no key') });
    expect((await rowCounts(server.database)).users).toBe(before.users);
    expect(await create([phones], { smartphone: {} })).toMatchObject({ enrolment: { status: 'PENDING' } });

    const { userId, keyId } = await invite(server, owner, { hardwareKey: {} });
    await owner.mutate('setUserGroups', { userId, groupIds: [phones] }, 'user { id }');
    expect(await owner.mutate('assignSecurityKey', { userId, securityKey: { hardwareKey: {} } }, 'enrolment { id }')).toMatchObject({
      code: 'KEY_KIND_NOT_ALLOWED',
    });
    expect((await userOf(userId)).securityKeys).toEqual([{ id: keyId, status: 'PENDING' }]);
  });
});

describe('an idempotency key', () => {
  test('repeated gives the same answer and one effect; with another input it is refused; another caller’s is their own', async () => {
    const input = { details: somebody(), securityKey: { smartphone: {} }, idempotencyKey: 'once' };
    const create = (by = owner, given: Record<string, unknown> = input) => by.mutate('createUser', given, 'user { id } enrolment { id }');
    const first = await create();
    expect(await create()).toEqual(first);
    expect(await create(owner, { ...input, note: 'other words' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await owner.mutate('createGroup', { name: 'Once', idempotencyKey: 'once' }, 'group { id }')).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const { script } = await scriptWith(server, owner, ['DIRECTORY', 'ENROLMENT']);
    expect(await create(script)).toMatchObject({ code: 'INVALID_INPUT', issues: [{ code: 'EMAIL_TAKEN' }, { code: 'USERNAME_TAKEN' }] });
    const rows = await server.database.sql`select 1 from mail_outbox where user_id = ${first.user.id}`;
    expect(rows.length).toBe(1);
  });

  test('used by eight at once makes one person and one mail', async () => {
    const input = { details: somebody(), securityKey: { smartphone: {} }, idempotencyKey: 'at once' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => owner.mutate('createUser', input, 'user { id } enrolment { id }')));
    expect(new Set(answers.map((answer) => answer.user?.id)).size).toBe(1);
    const rows = await server.database.sql`select 1 from mail_outbox where user_id = ${answers[0].user.id}`;
    expect(rows.length).toBe(1);
  });

  test('of a call that failed is free for the next one', async () => {
    const details = somebody();
    const create = (given: object) => owner.mutate('createUser', { details: given, idempotencyKey: 'second try' }, 'user { displayName }');
    expect(await create({ ...details, email: 'nobody' })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await create(details)).toMatchObject({ user: { displayName: details.displayName } });
  });

  test.each(['', 'x'.repeat(201), 'a\nb'])('that is none is refused: %j', async (idempotencyKey) => {
    expect(await owner.mutate('createGroup', { name: 'Never', idempotencyKey }, 'group { id }')).toMatchObject({
      issues: [{ path: ['idempotencyKey'] }],
    });
  });

  test('works for keys, groups and wizards too', async () => {
    const userId = await addUser(owner);
    for (const [name, input, selection] of [
      ['assignSecurityKey', { userId, securityKey: { smartphone: {} } }, 'enrolment { id }'],
      ['createGroup', { name: 'Only once' }, 'group { id }'],
      ['startUserWizard', {}, 'wizard { id }'],
    ] as const) {
      const call = () => owner.mutate(name, { ...input, idempotencyKey: `one ${name}` }, selection);
      expect(await call(), name).toEqual(await call());
    }
    expect((await userOf(userId)).securityKeys).toHaveLength(1);
  });
});

test('node and nodes find everything that has an id of its own, in order, null where there is nothing', async () => {
  await signIn(owner, ownerKey);
  const { userId, keyId, enrolmentId } = await invite(server, owner, { hardwareKey: {} });
  const groupId = await addGroup(owner, 'Nodes');
  const { tokenId } = await scriptWith(server, owner, ['READ']);
  const { wizard } = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  const { sessions } = await owner.ask('{ sessions { id } }');
  const phoneKey = (await invite(server, owner)).keyId;
  const cardKey = (await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } })).keyId;
  const { agent, readerId, socket } = await onlineAgent(server, owner);
  const wish = { name: 'Nodes', type: 'PUBLIC', redirectUris: ['https://app.example.org/callback'] };
  const { application } = await owner.mutate('createApplication', wish, 'application { id }');
  const ids = {
    User: userId,
    HardwareKey: keyId,
    Smartphone: phoneKey,
    ContactlessCard: cardKey,
    ReaderAgent: agent.id,
    Reader: readerId,
    TapJob: await testTap(owner, readerId),
    Enrolment: enrolmentId,
    Group: groupId,
    ApiToken: tokenId,
    Application: application.id,
    UserWizard: wizard.id,
    Session: sessions[0].id,
    Workspace: workspaceId,
  };
  const { nodes } = await owner.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
    ids: ['usr_none', ...Object.values(ids), userId],
  });
  expect(nodes).toEqual([null, ...Object.entries(ids).map(([__typename, id]) => ({ __typename, id })), { __typename: 'User', id: userId }]);
  for (const [__typename, id] of Object.entries(ids)) {
    expect(await owner.ask('query ($id: ID!) { node(id: $id) { __typename id } }', { id })).toEqual({ node: { __typename, id } });
  }
  await socket.close();
  // Whatever says that it is a Node is in the list.
  const { __type } = await owner.ask('{ __type(name: "Node") { possibleTypes { name } } }');
  expect(__type.possibleTypes.map(({ name }: { name: string }) => name).sort()).toEqual(Object.keys(ids).sort());
});

test('S1: a key is suspended, resumed, renamed, lost and revoked as its state allows, and the person’s status follows', async () => {
  const { link, userId, keyId } = await invite(server, owner);
  const move = (name: string) => owner.mutate(name, { keyId }, 'securityKey { status user { status } }');
  expect(await move('suspendSecurityKey')).toMatchObject({ code: 'KEY_STATE' });
  expect(await move('resumeSecurityKey')).toMatchObject({ code: 'KEY_STATE' });
  await activate(visitor(server), link, phone());
  expect(await move('suspendSecurityKey')).toMatchObject({ securityKey: { status: 'SUSPENDED', user: { status: 'SUSPENDED' } } });
  expect(await move('suspendSecurityKey')).toMatchObject({ code: 'KEY_STATE' });
  expect(await move('resumeSecurityKey')).toMatchObject({ securityKey: { status: 'ACTIVE', user: { status: 'ACTIVE' } } });
  expect(await owner.mutate('renameSecurityKey', { keyId, name: ' Red phone ' }, 'securityKey { name }')).toMatchObject({
    securityKey: { name: 'Red phone' },
  });
  expect(await move('reportSecurityKeyLost')).toMatchObject({ securityKey: { status: 'LOST', user: { status: 'NO_KEY' } } });
  expect(await move('resumeSecurityKey')).toMatchObject({ code: 'KEY_STATE' });
  expect(await move('revokeSecurityKey')).toMatchObject({ securityKey: { status: 'REVOKED' } });
  expect(await move('revokeSecurityKey')).toMatchObject({ code: 'KEY_STATE' });

  // Revoking one that waits cancels its enrolment.
  const { enrolment } = await owner.mutate('assignSecurityKey', { userId, securityKey: { smartphone: {} } }, 'enrolment { id securityKey { id } }');
  await owner.mutate('revokeSecurityKey', { keyId: enrolment.securityKey.id }, 'securityKey { status }');
  const after = await owner.ask(
    'query ($id: ID!, $k: ID!) { enrolment(id: $id) { status } securityKeys(filter: { userId: $k }) { edges { node { status } } } }',
    { id: enrolment.id, k: userId },
  );
  expect(after.enrolment.status).toBe('CANCELLED');
  expect(after.securityKeys.edges).toHaveLength(2);
});

test('keys are found by their name, and by their person’s name, email, username and employee number', async () => {
  const made = await owner.mutate(
    'createUser',
    {
      details: { displayName: 'Zofia Ćwik', email: 'z.cwik@elsewhere.example', username: 'zofka', employeeNumber: 'E-7731' },
      securityKey: { hardwareKey: { name: 'Blue 100% key' } },
    },
    'enrolment { securityKey { id } }',
  );
  const keyId = made.enrolment.securityKey.id;
  await invite(server, owner, { hardwareKey: { name: 'Blue 1000 key' } });
  const found = async (search: string, rest = '') =>
    (
      await owner.ask(`query ($s: String) { securityKeys(filter: { search: $s ${rest} }) { edges { node { id } } } }`, { s: search })
    ).securityKeys.edges.map(({ node }: Answer['data']) => node.id);
  for (const search of ['blue 100%', ' ZOFIA ćw', '@ELSEWHERE.', 'zofk', 'e-7731']) expect(await found(search), search).toEqual([keyId]);
  expect(await found('zofia', 'kinds: [SMARTPHONE]')).toEqual([]);
  expect(await found('nobody has this')).toEqual([]);
  expect((await found('')).length).toBeGreaterThan(1);
  const { errors } = await owner.send('{ securityKeys(filter: { search: "SEARCH" }) { edges { node { id } } } }'.replace('SEARCH', 'x'.repeat(201)));
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
});
