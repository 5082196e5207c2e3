import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate, beginRegistration, finishRegistration, register, toCreationOptions, toCredentialInput, tokenOf } from '../support/people.ts';
import { addGroup, addUser, behindProxy, invite, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { rowCounts } from '../support/tables.ts';

let server: TestServer;
let owner: ApiClient;
let foreignGroup: string;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  const { workspace } = await server.operator.mutate('createWorkspace', { name: 'Another' }, 'workspace { id }');
  server.operator.headers['x-latchkey-workspace'] = workspace.id;
  foreignGroup = await addGroup(server.operator, 'Of another organisation');
});
afterAll(async () => {
  // Whatever came in, nothing went wrong inside.
  const failures = server.logged.filter((line) => JSON.parse(line).level >= 50);
  await server.stop();
  expect(failures).toEqual([]);
});

/** Does something that has to change nothing: no table has a row more or less. @returns what it gave */
async function unchanged<T>(work: () => Promise<T>): Promise<T> {
  await server.app.mailer.idle();
  await server.app.server.sequencer.idle();
  const before = await rowCounts(server.database);
  const given = await work();
  await server.app.server.sequencer.idle();
  expect(await rowCounts(server.database)).toEqual(before);
  return given;
}

const strict = { accept: 'application/graphql-response+json' };

/** Sends a body as it stands, and reads what came. */
async function post(client: ApiClient, body: string, headers: Record<string, string> = {}): Promise<Answer & { text: string }> {
  const response = await client.request({ body, headers: { ...strict, ...headers } });
  const text = await response.text();
  const { data = null, errors = [] } = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, data, errors, text };
}

const ask = (client: ApiClient, query: string, variables: Record<string, unknown> = {}) => post(client, JSON.stringify({ query, variables }));
const codes = ({ errors }: Answer) => errors.map(({ extensions }) => extensions?.code);

describe('a link that does not work', () => {
  const looks = `query ($t: String!) { activationPreview(token: $t) { id } }`;

  test.each([
    ['unknown', 'A'.repeat(43)],
    ['empty', ''],
    ['of 10 kB', 'x'.repeat(10_000)],
    ['with NUL', 'abc\0def'],
    ['of emoji', '🔑🗝️'.repeat(20)],
    ['with SQL', "' or 1=1 --"],
    ['with a lone surrogate', '\ud800'],
  ])('%s is LINK_UNKNOWN, to look at and to open', async (_, token) => {
    const browser = visitor(server);
    await unchanged(async () => {
      const looked = await ask(browser, looks, { t: token });
      expect(looked.status).toBe(200);
      expect(codes(looked)).toEqual(['LINK_UNKNOWN']);
      if (token) expect(looked.text).not.toContain(token);
      expect(await browser.mutate('openActivation', { token }, 'activation { id }')).toMatchObject({
        __typename: 'RefusedError',
        code: 'LINK_UNKNOWN',
      });
    });
    expect(browser.cookies.size).toBe(0);
  });

  test('part of a link is LINK_UNKNOWN too', async () => {
    const { link } = await invite(server, owner);
    const cut = tokenOf(link).slice(0, -1);
    expect(await unchanged(() => visitor(server).mutate('openActivation', { token: cut }, 'activation { id }'))).toMatchObject({
      code: 'LINK_UNKNOWN',
    });
  });

  test('spent, expired, cancelled and replaced each have their code, and cannot be opened', async () => {
    const [spent, cancelled, replaced, expired] = [
      await invite(server, owner),
      await invite(server, owner),
      await invite(server, owner),
      await invite(server, owner),
    ];
    await activate(visitor(server), spent.link, phone());
    await owner.mutate('cancelEnrolment', { enrolmentId: cancelled.enrolmentId }, 'enrolment { id }');
    await owner.mutate('resendActivationLink', { enrolmentId: replaced.enrolmentId }, 'enrolment { id }');
    await server.database
      .sql`update activation_links set expires_at = ${server.clock.now().toISOString()} where enrolment_id = ${expired.enrolmentId}`;
    await unchanged(async () => {
      const of = { LINK_SPENT: spent, LINK_CANCELLED: cancelled, LINK_REPLACED: replaced, LINK_EXPIRED: expired };
      for (const [code, { link }] of Object.entries(of)) {
        const browser = visitor(server);
        expect(codes(await ask(browser, looks, { t: tokenOf(link) }))).toEqual([code]);
        expect(await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }')).toMatchObject({ code });
        expect(browser.cookies.size).toBe(0);
      }
    });
  });
});

describe('an answer of a device that does not fit', () => {
  /** A browser with a phone's link open, and the options for it. */
  async function begun() {
    const { link, keyId } = await invite(server, owner);
    const browser = visitor(server);
    await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
    return { browser, keyId, link, options: (await beginRegistration(browser)).options };
  }
  const answer = async (options: unknown, client = {}) =>
    toCredentialInput(await phone().create(toCreationOptions(options), { origin: server.app.address, ...client }));
  const finish = finishRegistration;

  /** The refusal, and that the person can go on with a proper answer. */
  async function refusedThenFine(credential: (options: unknown) => Promise<Record<string, unknown>>, code: string) {
    const { browser, options } = await begun();
    const input = await credential(options);
    const refused = await unchanged(() => finish(browser, input));
    expect(refused).toMatchObject({ code });
    expect(await register(browser, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
    return refused;
  }

  test.each([
    ['a wrong origin', { origin: 'https://evil.example' }],
    ['the right host on another port', { origin: 'http://localhost:1' }],
    ['crossOrigin', { crossOrigin: true }],
    ['a top origin', { topOrigin: 'https://evil.example' }],
    ['another RP ID', { rpId: 'evil.example' }],
    ['another type', { type: 'webauthn.get' }],
  ])('%s is REGISTRATION_INVALID', (_, client) => refusedThenFine((options) => answer(options, client), 'REGISTRATION_INVALID'));

  test.each([
    ['a challenge of its own making', Buffer.alloc(32, 1).toString('base64url')],
    ['an empty challenge', ''],
  ])('%s is CHALLENGE_SPENT', (_, challenge) => refusedThenFine((options) => answer(options, { challenge }), 'CHALLENGE_SPENT'));

  test('another enrolment’s challenge is CHALLENGE_SPENT, and still works for its own', async () => {
    const [mine, theirs] = [await begun(), await begun()];
    const credential = await answer(theirs.options);
    expect(await unchanged(() => finish(mine.browser, credential))).toMatchObject({ code: 'CHALLENGE_SPENT' });
    expect(await finish(theirs.browser, credential)).toMatchObject({ activation: { status: 'ACTIVATED' } });
  });

  test('an answer without the session, or for another person’s, registers nothing', async () => {
    const { browser, options, link } = await begun();
    const credential = await answer(options);
    expect(await unchanged(() => finish(visitor(server), credential))).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
    // Opened again elsewhere, the challenge of the earlier session is nobody's.
    const later = visitor(server);
    await later.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
    expect(await unchanged(() => finish(later, credential))).toMatchObject({ code: 'CHALLENGE_SPENT' });
    expect(await unchanged(() => finish(browser, credential))).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
  });

  test('a challenge counts once and for 5 minutes, also after a failure', async () => {
    const { browser, options } = await begun();
    await finish(browser, await answer(options, { origin: 'https://evil.example' }));
    expect(await unchanged(async () => finish(browser, await answer(options)))).toMatchObject({ code: 'CHALLENGE_SPENT' });
    const { options: fresh } = await beginRegistration(browser);
    server.clock.advance(5 * 60_000);
    expect(await unchanged(async () => finish(browser, await answer(fresh)))).toMatchObject({ code: 'CHALLENGE_SPENT' });
  });

  test('a replayed answer is over with its session', async () => {
    const { browser, options } = await begun();
    const credential = await answer(options);
    expect(await finish(browser, credential)).toMatchObject({ activation: { status: 'ACTIVATED' } });
    expect(await unchanged(() => finish(browser, credential))).toMatchObject({ code: 'ACTIVATION_SESSION_ENDED' });
  });

  type Response = { clientDataJSON: string; attestationObject: string; transports: string[] };
  const bent = (change: Partial<Response>) => async (options: unknown) => {
    const credential = await answer(options);
    return { ...credential, response: { ...(credential.response as Response), ...change } };
  };

  test.each([
    ['broken CBOR', { attestationObject: Buffer.from('a363666d74', 'hex').toString('base64url') }],
    ['no CBOR', { attestationObject: Buffer.from('hello').toString('base64url') }],
    ['an empty attestation', { attestationObject: '' }],
    ['broken base64 in the attestation', { attestationObject: '!!! no base64 !!!' }],
    ['CBOR of 4 GB that is not there', { attestationObject: Buffer.from('5affffffff', 'hex').toString('base64url') }],
  ])('%s is REGISTRATION_INVALID', (_, change) => refusedThenFine(bent(change), 'REGISTRATION_INVALID'));

  test.each([
    ['broken base64 in the client data', { clientDataJSON: '***' }],
    ['client data that is no JSON', { clientDataJSON: Buffer.from('{').toString('base64url') }],
    ['client data that is null', { clientDataJSON: Buffer.from('null').toString('base64url') }],
    ['client data with a number for a challenge', { clientDataJSON: Buffer.from('{"challenge":7}').toString('base64url') }],
  ])('%s is CHALLENGE_SPENT', (_, change) => refusedThenFine(bent(change), 'CHALLENGE_SPENT'));

  test('an id that is not the credential’s is REGISTRATION_INVALID', () =>
    refusedThenFine(async (options) => ({ ...(await answer(options)), id: 'AAAA', rawId: 'AAAA' }), 'REGISTRATION_INVALID'));

  test('transports that are none are left out', async () => {
    const { browser, options, keyId } = await begun();
    const credential = await bent({ transports: ['hybrid', 'x'.repeat(5_000), 'a\0b', 'smart-card'] })(options);
    expect(await finish(browser, credential)).toMatchObject({ activation: { status: 'ACTIVATED' } });
    const [row] = await server.database.sql`select transports from webauthn_credentials where key_id = ${keyId}`;
    expect(row?.transports).toEqual(['hybrid', 'smart-card']);
  });

  test('a device that is registered already says so, and what it made is not taken', async () => {
    const { browser, options } = await begun();
    const device = phone();
    const first = await device.create(toCreationOptions(options), { origin: server.app.address });
    await finish(browser, toCredentialInput(first));
    const again = { ...options, excludeCredentials: [{ id: first.id, type: 'public-key' }] };
    await expect(device.create(toCreationOptions(again), { origin: server.app.address })).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidStateError' }),
    );
  });
});

describe('a document that is out of bounds', () => {
  const deep = (levels: number) =>
    `{ node(id: "x") { ${'... on User { groups { members { edges { node { '.repeat(levels / 5)} id ${'} } } } }'.repeat(levels / 5)} } }`;
  const nested = (levels: number) => `${'{ a '.repeat(levels)}${'}'.repeat(levels)}`;
  const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join(' ');

  test.each([
    ['50 levels deep', deep(50), 'QUERY_TOO_LARGE'],
    ['50 levels of nothing known', nested(50), 'QUERY_TOO_LARGE'],
    ['with 1,000 aliases', `{ ${many(1_000, (i) => `a${i}: __typename`)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['with 100 aliases', `{ user(id: "x") { ${many(100, (i) => `a${i}: id`)} } }`, 'QUERY_TOO_LARGE'],
    ['with 1,000 directives', `{ __typename ${many(1_000, () => '@skip(if: false)')} }`, 'GRAPHQL_PARSE_FAILED'],
    ['with 50 directives', `{ ${many(10, (i) => `a${i}: __typename ${'@include(if: true) '.repeat(5)}`)} }`, 'QUERY_TOO_LARGE'],
    ['with 30 root fields', `{ ${many(30, (i) => `a${i}: setupOpen`)} }`, 'QUERY_TOO_LARGE'],
    ['with a fragment within itself', `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }`, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'with fragments that double 20 times',
      `{ ...F0 } ${many(20, (i) => `fragment F${i} on Query { a${i}: setupOpen ...F${i + 1} ...F${i + 1} }`)} fragment F20 on Query { z: setupOpen }`,
      'QUERY_TOO_LARGE',
    ],
    ['with an unknown field', '{ viewr { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with an unknown argument', '{ user(idd: "x") { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with an unknown type', '{ viewer { ... on Usr { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['with an unknown enum value', '{ users(orderBy: { field: NAM }) { edges { cursor } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['that does not parse', '{ viewer {', 'GRAPHQL_PARSE_FAILED'],
    ['that is empty', '', 'GRAPHQL_PARSE_FAILED'],
    [
      'with two members of a oneOf',
      'mutation { createUser(input: { details: { displayName: "A", email: "a@b.cd", username: "a" }, securityKey: { smartphone: {}, hardwareKey: {} } }) { __typename } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with none',
      'mutation { createUser(input: { details: { displayName: "A", email: "a@b.cd", username: "a" }, securityKey: {} }) { __typename } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['with a moment that is none', '{ events(filter: { since: "yesterday" }) { edges { cursor } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s is refused before anything runs: HTTP 400', async (_, query, code) => {
    for (const caller of [owner, visitor(server)]) {
      const refused = await unchanged(() => ask(caller, query));
      expect([refused.status, refused.data]).toEqual([400, null]);
      expect(codes(refused)).toContain(code);
      expect(refused.text, 'no name is guessed at').not.toMatch(/did you mean/i);
    }
  });

  test('by GraphQL over HTTP, a client that takes application/json alone hears of it with 200', async () => {
    const refused = await post(owner, JSON.stringify({ query: '{ viewr }' }), { accept: 'application/json' });
    expect([refused.status, codes(refused)]).toEqual([200, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  test.each([
    ['none', {}],
    ['two', { smartphone: {}, hardwareKey: {} }],
    ['a null', { smartphone: null }],
    ['one and a null', { smartphone: {}, hardwareKey: null }],
  ])('a oneOf with %s by variable is refused too', async (_, securityKey) => {
    const refused = await unchanged(() =>
      ask(owner, 'mutation ($input: CreateUserInput!) { createUser(input: $input) { __typename } }', { input: { details: somebody(), securityKey } }),
    );
    expect([refused.status, refused.data]).toEqual([400, null]);
    expect(refused.errors.length).toBeGreaterThan(0);
  });

  test.each([
    '',
    'now',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01',
    '2026-01-01T25:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '+12026-01-01T00:00:00Z',
    '٢٠٢٦-01-01T00:00:00Z',
    7,
    true,
    [],
  ])('a DateTime of %j by variable is refused', async (since) => {
    const refused = await ask(owner, 'query ($since: DateTime) { events(filter: { since: $since }) { edges { cursor } } }', { since });
    expect([refused.status, refused.data]).toEqual([400, null]);
    expect(refused.text).toContain('A DateTime reads like');
  });

  test.each([
    '2026-11-24T14:36:00Z',
    '2026-11-24T14:36:00.123456789+05:30',
    '2028-02-29T00:00-12:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('a DateTime of %s is fine', async (since) => {
    const { status, errors } = await ask(owner, 'query ($since: DateTime) { events(filter: { since: $since }) { edges { cursor } } }', { since });
    expect([status, errors]).toEqual([200, []]);
  });

  test('introspection is for callers who are signed in; __typename is for anybody', async () => {
    for (const query of [
      '{ __schema { queryType { name } } }',
      '{ __type(name: "User") { name } }',
      '{ ...F } fragment F on Query { ... { __schema { queryType { name } } } }',
    ]) {
      const refused = await ask(visitor(server), query);
      expect([refused.status, codes(refused)]).toEqual([401, ['SIGN_IN_REQUIRED']]);
      expect((await ask(owner, query)).errors).toEqual([]);
    }
    expect((await ask(visitor(server), '{ __typename setupOpen }')).data).toEqual({ __typename: 'Query', setupOpen: false });
  });
});

describe('a page that is none', () => {
  const lists = ['users', 'groups', 'securityKeys', 'enrolments', 'userWizards', 'events'];
  test.each([
    ['first: 0', 'first'],
    ['first: -1', 'first'],
    ['first: 201', 'first'],
    ['last: 0', 'last'],
    ['last: 201', 'last'],
    ['first: 1, last: 1', 'first'],
    ['after: ""', 'after'],
    ['after: "x"', 'after'],
    ['after: "WyIwIl0gOyBkcm9wIHRhYmxl"', 'after'],
    ['before: "bnVsbA"', 'before'],
    [`after: "${Buffer.from('["a\\u0000b","c"]').toString('base64url')}"`, 'after'],
    [`after: "${Buffer.from('[1,2]').toString('base64url')}"`, 'after'],
    [`after: "${'x'.repeat(20_000)}"`, 'after'],
  ])('%s is INVALID_INPUT, in every list', async (page, path) => {
    for (const list of lists) {
      const refused = await ask(owner, `{ ${list}(${page}) { edges { cursor } } }`);
      expect(refused.status).toBe(200);
      expect(codes(refused), list).toEqual(['INVALID_INPUT']);
      expect(refused.errors[0]?.extensions.issues).toMatchObject([{ path: [path], code: 'INVALID_PAGE' }]);
    }
  });

  test('a log cursor of letters, and more ids than 200, are refused', async () => {
    const letters = Buffer.from('["abc"]').toString('base64url');
    expect(codes(await ask(owner, `{ events(after: "${letters}") { edges { cursor } } }`))).toEqual(['INVALID_INPUT']);
    expect(codes(await ask(owner, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array(201).fill('x') }))).toEqual(['INVALID_INPUT']);
  });
});

describe('an id or text that nothing can have', () => {
  test.each(['', 'x', 'usr_', `usr_${'z'.repeat(26)}`, '7', 'x'.repeat(9_000), '💥', "'; drop table users; --"])('%j finds nothing', async (id) => {
    const { status, data, errors } = await ask(
      owner,
      'query ($id: ID!) { user(id: $id) { id } group(id: $id) { id } securityKey(id: $id) { id } enrolment(id: $id) { id } userWizard(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }',
      { id },
    );
    expect([status, errors]).toEqual([200, []]);
    expect(data).toEqual({ user: null, group: null, securityKey: null, enrolment: null, userWizard: null, node: null, nodes: [null] });
    for (const [name, input] of [
      ['updateUser', { userId: id, changes: { phone: '1' } }],
      ['suspendUser', { userId: id }],
      ['deleteGroup', { groupId: id }],
      ['renameSecurityKey', { keyId: id, name: 'x' }],
      ['revokeSecurityKey', { keyId: id }],
      ['resendActivationLink', { enrolmentId: id }],
      ['cancelEnrolment', { enrolmentId: id }],
      ['setUserWizardGroups', { wizardId: id, groupIds: [] }],
      ['confirmUserWizard', { wizardId: id }],
      ['revokeSession', { sessionId: id }],
    ] as const) {
      expect(await owner.mutate(name, input, '__typename'), name).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    }
  });

  test('NUL is INVALID_INPUT wherever it comes, never a failure of the server’s', async () => {
    const inputs = [
      ['query ($x: ID!) { user(id: $x) { id } }'],
      ['query ($x: ID!) { users(filter: { groupId: $x }) { edges { cursor } } }'],
      ['query ($x: String!) { events(filter: { actor: $x }) { edges { cursor } } }'],
      ['mutation ($x: ID!) { suspendUser(input: { userId: $x }) { __typename } }'],
      ['mutation ($x: ID!) { revokeSession(input: { sessionId: $x }) { __typename } }'],
      ['mutation ($x: ID!) { beginSignIn(input: { workspaceId: $x }) { __typename } }'],
    ] as const;
    for (const [query] of inputs) {
      const refused = await unchanged(() => ask(owner, query, { x: 'usr_\0' }));
      expect([refused.status, codes(refused)], query).toEqual([200, ['INVALID_INPUT']]);
    }
    expect((await ask(owner, '{ users(filter: { search: "a\\u0000b" }) { edges { cursor } } }')).errors).toEqual([]);
  });
});

describe('a person who cannot be added', () => {
  const create = (details: Record<string, unknown>, more = {}) => unchanged(() => owner.mutate('createUser', { details, ...more }, 'user { id }'));

  test('with an email or username that somebody has, whatever its case', async () => {
    const there = somebody({ email: 'Jorg.Moller@Example.org', username: 'Jörg' });
    await addUser(owner, there);
    for (const [email, username, wrong] of [
      ['JORG.MOLLER@EXAMPLE.ORG', 'other1', ['EMAIL_TAKEN']],
      ['other1@example.org', 'jöRG', ['USERNAME_TAKEN']],
      // The same letters, composed and decomposed.
      ['jorg.moller@example.org', 'jo\u0308rg', ['EMAIL_TAKEN', 'USERNAME_TAKEN']],
    ] as const) {
      const refused = await create({ displayName: 'Twin', email, username });
      expect(refused).toMatchObject({ __typename: 'ValidationError', code: 'INVALID_INPUT' });
      expect(refused.issues.map(({ code }: { code: string }) => code)).toEqual(wrong);
    }
  });

  test('with a group of another organisation, or one that nobody has: the two are not told apart', async () => {
    const refused = await create(somebody(), { groupIds: [foreignGroup, 'grp_nobody'] });
    expect(refused.issues).toEqual(
      [0, 1].map((i) => ({ path: ['groupIds', String(i)], code: 'GROUP_UNKNOWN', message: 'There is no such group, or you may not see it.' })),
    );
    expect((await ask(owner, 'query ($id: ID!) { group(id: $id) { id } node(id: $id) { id } }', { id: foreignGroup })).data).toEqual({
      group: null,
      node: null,
    });
  });

  test.each([
    [{ displayName: '' }, ['displayName'], 'REQUIRED'],
    [{ displayName: '  \t ' }, ['displayName'], 'REQUIRED'],
    [{ displayName: 'x'.repeat(201) }, ['displayName'], 'TOO_LONG'],
    [{ displayName: 'Two\nlines' }, ['displayName'], 'UNPRINTABLE'],
    [{ displayName: 'Nul\0' }, ['displayName'], 'UNPRINTABLE'],
    [{ email: 'nobody' }, ['email'], 'INVALID_EMAIL'],
    [{ email: 'a@b.example\r\nBcc: c@d.example' }, ['email'], 'UNPRINTABLE'],
    [{ email: `${'x'.repeat(250)}@example.org` }, ['email'], 'TOO_LONG'],
    [{ username: 'two words' }, ['username'], 'INVALID_USERNAME'],
    [{ phone: '1'.repeat(41) }, ['phone'], 'TOO_LONG'],
  ])('%j', async (given, path, code) => {
    const refused = await create(somebody(given));
    expect(refused.__typename).toBe('ValidationError');
    expect(refused.issues).toContainEqual(expect.objectContaining({ path: ['details', ...path], code }));
  });

  test('but emoji, right-to-left, combining and very long names are people’s names', async () => {
    for (const displayName of ['Zoë 👩🏽‍🚀', 'مريم الحسن', 'שרה', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢', 'e\u0301'.repeat(200), 'O\'Hara "Bobby" <b>; drop table users']) {
      const id = await addUser(owner, somebody({ displayName }));
      const { user } = await owner.ask('query ($id: ID!) { user(id: $id) { displayName } }', { id });
      expect(user.displayName).toBe(displayName.normalize('NFC'));
    }
  });
});

describe('a request that is none', () => {
  const query = JSON.stringify({ query: '{ viewer { ... on User { id } } }' });

  test.each([
    ['a body of 200 kB', JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(200_000) } }), 413],
    ['broken JSON', '{"query": "{ __typename }"', 400],
    ['an empty body', '', 400],
    ['JSON null', 'null', 400],
    ['a number', '7', 400],
    ['a query that is a number', '{"query": 7}', 400],
    ['variables that are a text', '{"query": "{ __typename }", "variables": "x"}', 400],
    ['no query', '{}', 400],
    ['a batch', `[${query}, ${query}]`, 400],
    ['40,000 brackets', '['.repeat(40_000), 400],
    ['an operation that is not in it', JSON.stringify({ query: 'query A { __typename } query B { __typename }', operationName: 'C' }), 400],
  ])('%s', async (_, body, status) => {
    for (const caller of [owner, visitor(server)]) {
      const refused = await unchanged(() => post(caller, body));
      expect([refused.status, refused.data]).toEqual([status, null]);
      expect(refused.errors.length).toBeGreaterThan(0);
      expect(refused.text.length, 'nothing is echoed').toBeLessThan(500);
    }
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/graphql', 'application/jsonx', ''])(
    'a body of type %j is 415',
    async (type) => {
      const refused = await unchanged(() => post(owner, query, { 'content-type': type }));
      expect(refused.status).toBe(415);
    },
  );

  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])('%s is 405', async (method) => {
    const response = await owner.request({ method, headers: strict });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a query by GET is refused even where it asks for an event stream', async () => {
    const url = `${server.app.address}/graphql?query=${encodeURIComponent('{ setupOpen }')}`;
    const response = await fetch(url, { headers: { accept: 'text/event-stream' } });
    expect([response.status, await response.text()]).toEqual([405, expect.stringContaining('Only subscriptions may come by GET')]);
  });

  test('cookies count for our own pages’ requests alone: with the header, and from no other origin', async () => {
    const seen = async (headers: Record<string, string>) => (await post(owner, query, headers)).data.viewer;
    expect(await seen({})).toEqual({ id: expect.stringMatching(/^usr_/) });
    expect(await seen({ origin: server.app.address })).toEqual({ id: expect.stringMatching(/^usr_/) });
    expect(await seen({ origin: 'https://evil.example' })).toBeNull();
    expect(await seen({ origin: 'null' })).toBeNull();
    const { 'x-latchkey-csrf': _, ...bare } = owner.headers;
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const without = await fetch(`${server.app.address}/graphql`, {
      method: 'POST',
      headers: { ...bare, cookie, 'content-type': 'application/json' },
      body: query,
    });
    expect((await without.json()).data.viewer).toBeNull();
  });

  test('a WebSocket from another origin is refused', async () => {
    const { WebSocket } = await import('ws');
    const opened = new Promise((resolve) => {
      const socket = new WebSocket(`${server.app.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { origin: 'https://evil.example' });
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('open', () => resolve('open'));
      socket.on('error', () => {});
    });
    expect(await opened).toBe(403);
  });

  test('a token that is none is told so, with 401', async () => {
    for (const token of ['lk_nothing', 'nothing', 'lk_'.padEnd(490, 'x')]) {
      const refused = await unchanged(() => ask(server.bearer(token), '{ setupOpen }'));
      expect([refused.status, codes(refused)]).toEqual([401, ['SIGN_IN_REQUIRED']]);
      expect(refused.text).not.toContain(token);
    }
  });
});

test('a hardware key’s answer for a phone’s link, and the other way round, is WRONG_DEVICE and changes nothing', async () => {
  const { link } = await invite(server, owner);
  const browser = visitor(server);
  await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
  const { options } = await beginRegistration(browser, { onPhone: false });
  const credential = toCredentialInput(await hardwareKey().create(toCreationOptions(options), { origin: server.app.address }));
  expect(await unchanged(() => finishRegistration(browser, credential, { onPhone: false }))).toMatchObject({
    code: 'WRONG_DEVICE',
  });
});
