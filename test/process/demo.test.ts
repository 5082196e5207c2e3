import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ApiClient } from '../support/apiClient.ts';
import { type RunningDemo, readyDemo, startDemo } from '../support/demo.ts';
import { mailedPins, openedIn, tokenOf } from '../support/people.ts';
import { follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

let folder: string;
let demo: RunningDemo;
let owner: ApiClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lkdemo-'));
  // Root’s database user has to get through, or the data lie elsewhere and stay there.
  await chmod(folder, 0o755);
  demo = await readyDemo(startDemo(folder, {}, [], 'demo/start.ts'));
  owner = await demo.visitor();
});
afterAll(async () => {
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Ends well, or as the failure says. */
const tapSelection = 'id status failure card { uidSuffix } takenBy { id }';
const ended = async (by: ApiClient, tapJobId: string) => {
  const stream = follow(by.subscribe(`subscription ($id: ID!) { tapJobChanged(tapJobId: $id) { ${tapSelection} } }`, { id: tapJobId }));
  await waitFor(() => stream.end);
  return stream.items.at(-1)?.data?.tapJobChanged;
};

test('300 people, keys of all kinds in all states, and activations on most days of a month', async () => {
  const from = Array.from({ length: 30 }, (_, i) => new Date(Date.now() - (30 - i) * 86_400_000).toISOString());
  const seen = await owner.ask(
    `query ($from: [DateTime!]!) {
      demo
      workspace { name }
      users { totalCount }
      groups(first: 100) { edges { node { name allowedKeyKinds } } }
      activationCounts(from: $from)
      logCheck { problem }
    }`,
    { from },
  );
  expect(seen).toMatchObject({ demo: true, users: { totalCount: 300 }, logCheck: { problem: null } });
  expect(seen.workspace.name).toContain('Demo');
  expect(seen.groups.edges).toHaveLength(12);
  expect(seen.activationCounts.filter((count: number) => count > 0).length).toBeGreaterThan(20);

  const statuses = new Set<string>();
  for (let after: string | null = null, more = true; more; ) {
    const { securityKeys } = await owner.ask(
      'query ($after: String) { securityKeys(first: 200, after: $after) { edges { node { __typename status } } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    for (const { node } of securityKeys.edges) statuses.add(`${node.__typename} ${node.status}`);
    more = securityKeys.pageInfo.hasNextPage;
    after = securityKeys.pageInfo.endCursor;
  }
  for (const kind of ['Smartphone', 'ContactlessCard', 'HardwareKey']) {
    for (const status of ['PENDING', 'ACTIVE', 'REVOKED']) expect([...statuses]).toContain(`${kind} ${status}`);
  }
  expect([...statuses].map((one) => one.split(' ')[1])).toEqual(expect.arrayContaining(['SUSPENDED', 'LOST']));

  const { enrolments } = await owner.ask('{ enrolments(first: 200) { edges { node { status } } } }');
  const byStatus = new Set(enrolments.edges.map(({ node }: { node: { status: string } }) => node.status));
  expect([...byStatus].sort()).toEqual(['ACTIVATED', 'CANCELLED', 'EXPIRED', 'OPENED', 'PENDING']);
});

test('the link signs in, and that stays fresh; another one does not, nor are tries endless; the owner reads the mailbox', async () => {
  const stranger = new ApiClient(demo.address);
  expect(await stranger.mutate('signInToDemo', { token: 'x'.repeat(43) }, 'signIn { status }')).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  expect(await stranger.ask('{ demo viewer { __typename } }')).toEqual({ demo: true, viewer: null });
  const { events } = await owner.ask('{ events(filter: { types: [SESSION_STARTED] }, first: 1) { edges { node { details { name value } } } } }');
  expect(events.edges[0].node.details).toContainEqual({ name: 'demo', value: 'true' });
  // What asks for a fresh sign-in.
  expect(await owner.mutate('createApiToken', { name: 'Fresh', scopes: ['READ'] }, 'apiToken { name }')).toMatchObject({
    apiToken: { name: 'Fresh' },
  });
  const { mails } = await owner.mutate('readTrialMailbox', {}, 'mails { to }');
  expect(mails.length).toBeGreaterThan(10);
  expect(await stranger.mutate('readTrialMailbox', {}, 'mails { to }')).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  expect(demo.program.err()).not.toContain(tokenOf(demo.demoLink));
  let code: string | undefined;
  for (let tries = 0; tries < 40 && code !== 'RATE_LIMITED'; tries += 1)
    ({ code } = await stranger.mutate('signInToDemo', { token: 'x' }, 'signIn { status }'));
  expect(code).toBe('RATE_LIMITED');
});

test('a card is tapped by the button: one that is taken, then a new one; at the administrator’s and at the person’s', async () => {
  const { readerAgents } = await owner.ask(
    '{ readerAgents(filter: { online: true }, first: 5) { edges { node { readers { id adapter connected } } } } }',
  );
  const [reader] = readerAgents.edges[0].node.readers;
  expect(reader).toMatchObject({ adapter: 'SIMULATED', connected: true });
  const details = { displayName: 'Carl Card', email: 'carl@demo.example', username: 'carl' };
  const { user, enrolment } = await owner.mutate(
    'createUser',
    { details, securityKey: { contactlessCard: { name: 'Badge', activation: 'ADMIN_NOW' } } },
    'user { id } enrolment { securityKey { id } }',
  );
  const keyId: string = enrolment.securityKey.id;
  const assign = () => owner.mutate('assignContactlessCard', { target: { keyId }, readerId: reader.id }, 'tapJob { id }');
  const first = (await assign()).tapJob.id;
  const taken = ended(owner, first);
  expect(await new ApiClient(demo.address).mutate('tapDemoCard', { tapJobId: first }, 'tapJob { id }')).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  expect(await owner.mutate('tapDemoCard', { tapJobId: first, card: 'TAKEN' }, 'tapJob { id }')).toMatchObject({ tapJob: { id: first } });
  expect(await taken).toMatchObject({ status: 'FAILED', failure: 'CARD_TAKEN', takenBy: { id: expect.any(String) } });
  expect(await owner.mutate('tapDemoCard', { tapJobId: first }, 'tapJob { id }')).toMatchObject({ code: 'TAP_JOB_ENDED' });
  const second = (await assign()).tapJob.id;
  const done = ended(owner, second);
  await owner.mutate('tapDemoCard', { tapJobId: second }, 'tapJob { id }');
  expect(await done).toMatchObject({ status: 'COMPLETED' });

  // The person, with the link from the demo's mailbox.
  await owner.mutate(
    'assignSecurityKey',
    { userId: user.id, securityKey: { contactlessCard: { name: 'Other', activation: 'BY_USER' } } },
    'enrolment { id }',
  );
  const text = await waitFor(async () => {
    const { mails } = await owner.mutate('readTrialMailbox', {}, 'mails { to text }');
    return mails.find((mail: { to: string; text: string }) => mail.to === details.email && mail.text.includes('/activate#'))?.text;
  });
  const person = new ApiClient(demo.address);
  await person.mutate('openActivation', { token: /activate#(\S+)/.exec(text)?.[1] ?? '' }, 'activation { id }');
  const activationId = await openedIn(person);
  const { activation } = await person.mutate('connectDemoReader', { activationId }, 'activation { readerAgent { readers { id } } }');
  const { tapJob } = await person.mutate('requestCardTap', { activationId, readerId: activation.readerAgent.readers[0].id }, 'tapJob { id }');
  expect(await person.mutate('tapDemoCard', { tapJobId: tapJob.id }, 'tapJob { id }')).toHaveProperty('tapJob');
  await waitFor(async () => (await person.ask('{ currentActivation { status } }')).currentActivation?.status === 'ACTIVATED');

  // The same card signs them in, with the PIN from the mailbox.
  const pin = await waitFor(async () => (await mailedPins(owner, details.email))[1] && (await mailedPins(owner, details.email))[0]);
  const { signInToken } = await person.mutate('beginSignIn', {}, 'signInToken');
  const { signIn } = await person.mutate('connectDemoSignInReader', { signInToken }, 'signIn { readerAgent { readers { id } } }');
  // Not before: a sign-in without an agent has nothing to tell.
  const stream = follow(person.subscribe('subscription ($token: String!) { signInChanged(signInToken: $token) { status } }', { token: signInToken }));
  await person.mutate('signInWithCard', { signInToken, readerId: signIn.readerAgent.readers[0].id }, 'signIn { status }');
  expect(await person.mutate('tapDemoSignInCard', { signInToken }, 'tapJob { id }')).toHaveProperty('tapJob');
  await waitFor(() => stream.items.at(-1)?.data.signInChanged.status === 'PIN_WANTED');
  expect(await person.mutate('enterSignInPin', { signInToken, pin }, 'signIn { user { id } }')).toMatchObject({ signIn: { user: { id: user.id } } });
  await Promise.all([owner.close(), person.close()]);
});

test('a second start finds it filled, and the reader paired', async () => {
  await demo.stop();
  expect(demo.program.err()).toBe('Filling the demo: 300 people and a month of their keys, some 15 seconds…\n');
  demo = await readyDemo(startDemo(folder));
  expect(demo.program.err()).toBe('');
  owner = await demo.visitor();
  expect((await owner.ask('{ users { totalCount } }')).users.totalCount).toBe(301);
  const online = await waitFor(async () => {
    const { readerAgents } = await owner.ask('{ readerAgents(filter: { online: true }, first: 5) { edges { node { id } } } }');
    return readerAgents.edges.length > 0 && readerAgents.edges;
  });
  expect(online).toHaveLength(1);
});

test('what is no demo’s is refused in a line', async () => {
  const elsewhere = 'A demo is for this machine alone: ';
  const cases: [Record<string, string>, string][] = [
    [
      { DATABASE_URL: 'postgres://localhost/live', RESEND_API_KEY: 're_1' },
      'A demo keeps to itself: start it without DATABASE_URL and RESEND_API_KEY.',
    ],
    [{ SMTP_URL: 'smtp://localhost' }, 'A demo keeps to itself: start it without SMTP_URL.'],
    [{ PUBLIC_URL: 'https://keys.example.org' }, `${elsewhere}PUBLIC_URL must be http://localhost and a port, or not be set.`],
    [{ HOST: '0.0.0.0' }, `${elsewhere}HOST must be 127.0.0.1, or not be set.`],
  ];
  const refusals = cases.map(async ([env, line]) => {
    const program = startDemo(join(folder, 'other'), env);
    expect((await program.exit).code).toBe(78);
    expect(program.err()).toBe(`${line}\n`);
  });
  await Promise.all(refusals);
});
