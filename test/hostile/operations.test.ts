import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { buildSchema, type GraphQLField } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onlineAgent, testTap } from '../support/agent.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { tokenOf } from '../support/people.ts';
import { addGroup, behindProxy, invite, scriptWith, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { beginSignIn } from '../support/signIns.ts';
import { documentFor, type Plausible, variablesFor } from './variables.ts';

const seed = 20_261_124;
/** How many inputs each operation gets, where that is asked for: else they share a few thousand. */
const each = Number(process.env.HOSTILE_INPUTS) || null;
const timeout = 120_000 + (each ?? 0) * 2_000;
const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

/** What strangers may call; everything else is called by an owner. */
const open = new Set([
  'activationPreview',
  'currentActivation',
  'viewer',
  'setupOpen',
  'demo',
  'setUpWorkspace',
  'openActivation',
  'beginKeyRegistration',
  'finishKeyRegistration',
  'checkHardwareKey',
  'beginAgentDiscovery',
  'connectReaderAgent',
  'createPersonalPairingCode',
  'requestCardTap',
  'registerTypedCard',
  'connectDemoReader',
  'signInToDemo',
  'pairReaderAgent',
  'readerDrivers',
  'beginSignIn',
  'finishSignIn',
  'enterSignInPin',
  'beginSignInAgentDiscovery',
  'connectSignInAgent',
  'signInWithCard',
  'signInChanged',
  'signOut',
  'readTrialMailbox',
  'activationChanged',
]);

/** What reader agents may call. */
const forAgents = new Set([
  'reportReaders',
  'reportRadio',
  'reportProximity',
  'syncOfflineGrants',
  'uploadOfflineJournal',
  'createAgentCode',
  'claimTapJob',
  'renewTapJob',
  'completeTapJob',
  'failTapJob',
  'tapJobs',
  'proximityRequests',
  'offlineGrantsChanged',
]);

/** What is done in a page that has begun a sign-in. */
const forSignIn = /finishSignIn|enterSignInPin|SignInAgent|signInWithCard|signInChanged/;

/** What is done in a browser that has an activation open. */
const forActivation =
  /KeyRegistration|checkHardwareKey|AgentDiscovery|connectReaderAgent|PersonalPairingCode|requestCardTap|registerTypedCard|connectDemoReader/;

interface Operation {
  name: string;
  kind: 'query' | 'mutation' | 'subscription';
  field: GraphQLField<unknown, unknown>;
  document: string;
}

const operations: Operation[] = (['query', 'mutation', 'subscription'] as const).flatMap((kind) => {
  const root = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() }[kind];
  return Object.values(root?.getFields() ?? {}).map((field) => ({ name: field.name, kind, field, document: documentFor(kind, field) }));
});
const byStrangers = operations.filter(({ name }) => open.has(name));
const byAgents = operations.filter(({ name }) => forAgents.has(name));
const byOwner = operations.filter(({ name }) => !open.has(name) && !forAgents.has(name));

let server: TestServer;
let owner: ApiClient;
let setupToken: string;
beforeAll(async () => {
  server = await startServer({ env: behindProxy, logLevel: 'warn' });
  setupToken = tokenOf(server.app.setupLink ?? '');
});
afterAll(() => server.stop());

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
const failures = () => server.logged.filter((line) => JSON.parse(line).level >= 50);
const leak =
  /INTERNAL_SERVER_ERROR|Failed query|PostgresError|node_modules|\.ts:\d+|invalid byte sequence|\bat (async )?\w+ \(|(select|insert into|update) \\"/;

/** Sends one input. @returns the codes in the answer, or `fine` */
async function call(client: ApiClient, { kind, document, name }: Operation, variables: unknown): Promise<string> {
  const over = new AbortController();
  const stream = kind === 'subscription';
  const response = await client.request({
    body: JSON.stringify({ query: document, variables }),
    ...(stream ? { headers: { accept: 'text/event-stream' } } : {}),
    signal: over.signal,
  });
  const text = stream ? await firstOf(response) : await response.text();
  over.abort();
  const said = `seed ${seed}, ${name} with ${JSON.stringify(variables).slice(0, 2_000)}: HTTP ${response.status} ${text.slice(0, 1_000)}`;
  expect(response.status, said).toBeLessThan(500);
  expect(text, said).not.toMatch(leak);
  expect(text, said).not.toMatch(/QUERY_TOO|GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED/);
  return [...text.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code).join(' ') || (response.status === 200 ? 'fine' : String(response.status));
}

/** What comes first of a stream, which would not end by itself. */
async function firstOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  return new TextDecoder().decode(value);
}

/** Sends as many inputs to each operation, eight at once. @returns by operation, how often each code came */
async function sendAll(
  targets: Operation[],
  plausible: Plausible,
  total: number,
  caller: (i: number, name: string) => Promise<{ client: ApiClient; own?: string }> | { client: ApiClient; own?: string },
): Promise<Record<string, Record<string, number>>> {
  const share = each ?? Math.ceil(total / targets.length);
  const inputs = targets.flatMap((operation) =>
    fc
      .sample(variablesFor(operation.field, plausible), { seed, numRuns: operation.field.args.length === 0 ? 3 : share })
      .map((variables) => ({ operation, variables })),
  );
  const seen: Record<string, Record<string, number>> = {};
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < inputs.length; i = next++) {
      const { operation, variables } = inputs[i] as (typeof inputs)[number];
      const { client, own } = await caller(i, operation.name);
      // Of a browser that has an activation open, or has begun a sign-in, most inputs name that one.
      const sent = own ? JSON.parse(JSON.stringify(variables).replaceAll('"<its own>"', JSON.stringify(own))) : variables;
      const code = await call(client, operation, sent);
      const codes = seen[operation.name] ?? {};
      seen[operation.name] = { ...codes, [code]: (codes[code] ?? 0) + 1 };
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await server.app.mailer.idle();
  await server.app.server.sequencer.idle();
  return seen;
}

const person = {
  displayName: ['Ada', 'Zoë 🦊', 'x'.repeat(64)],
  username: ['ada', 'zoe.1', 'ada'],
  phone: ['+49 30 1234567'],
  department: ['Sales'],
  employeeNumber: ['1'],
  organisation: ['Example', 'Beispiel'],
  days: [1, 30, 366],
  first: [1, 50, 200, null],
  last: [null],
};

test('a setup that is open takes hostile inputs, and is still open afterwards', { timeout }, async () => {
  const setUp = operations.filter(({ name }) => name === 'setUpWorkspace');
  const seen = await sendAll(setUp, { ...person, token: [setupToken], email: ['olive@example.org'] }, 150, () => ({ client: visitor(server) }));
  expect(Object.keys(seen.setUpWorkspace ?? {})).toEqual(expect.arrayContaining(['fine', 'SETUP_DONE']));
  expect(await visitor(server).ask('{ setupOpen }')).toEqual({ setupOpen: true });
  ({ owner } = await server.owner());
  expect(failures()).toEqual([]);
});

test('strangers send 2,000 hostile inputs to what they may call', { timeout }, async () => {
  // A session may hold 30 ceremonies a minute: the inputs are spread over as many as they need.
  const browsers: { client: ApiClient; own: string }[] = [];
  for (let i = 0; i < 30; i += 1) {
    const kinds = [
      { smartphone: { verification: i % 2 ? 'PIN' : 'BIOMETRIC' } },
      { hardwareKey: {} },
      { contactlessCard: { name: 'Badge', activation: 'BY_USER' } },
    ];
    const invited = await invite(server, owner, kinds[i % 3]);
    const client = visitor(server);
    const opened = await client.mutate('openActivation', { token: tokenOf(invited.link) }, 'activation { id }');
    expect(opened.activation.id).toBe(invited.enrolmentId);
    browsers.push({ client, own: invited.enrolmentId });
  }
  const signIns = await Promise.all(Array.from({ length: 60 }, async () => (await beginSignIn(visitor(server))).signInToken as string));
  const { link } = await invite(server, owner);
  const plausible = {
    ...person,
    token: [tokenOf(link), setupToken],
    activationId: ['<its own>'],
    signInToken: ['<its own>'],
    pin: ['7391', null],
    onPhone: [true, false],
    number: ['04:a1:b2:c3', '08a1b2c3'],
  };
  const before = heapUsed();
  const seen = await sendAll(byStrangers, plausible, 2_850, (i, name) => {
    if (forSignIn.test(name)) return { client: visitor(server), own: signIns[i % signIns.length] as string };
    // Opening another link would end what a browser has open.
    if (!forActivation.test(name)) return { client: visitor(server) };
    const at = browsers[i % browsers.length] as (typeof browsers)[number];
    // A browser’s own address would be counted by the other limits.
    at.client.headers['x-forwarded-for'] = `172.16.${i >> 8}.${i & 255}`;
    return at;
  });
  expect(failures()).toEqual([]);
  expect(heapUsed() - before).toBeLessThan(64_000_000);
  const count = Object.values(seen)
    .flatMap((codes) => Object.values(codes))
    .reduce((sum, n) => sum + n, 0);
  expect(count).toBeGreaterThan(2_000);
  expect(Object.keys(seen).sort()).toEqual([...open].sort());
  expect(seen.beginKeyRegistration).toHaveProperty('fine');
  const all = new Set(Object.values(seen).flatMap((codes) => Object.keys(codes)));
  for (const code of ['fine', 'LINK_UNKNOWN', 'CHALLENGE_SPENT', 'INVALID_INPUT']) expect(all, JSON.stringify(seen)).toContain(code);
});

test('an owner sends 2,000 hostile inputs to everything else', { timeout }, async () => {
  const invited = [await invite(server, owner), await invite(server, owner, { hardwareKey: {} })];
  const groupId = await addGroup(owner, 'Hostile');
  const { tokenId } = await scriptWith(server, owner, ['READ']);
  const wizard = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  const { sessions } = await owner.ask('{ sessions { id } }');
  const users = invited.map(({ userId }) => userId);
  const enrolments = invited.map(({ enrolmentId }) => enrolmentId);
  const keys = invited.map(({ keyId }) => keyId);
  const { agent, socket, readerId } = await onlineAgent(server, owner);
  const anything = [...users, agent.id, readerId, ...enrolments, ...keys, groupId, tokenId, wizard.wizard.id, sessions[0].id];
  const plausible = {
    ...person,
    // Now and then an id of the wrong kind.
    userId: [...users, ...users, keys[0]],
    keyId: [...keys, ...keys, users[0]],
    enrolmentId: [...enrolments, ...enrolments, groupId],
    groupId: [groupId, groupId, tokenId],
    groupIds: [groupId],
    wizardId: [wizard.wizard.id, wizard.wizard.id, users[0]],
    tokenId: [tokenId, users[0]],
    id: anything,
    ids: anything,
    email: Array.from({ length: 40 }, () => somebody().email),
    username: Array.from({ length: 40 }, () => somebody().username),
    readerId: [readerId, readerId, users[0]],
    agentId: [agent.id, agent.id, users[0]],
    tapJobId: [await testTap(owner, readerId), users[0]],
    idempotencyKey: ['again', 'once'],
    after: [null, 'evt_0'],
    before: [null],
  };
  const before = heapUsed();
  const seen = await sendAll(byOwner, plausible, 2_100, () => ({ client: owner }));
  await socket.close();
  expect(failures()).toEqual([]);
  expect(heapUsed() - before).toBeLessThan(64_000_000);
  expect(Object.keys(seen).sort()).toEqual(byOwner.map(({ name }) => name).sort());
  for (const [name, codes] of Object.entries(seen)) {
    expect(codes, name).not.toHaveProperty('SIGN_IN_REQUIRED');
    // Each was run, and not refused for its types alone.
    expect(
      Object.keys(codes).some((code) => code !== '400' && code !== 'BAD_USER_INPUT'),
      `${name}: ${JSON.stringify(codes)}`,
    ).toBe(true);
  }
});

test('reader agents send 1,000 hostile inputs to what they may call', { timeout }, async () => {
  const agents = [await onlineAgent(server, owner), await onlineAgent(server, owner)];
  const jobs: string[] = [];
  for (const { readerId } of agents) for (let i = 0; i < 10; i += 1) jobs.push(await testTap(owner, readerId));
  const plausible = {
    tapJobId: jobs,
    claimKey: ['run-1', 'run-2'],
    resultKey: ['a', 'b'],
    uid: ['04a1b2c3d4e5f6', '08a1b2c3', '04a1'],
    atr: ['3b8f8001', null],
    name: ['Front', 'Back'],
    platform: ['Linux'],
    version: ['1.0.0'],
  };
  const before = heapUsed();
  const seen = await sendAll(byAgents, plausible, 1_000, async (i) => {
    const { agent } = agents[i % agents.length] as (typeof agents)[number];
    const client = visitor(server);
    client.headers.authorization = `Bearer ${await agent.token()}`;
    return { client };
  });
  expect(failures()).toEqual([]);
  expect(heapUsed() - before).toBeLessThan(64_000_000);
  expect(Object.keys(seen).sort()).toEqual([...forAgents].sort());
  const all = new Set(Object.values(seen).flatMap((codes) => Object.keys(codes)));
  for (const code of ['fine', 'NOT_FOUND', 'TAP_JOB_NOT_CLAIMED', 'TAP_JOB_ENDED', 'INVALID_INPUT'])
    expect(all, JSON.stringify(seen)).toContain(code);
  for (const codes of Object.values(seen)) expect(codes).not.toHaveProperty('AGENT_TOKEN_INVALID');
  for (const { socket } of agents) await socket.close();
});
