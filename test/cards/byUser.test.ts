import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemCtx } from '../../src/modules/context.ts';
import { watchActivation } from '../../src/modules/enrolment/watch.ts';
import { verifyPin } from '../../src/modules/keys/verifyPin.ts';
import { type OnlineAgent, onlineAgent, pairWith, plainCard, type TestAgent } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { callBy } from '../support/modules.ts';
import { tokenOf } from '../support/people.ts';
import { behindProxy, cardHolder, cardNumber, type Invited, invite, logEnd, pinsOf, storyOf, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
/** The PC at which everybody here sits. */
let desk: OnlineAgent;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  desk = await onlineAgent(server, owner, 'Front desk');
});
afterAll(() => server.stop());

const byUser = { contactlessCard: { name: 'Badge', activation: 'BY_USER' } };
const activation = `activation { id status kind keyName readerAgent { id name online readers { id name adapter connected } }
  cardTap { status failure takenBy { id } card { uidSuffix } } }`;
const onlyWhoHolds = { code: 'ACTIVATION_SESSION_ENDED' };

/** Somebody with a card to activate, whose link is open in a browser. */
interface Opened extends Invited {
  browser: ApiClient;
}

async function opened(securityKey: object = byUser): Promise<Opened> {
  const invited = await invite(server, owner, securityKey as Record<string, unknown>);
  const browser = visitor(server);
  await open(browser, invited);
  return { ...invited, browser };
}

const open = (browser: ApiClient, { link }: Invited): Promise<Answer['data']> =>
  browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id status }');
const codeOf = async ({ agent }: { agent: TestAgent }): Promise<string> => (await agent.mutate('createAgentCode', null, 'agentCode')).agentCode;
const connect = ({ browser, enrolmentId }: Opened, by: object): Promise<Answer['data']> =>
  browser.mutate('connectReaderAgent', { activationId: enrolmentId, by }, activation);
const ask = ({ browser, enrolmentId }: Opened, readerId = desk.readerId): Promise<Answer['data']> =>
  browser.mutate('requestCardTap', { activationId: enrolmentId, readerId }, 'tapJob { id status purpose }');
const current = async ({ browser }: Opened): Promise<Answer['data']> =>
  (await browser.ask(`{ currentActivation { ${activation.slice('activation { '.length)} }`)).currentActivation;

/** Connects the desk by its code and asks for a tap there. @returns the request's id */
async function asked(person: Opened): Promise<string> {
  const connected = await connect(person, { code: await codeOf(desk) });
  const answer = await ask(person);
  if (!answer.tapJob) throw new Error(`No tap was asked for: ${JSON.stringify({ connected, answer })}`);
  return answer.tapJob.id;
}

test('C9b–C12: the person connects the reader on their PC, taps, and the card is active; every status is seen, and the PIN is mailed', async () => {
  const from = await logEnd(server, owner);
  const changes = follow(
    owner.subscribe('subscription ($after: String) { enrolmentStatusChanged(after: $after) { change { from to kind } } }', { after: from }),
  );
  const person = await opened();
  expect(await current(person)).toMatchObject({ kind: 'CONTACTLESS_CARD', keyName: 'Badge', readerAgent: null, cardTap: null });
  const page = follow(person.browser.subscribe(`subscription { activationChanged { ${activation.slice('activation { '.length)} }`));
  await waitFor(() => page.items.length > 0);

  const code = await codeOf(desk);
  const connected = await connect(person, { code: ` ${code.slice(0, 3).toLowerCase()}-${code.slice(3)} ` });
  const reader = { id: desk.readerId, name: 'Front', adapter: 'SIMULATED', connected: true };
  expect(connected.activation.readerAgent).toEqual({ id: desk.agent.id, name: 'Front desk', online: true, readers: [reader] });
  const answer = await ask(person);
  expect(answer.tapJob).toMatchObject({ status: 'QUEUED', purpose: 'ACTIVATE' });
  await waitFor(() => page.items.at(-1)?.data.activationChanged.cardTap?.status === 'QUEUED');

  const uid = cardNumber();
  expect(await desk.agent.tap(answer.tapJob.id, plainCard(uid))).toMatchObject({ tapJob: { status: 'COMPLETED' } });
  await waitFor(() => page.end);
  expect(page.end).toEqual({ done: true });
  expect(page.items.at(-1)?.data.activationChanged).toMatchObject({
    status: 'ACTIVATED',
    cardTap: { status: 'COMPLETED', card: { uidSuffix: uid.slice(-4) } },
  });
  const taps = page.items.map(({ data }) => data.activationChanged.cardTap?.status ?? null);
  expect([...new Set(taps)]).toEqual([null, 'QUEUED', 'CLAIMED', 'COMPLETED']);
  await waitFor(() => changes.items.length >= 3);
  expect(changes.items.map(({ data }) => data.enrolmentStatusChanged.change)).toEqual([
    { from: null, to: 'PENDING', kind: 'CONTACTLESS_CARD' },
    { from: 'PENDING', to: 'OPENED', kind: 'CONTACTLESS_CARD' },
    { from: 'OPENED', to: 'ACTIVATED', kind: 'CONTACTLESS_CARD' },
  ]);
  await changes.stop();

  // The link is spent, and so is the browser's session.
  expect(await open(visitor(server), person)).toMatchObject({ code: 'LINK_SPENT' });
  expect(await ask(person)).toMatchObject(onlyWhoHolds);
  const { securityKey } = await owner.ask(
    `query ($id: ID!) { securityKey(id: $id) { status user { status } ... on ContactlessCard { activation uidSuffix technology pinStatus } } }`,
    { id: person.keyId },
  );
  expect(securityKey).toEqual({
    ...{ status: 'ACTIVE', user: { status: 'ACTIVE' }, activation: 'BY_USER', uidSuffix: uid.slice(-4) },
    ...{ technology: 'NTAG', pinStatus: 'SET' },
  });
  const [pin] = await pinsOf(server, person.email);
  const { workspace } = await owner.ask('{ workspace { id } }');
  await verifyPin(systemCtx(server.app.server, workspace.id), workspace.id, person.keyId, pin ?? '');
  const { mails } = await server.operator.mutate('readTrialMailbox', {}, 'mails { to subject }');
  const subjects = mails.filter(({ to }: Answer['data']) => to === person.email).map(({ subject }: Answer['data']) => subject);
  expect(subjects, 'the link’s mail is erased with the link').toEqual(['The PIN of your card for Example']);
  const story = (await storyOf(server, owner, person.enrolmentId)).map(({ type, actor }) => [type, actor]);
  expect(story.at(-1)).toEqual(['ENROLMENT_STATUS_CHANGED', desk.agent.id]);
});

test('C10: the agent’s signed answer to the page’s nonce connects it, once, and in this browser alone', async () => {
  const [person, other] = [await opened(), await opened()];
  const begin = async ({ browser, enrolmentId }: Opened): Promise<string> =>
    (await browser.mutate('beginAgentDiscovery', { activationId: enrolmentId }, 'nonce')).nonce;
  const nonce = await begin(person);
  expect(nonce).toMatch(/^[\w-]{43}$/);
  const proof = await desk.agent.proof(nonce);
  expect(await connect(other, { proof }), 'another browser').toMatchObject({ code: 'CHALLENGE_SPENT' });
  expect(await connect(person, { proof })).toMatchObject({ activation: { readerAgent: { id: desk.agent.id, online: true } } });
  expect(await connect(person, { proof }), 'twice').toMatchObject({ code: 'CHALLENGE_SPENT' });
  expect(await connect(person, { proof: await desk.agent.proof('made-up') })).toMatchObject({ code: 'CHALLENGE_SPENT' });
  const unproven = await desk.agent.proof(await begin(person), { header: { typ: 'latchkey-agent+jwt' } });
  expect(await connect(person, { proof: unproven }), 'a token is no proof').toMatchObject({ code: 'AGENT_TOKEN_INVALID' });
  expect(await connect(person, { proof: 'nonsense' })).toMatchObject({ code: 'AGENT_TOKEN_INVALID' });
  const stale = await desk.agent.proof(await begin(person), { later: -70 });
  expect(await connect(person, { proof: stale })).toMatchObject({ code: 'AGENT_TOKEN_INVALID' });
});

test('C10: a reader of the person’s own is paired by the link, and the page sees it come, go and be shut out', async () => {
  const person = await opened();
  const page = follow(person.browser.subscribe(`subscription { activationChanged { ${activation.slice('activation { '.length)} }`));
  await waitFor(() => page.items.length > 0);
  const seen = () => page.items.at(-1)?.data.activationChanged.readerAgent;
  const made = await person.browser.mutate('createPersonalPairingCode', { activationId: person.enrolmentId }, 'pairingCode expiresAt');
  expect(made.pairingCode).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const agent = await pairWith(server, made.pairingCode);
  await waitFor(() => seen()?.id === agent.id);
  const socket = await agent.listen();
  const { Own: readerId = '' } = await agent.report({ name: 'Own', adapter: 'SIMULATED' });
  await waitFor(() => seen()?.readers[0]?.connected);
  await agent.report();
  await waitFor(() => seen()?.readers[0]?.connected === false);
  expect(await ask(person, readerId)).toMatchObject({ code: 'READER_AWAY' });
  await agent.report({ name: 'Own', adapter: 'SIMULATED' });

  // Somebody else who reads its code off the screen gets nowhere with it.
  const stranger = await opened();
  const code = await codeOf({ agent });
  expect(await connect(stranger, { code })).toMatchObject({ code: 'AGENT_CODE_WRONG' });
  expect(await ask(stranger, readerId)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await connect(person, { code })).toMatchObject({ activation: { readerAgent: { id: agent.id } } });
  const { tapJob } = await ask(person, readerId);
  await owner.mutate('revokeReaderAgent', { agentId: agent.id }, 'readerAgent { id }');
  await waitFor(() => seen() === null && page.items.at(-1)?.data.activationChanged.cardTap.status === 'CANCELLED');
  expect(page.items.at(-1)?.data.activationChanged.status).toBe('OPENED');
  expect(tapJob.status).toBe('QUEUED');
  expect(await ask(person, readerId)).toMatchObject({ code: 'NOT_FOUND' });
  await page.stop();
  await socket.close();
});

test('C10: the reader of somebody who is deleted is shut out with them', async () => {
  const person = await opened();
  const made = await person.browser.mutate('createPersonalPairingCode', { activationId: person.enrolmentId }, 'pairingCode');
  const agent = await pairWith(server, made.pairingCode);
  const socket = await agent.listen();
  await owner.mutate('deleteUser', { userId: person.userId }, 'userId');
  await waitFor(() => socket.closed === 4403);
  expect((await agent.send('{ viewer { __typename } }')).errors.map(({ extensions }) => extensions.code)).toEqual(['AGENT_TOKEN_INVALID']);
});

const personalCode = async ({ browser, enrolmentId }: Opened): Promise<string> =>
  (await browser.mutate('createPersonalPairingCode', { activationId: enrolmentId }, 'pairingCode')).pairingCode;
const isShutOut = async (agent: TestAgent): Promise<boolean> => {
  const { readerAgents } = await owner.ask('{ readerAgents(first: 100, filter: { revoked: true }) { edges { node { id } } } }');
  return readerAgents.edges.some(({ node }: Answer['data']) => node.id === agent.id);
};

test.each([
  ['the link was sent anew', ({ enrolmentId }: Opened) => owner.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id }')],
  [
    'the email was corrected',
    ({ userId, enrolmentId }: Opened) => owner.mutate('updateUser', { userId, changes: { email: `${enrolmentId}@example.com` } }, 'user { id }'),
  ],
  ['the enrolment was cancelled', ({ enrolmentId }: Opened) => owner.mutate('cancelEnrolment', { enrolmentId }, 'enrolment { id }')],
  ['the person was suspended', ({ userId }: Opened) => owner.mutate('suspendUser', { userId }, 'user { id }')],
])('C10: a reader that the link paired is shut out once %s, and a code for another pairs nothing', async (_, end) => {
  const person = await opened();
  const agent = await pairWith(server, await personalCode(person));
  const unused = await personalCode(person);
  expect(await isShutOut(agent)).toBe(false);
  expect(await end(person)).not.toHaveProperty('message');
  expect(await isShutOut(agent)).toBe(true);
  await expect(pairWith(server, unused)).rejects.toThrow();
});

test('C10: of two readers that a person pairs by a link, the newer one stays', async () => {
  const person = await opened();
  const first = await pairWith(server, await personalCode(person));
  const second = await pairWith(server, await personalCode(person));
  expect([await isShutOut(first), await isShutOut(second)]).toEqual([true, false]);
  expect((await current(person)).readerAgent.id).toBe(second.id);
});

test('C10: a wrong code connects nothing, an old one neither, and who guesses has to wait', async () => {
  const person = await opened();
  expect(await ask(person), 'nothing is connected').toMatchObject({ code: 'NOT_FOUND' });
  expect(await connect(person, { code: 'AAAAAA' })).toMatchObject({ code: 'AGENT_CODE_WRONG' });
  const old = await codeOf(desk);
  await codeOf(desk);
  expect(await connect(person, { code: old }), 'a newer one took its place').toMatchObject({ code: 'AGENT_CODE_WRONG' });
  expect(await connect(person, {}).catch((error) => error.message)).toMatch(/exactly one key must be specified/i);
  const codes: string[] = [];
  for (let i = 0; i < 12; i += 1) codes.push((await connect(person, { code: `AAAAA${i}` })).code);
  expect(new Set(codes)).toEqual(new Set(['AGENT_CODE_WRONG', 'RATE_LIMITED']));
  expect(await connect(person, { code: await codeOf(desk) }), 'the right one too').toMatchObject({ code: 'RATE_LIMITED' });
  expect(await connect(await opened(), { code: await codeOf(desk) }), 'others go on').toHaveProperty('activation');
});

test('C9b: only readers of the connected agent can be asked', async () => {
  const other = await onlineAgent(server, owner, 'Back office');
  const person = await opened();
  expect(await ask(person, other.readerId)).toMatchObject({ code: 'NOT_FOUND' });
  await connect(person, { code: await codeOf(desk) });
  expect(await ask(person, other.readerId)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await ask(person, 'rdr_none')).toMatchObject({ code: 'NOT_FOUND' });
  await connect(person, { code: await codeOf(other) });
  expect(await ask(person, desk.readerId)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await ask(person, other.readerId)).toHaveProperty('tapJob');
  await other.socket.close();
});

test('C9b: a card that somebody has is refused without a word of who; the next one is taken', async () => {
  const uid = cardNumber();
  await cardHolder(server, owner, uid);
  const person = await opened();
  const refused = await asked(person);
  await desk.agent.tap(refused, plainCard(uid));
  expect(await current(person)).toMatchObject({ status: 'OPENED', cardTap: { status: 'FAILED', failure: 'CARD_TAKEN', takenBy: null, card: null } });
  const { tapJob } = await ask(person);
  expect(await desk.agent.tap(tapJob.id, plainCard(cardNumber()))).toMatchObject({ tapJob: { status: 'COMPLETED' } });
  expect(await current(person)).toMatchObject({ status: 'ACTIVATED' });
});

test('C9b: asking again takes back the first request, and the holder follows and takes back their own, nobody else’s', async () => {
  const [person, other] = [await opened(), await opened()];
  const first = await asked(person);
  const second = (await ask(person)).tapJob.id;
  const stream = follow(person.browser.subscribe('subscription ($id: ID!) { tapJobChanged(tapJobId: $id) { status } }', { id: second }));
  await waitFor(() => stream.items.length > 0);
  const cancel = (by: ApiClient, tapJobId: string) => by.mutate('cancelTapJob', { tapJobId }, 'tapJob { status }');
  expect(await cancel(person.browser, first)).toMatchObject({ tapJob: { status: 'CANCELLED' } });
  expect(await cancel(other.browser, second)).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  expect(await cancel(visitor(server), second)).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  expect(await cancel(person.browser, second)).toMatchObject({ tapJob: { status: 'CANCELLED' } });
  await waitFor(() => stream.end);
  expect(stream.items.at(-1)?.data.tapJobChanged.status).toBe('CANCELLED');
  expect(await desk.agent.tap(second, plainCard(cardNumber()))).toMatchObject({ code: 'TAP_JOB_ENDED' });
});

test.each([
  ['opened in another browser', (person: Opened) => open(visitor(server), person)],
  ['sent anew', ({ enrolmentId }: Opened) => owner.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id }')],
  ['cancelled', ({ enrolmentId }: Opened) => owner.mutate('cancelEnrolment', { enrolmentId }, 'enrolment { id }')],
  ['revoked', ({ keyId }: Opened) => owner.mutate('revokeSecurityKey', { keyId }, 'securityKey { id }')],
  ['deleted with its person', ({ userId }: Opened) => owner.mutate('deleteUser', { userId }, 'userId')],
])('C9b: a tap counts no more once the link was %s', async (_, end) => {
  const person = await opened();
  const id = await asked(person);
  await desk.agent.claim(id);
  expect(await end(person)).not.toHaveProperty('message');
  expect((await desk.agent.complete(id, plainCard(cardNumber()))).code).toMatch(/^(TAP_JOB_ENDED|NOT_FOUND)$/);
  expect(await ask(person)).toMatchObject(onlyWhoHolds);
});

test('C9b: a browser whose activation another one took over neither takes back nor follows what goes on there', async () => {
  const person = await opened();
  const page = follow(person.browser.subscribe('subscription { activationChanged { status } }'));
  await waitFor(() => page.items.length > 0);
  const later = { ...person, browser: visitor(server) };
  await open(later.browser, person);
  const id = await asked(later);
  await waitFor(() => page.end);
  expect(JSON.stringify([page.end, page.items])).toContain('ACTIVATION_SESSION_ENDED');
  expect(await person.browser.mutate('cancelTapJob', { tapJobId: id }, 'tapJob { status }')).toMatchObject({ code: 'SIGN_IN_REQUIRED' });
  expect(await later.browser.mutate('cancelTapJob', { tapJobId: id }, 'tapJob { status }')).toMatchObject({ tapJob: { status: 'CANCELLED' } });
});

test('C9b: a tap of somebody who was suspended meanwhile is not wanted', async () => {
  const person = await opened();
  const id = await asked(person);
  await owner.mutate('suspendUser', { userId: person.userId }, 'user { id }');
  expect(await desk.agent.tap(id, plainCard(cardNumber()))).toMatchObject({ tapJob: { status: 'FAILED', failure: 'NOT_WANTED' } });
  expect(await ask(person)).toMatchObject({ code: 'PERSON_SUSPENDED' });
  expect(await pinsOf(server, person.email)).toEqual([]);
});

test('C9b: a tap and a typed number at once: one activates, and there is one card and one PIN', async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await opened();
    const id = await asked(person);
    await desk.agent.claim(id);
    const [tapped, typed] = await Promise.all([
      desk.agent.complete(id, plainCard(cardNumber())),
      person.browser.mutate('registerTypedCard', { activationId: person.enrolmentId, number: cardNumber() }, 'activation { status }'),
    ]);
    const activated = [tapped.tapJob?.status === 'COMPLETED', typed.activation?.status === 'ACTIVATED'];
    expect(activated.filter(Boolean), JSON.stringify({ tapped, typed })).toHaveLength(1);
    expect(await pinsOf(server, person.email)).toHaveLength(1);
    const cards = await server.database.sql`select id from cards where key_id = ${person.keyId}`;
    expect(cards).toHaveLength(1);
  }
});

test('C9b: other kinds of keys have no tap, and a card no WebAuthn', async () => {
  const phone = await opened({ smartphone: {} });
  for (const [name, input] of [
    ['beginAgentDiscovery', {}],
    ['connectReaderAgent', { by: { code: 'AAAAAA' } }],
    ['createPersonalPairingCode', {}],
    ['requestCardTap', { readerId: desk.readerId }],
    ['registerTypedCard', { number: cardNumber() }],
  ] as const) {
    expect(await phone.browser.mutate(name, { activationId: phone.enrolmentId, ...input }, '__typename'), name).toMatchObject({
      code: 'WRONG_DEVICE',
    });
    expect(await visitor(server).mutate(name, { activationId: phone.enrolmentId, ...input }, '__typename'), name).toMatchObject(onlyWhoHolds);
  }
  const person = await opened();
  const begun = await person.browser.mutate('beginKeyRegistration', { activationId: person.enrolmentId, onPhone: false }, '__typename');
  expect(begun).toMatchObject({ code: 'WRONG_DEVICE' });
});

/** Follows a link as a page does that has nothing but the link, and counts what is looked up in the database. */
function counted({ link }: Invited) {
  const { db } = server.app.server;
  let looks = 0;
  const counting = new Proxy(db, {
    get: (of, name) => {
      if (name === 'select') looks += 1;
      const part = Reflect.get(of, name);
      return typeof part === 'function' ? part.bind(of) : part;
    },
  });
  const ctx = { ...callBy(server.app.server, { type: 'anonymous' }), db: counting };
  return { watch: () => watchActivation(ctx, tokenOf(link)), looks: () => looks };
}

test.each([
  ['a phone’s page has nothing to look up', { smartphone: {} }, 1],
  ['a card’s page looks them up together', byUser, 10],
])('C10: of readers that come and go in a crowd, %s', async (_, securityKey, most) => {
  const crowd = await onlineAgent(server, owner, 'Crowd');
  const person = await invite(server, owner, securityKey);
  await server.app.server.sequencer.idle();
  const page = counted(person);
  const stream = await page.watch();
  await stream.next();
  const before = page.looks();
  const next = stream.next();
  await crowd.agent.report(...Array.from({ length: 20 }, (_, i) => ({ name: `Reader ${i}`, adapter: 'SIMULATED' as const })));
  await server.app.server.sequencer.idle();
  // Which ends the stream, after what came before it.
  await owner.mutate('resendActivationLink', { enrolmentId: person.enrolmentId }, 'enrolment { id }');
  await expect(next).rejects.toMatchObject({ code: 'LINK_REPLACED' });
  expect(page.looks() - before).toBeLessThanOrEqual(most);
  await crowd.socket.close();
});

test('S10: a link is followed by twenty at once, and by one more when one leaves', async () => {
  const { watch } = counted(await invite(server, owner, byUser));
  const streams = await Promise.all(Array.from({ length: 20 }, watch));
  await expect(watch()).rejects.toMatchObject({ code: 'TOO_MANY_STREAMS' });
  await streams[0]?.return?.();
  await streams[0]?.return?.();
  streams[0] = await watch();
  await expect(watch()).rejects.toMatchObject({ code: 'TOO_MANY_STREAMS' });
  await Promise.all(streams.map((stream) => stream.return?.()));
});
