import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onlineAgent, pairAgent, pass, plainCard, type TestAgent } from '../support/agent.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { behindProxy, type CardHolder, cardHolder, cardNumber, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { beginSignIn, enterPin, signInSelection, toldOf } from '../support/signIns.ts';
import { follow } from '../support/streams.ts';
import { dumpTables } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
let agent: TestAgent;
let readerId: string;
const number = cardNumber();
let holder: CardHolder;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  ({ agent, readerId } = await onlineAgent(server, owner));
  holder = await cardHolder(server, owner, number);
});
afterAll(() => server.stop());

/** A page on the agent's PC that wants to sign in by a card. */
async function page(at: TestAgent = agent) {
  const browser = visitor(server);
  const { signInToken } = await beginSignIn(browser);
  const { nonce } = await browser.mutate('beginSignInAgentDiscovery', { signInToken }, 'nonce');
  const by = { proof: await at.proof(nonce) };
  const connected = await browser.mutate('connectSignInAgent', { signInToken, by }, 'signIn { status readerAgent { id readers { id connected } } }');
  expect(connected.signIn).toMatchObject({ status: 'STARTED', readerAgent: { id: at.id } });
  return { browser, signInToken: signInToken as string };
}

/** Asks for a tap, and taps. @returns how the request ended */
async function tapped({ browser, signInToken }: { browser: ApiClient; signInToken: string }, uid: string, at = readerId) {
  const asked = await browser.mutate('signInWithCard', { signInToken, readerId: at }, signInSelection);
  if (!asked.signIn) return asked;
  return (await agent.tap(asked.signIn.cardTap.id, plainCard(uid))).tapJob;
}

describe('C12: card and PIN together sign in', () => {
  test('at this PC’s reader: the page hears of the tap, then takes the PIN', async () => {
    const at = await page();
    const seen = follow(
      at.browser.subscribe(`subscription ($signInToken: String!) { signInChanged(signInToken: $signInToken) { status cardTap { status } } }`, {
        signInToken: at.signInToken,
      }),
    );
    await waitFor(() => seen.items.length >= 1);
    expect(await enterPin(at.browser, at.signInToken, holder.pin)).toMatchObject({ code: 'PIN_NOT_WANTED' });
    expect(await tapped(at, number)).toMatchObject({ status: 'COMPLETED', purpose: 'SIGN_IN', card: { uidSuffix: number.slice(-4) } });
    await waitFor(() => seen.items.at(-1)?.data.signInChanged.status === 'PIN_WANTED');
    const done = await enterPin(at.browser, at.signInToken, holder.pin);
    expect(done).toMatchObject({ status: 'SIGNED_IN', user: { id: holder.userId } });
    expect((await at.browser.ask('{ viewer { ... on User { id } } }')).viewer).toEqual({ id: holder.userId });
    const [session] = await server.database.sql`select amr, agent_id from sessions where user_id = ${holder.userId}`;
    expect(session).toEqual({ amr: ['pin'], agent_id: agent.id });
    const [event] = await toldOf(server, holder.userId, 'session.started');
    expect(event).toMatchObject({ keyId: holder.keyId, payload: { agentId: agent.id, applicationId: null, address: expect.any(String) } });
    const { securityKey } = await owner.ask('query ($id: ID!) { securityKey(id: $id) { lastUsedAt } }', { id: holder.keyId });
    expect(securityKey.lastUsedAt).toBe(server.clock.now().toISOString());
    expect(JSON.stringify(await dumpTables(server.database))).not.toContain(number);
    expect(server.logged.join('\n')).not.toContain(number);
  });

  test('by the code on the agent’s screen, where the page cannot ask this PC', async () => {
    const browser = visitor(server);
    const { signInToken } = await beginSignIn(browser);
    expect(await browser.mutate('connectSignInAgent', { signInToken, by: { code: 'AAAAAA' } }, 'signIn { status }')).toMatchObject({
      code: 'AGENT_CODE_WRONG',
    });
    const { agentCode } = await agent.mutate('createAgentCode', null, 'agentCode');
    await browser.mutate('connectSignInAgent', { signInToken, by: { code: agentCode } }, 'signIn { status }');
    await tapped({ browser, signInToken }, number);
    expect(await enterPin(browser, signInToken, holder.pin)).toMatchObject({ status: 'SIGNED_IN' });
  });

  test('three wrong PINs ask for another tap; the last tap counts', async () => {
    const at = await page();
    await tapped(at, number);
    for (let i = 0; i < 3; i += 1) expect(await enterPin(at.browser, at.signInToken, `13572${i}`)).toMatchObject({ code: 'PIN_WRONG' });
    expect(await enterPin(at.browser, at.signInToken, holder.pin)).toMatchObject({ code: 'PIN_NEEDS_TAP' });
    // Another card's PIN is no help.
    const other = await cardHolder(server, owner, cardNumber());
    expect(await enterPin(at.browser, at.signInToken, other.pin)).toMatchObject({ code: 'PIN_NEEDS_TAP' });
    await tapped(at, number);
    expect(await enterPin(at.browser, at.signInToken, holder.pin)).toMatchObject({ status: 'SIGNED_IN' });
  });
});

describe('C12: bad input', () => {
  test('a card that nobody has, and one that was stopped, get the same answer; the log tells the second', async () => {
    const stopped = cardNumber();
    const { keyId, userId } = await cardHolder(server, owner, stopped);
    await owner.mutate('suspendSecurityKey', { keyId }, 'securityKey { id }');
    const at = await page();
    const answers = [await tapped(at, cardNumber()), await tapped(at, stopped)];
    for (const answer of answers) expect(answer).toMatchObject({ status: 'FAILED', failure: 'CARD_UNKNOWN', card: null });
    expect(answers[0].message).toBe(answers[1].message);
    expect(await enterPin(at.browser, at.signInToken, holder.pin)).toMatchObject({ code: 'PIN_NOT_WANTED' });
    const events = await toldOf(server, userId, 'sign_in.refused');
    expect(events.map(({ payload }) => payload.reason)).toEqual(['STOPPED']);
  });

  test('a tap at another agent’s reader, a sign-in without an agent, another page’s token', async () => {
    const away = await onlineAgent(server, owner, 'Elsewhere');
    const at = await page();
    expect(await tapped(at, number, away.readerId)).toMatchObject({ code: 'NOT_FOUND' });
    const browser = visitor(server);
    const { signInToken } = await beginSignIn(browser);
    expect(await tapped({ browser, signInToken }, number)).toMatchObject({ code: 'AGENT_AWAY' });
    expect(await tapped({ browser, signInToken: `lki_${'A'.repeat(43)}` }, number)).toMatchObject({ code: 'SIGN_IN_ENDED' });
    const { nonce } = await at.browser.mutate('beginSignInAgentDiscovery', { signInToken: at.signInToken }, 'nonce');
    // A nonce is of the sign-in that asked for it, and counts once.
    const proof = await agent.proof(nonce);
    expect(await browser.mutate('connectSignInAgent', { signInToken, by: { proof } }, 'signIn { status }')).toMatchObject({
      code: 'CHALLENGE_SPENT',
    });
    await away.socket.close();
  });

  test('a tap after the sign-in is over is not wanted, and a tap of an earlier request is none', async () => {
    const at = await page();
    const first = await at.browser.mutate('signInWithCard', { signInToken: at.signInToken, readerId }, signInSelection);
    const second = await at.browser.mutate('signInWithCard', { signInToken: at.signInToken, readerId }, signInSelection);
    expect(await agent.tap(first.signIn.cardTap.id, plainCard(number))).toMatchObject({ code: 'TAP_JOB_ENDED' });
    await agent.claim(second.signIn.cardTap.id);
    await server.database.sql`delete from sign_ins`;
    expect((await agent.complete(second.signIn.cardTap.id, plainCard(number))).tapJob).toMatchObject({ status: 'FAILED', failure: 'NOT_WANTED' });
  });

  test('a PIN whose tap is over ten minutes ago', async () => {
    const at = await page();
    await tapped(at, number);
    await pass(server, 10 * 60_000);
    expect(await enterPin(at.browser, at.signInToken, holder.pin)).toMatchObject({ code: 'SIGN_IN_ENDED' });
  });

  test('somebody’s own agent signs in nobody else', async () => {
    const own = await pairAgent(server, owner, 'Own');
    await server.database
      .sql`update reader_agents set kind = 'PERSONAL', user_id = ${(await cardHolder(server, owner, cardNumber())).userId} where id = ${own.id}`;
    await own.listen();
    const { Front = '' } = await own.report({ name: 'Front', adapter: 'SIMULATED' });
    const at = await page(own);
    const asked = await at.browser.mutate('signInWithCard', { signInToken: at.signInToken, readerId: Front }, signInSelection);
    expect((await own.tap(asked.signIn.cardTap.id, plainCard(number))).tapJob).toMatchObject({ failure: 'CARD_UNKNOWN' });
  });
});
