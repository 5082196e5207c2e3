import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { askRunning } from '../../agent/run/localSocket.ts';
import { tapNow, testTap } from '../support/agent.ts';
import { AgentPc, letTimePass, readersOf, said } from '../support/agentProgram.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { missingForPcsc, type Pcscd, startPcscd } from '../support/pcscd.ts';
import type { RunningProgram } from '../support/program.ts';
import { cardHolder, cardNumber } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { beginSignIn, enterPin, signInSelection } from '../support/signIns.ts';
import { type CardKind, processorCard, storageAtr, storageCard, type VirtualCard } from '../support/virtualCard.ts';
import { waitFor } from '../support/waitFor.ts';

// Programs of their own take their time where many tests run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The real agent, the real PC/SC service, and vpcd's virtual reader: the cards alone are made up.
const missing = missingForPcsc();

describe.skipIf(missing)(`readers of PC/SC${missing ? `, which needs: ${missing}` : ''}`, () => {
  let server: TestServer;
  let owner: ApiClient;
  let pcscd: Pcscd;
  let pc: AgentPc;
  let agentId: string;
  let agent: RunningProgram;
  let readerId: string;
  let stopTime: () => void;
  const cards: VirtualCard[] = [];

  beforeAll(async () => {
    [server, pcscd] = await Promise.all([startServer(), startPcscd()]);
    stopTime = letTimePass(server);
    ({ owner } = await server.owner());
    pc = await AgentPc.make(pcscd.env);
    agentId = await pc.pair(server.app.address, owner);
    agent = pc.run(['--no-local']);
    readerId = (await readersOf(owner, agentId))[pcscd.readers[0]] ?? '';
  });
  afterEach(() => clear());
  afterAll(async () => {
    await pc.stop();
    await pcscd.stop();
    stopTime();
    await server.stop();
  });

  const occupied = async (): Promise<string[]> => (await askRunning<{ occupied: string[] }>(pc.folder, { command: 'status' })).occupied;

  /** Takes all cards off, and waits until that is seen. */
  async function clear(): Promise<void> {
    for (const card of cards.splice(0)) card.remove();
    await waitFor(async () => (await occupied()).length === 0);
  }

  const insert = (kind: CardKind, slot: 0 | 1 = 0): VirtualCard => {
    const card = pcscd.insert(kind, slot);
    cards.push(card);
    return card;
  };

  /** Asks for a tap, and lays cards on it once the agent waits. */
  const tapped = async (...kinds: CardKind[]): Promise<string> => {
    const job = await testTap(owner, readerId);
    await said(agent, 'waiting', job);
    for (const [slot, kind] of kinds.entries()) insert(kind, slot === 0 ? 0 : 1);
    return job;
  };

  const ended = (id: string) =>
    waitFor(async () => {
      const job = await tapNow(owner, id);
      return job.endedAt && job;
    });

  test('both slots of the reader are seen', async () => {
    expect(Object.keys(await readersOf(owner, agentId)).sort()).toEqual(pcscd.readers);
  });

  test('a plain card: number and kind (C9a)', async () => {
    const job = await tapped(storageCard('04a1b2c3d4e5f6'));
    expect(await ended(job)).toMatchObject({
      status: 'COMPLETED',
      card: { uidSuffix: expect.stringMatching(/^e5f6$/i), technology: 'MIFARE_CLASSIC', fido2Applet: false, assurance: 'UID_ONLY' },
    });
  });

  test('an NTAG shows by its capability container', async () => {
    const answers: Record<string, string> = { ffca000000: '041122334455669000', ffb0000304: 'e11012009000' };
    const job = await tapped({ atr: storageAtr('0003'), answer: (command) => answers[command] ?? '6d00' });
    expect(await ended(job)).toMatchObject({ card: { technology: 'NTAG' } });
  });

  test('a card with a FIDO2 applet is said to be one, and another is not', async () => {
    const first = await ended(await tapped(processorCard('04010203040506', { fido2: true })));
    expect(first).toMatchObject({ status: 'COMPLETED', card: { technology: 'DESFIRE', fido2Applet: true } });
    await clear();
    const second = await ended(await tapped(processorCard('04010203040507', { fido2: false })));
    expect(second).toMatchObject({ status: 'COMPLETED', card: { technology: 'DESFIRE', fido2Applet: false } });
  });

  test.each([
    ['the status alone', '9000'],
    ['one byte', '90'],
    ['another status', '04a1b2c36300'],
    ['far too many bytes', `${'04'.repeat(40)}9000`],
  ])('an answer that is no number, %s, is unreadable', async (_, answer) => {
    const job = await tapped({ atr: storageAtr('0001'), answer: () => answer });
    expect(await ended(job)).toMatchObject({ status: 'FAILED', failure: 'UNREADABLE', card: null });
  });

  test('a card that was there before does not count; taken off and laid on again, it does', async () => {
    const before = insert(storageCard('04a1b2c3d4e5f6'));
    await waitFor(async () => (await occupied()).length === 1);
    const job = await tapped();
    before.remove();
    await waitFor(async () => (await occupied()).length === 0);
    expect(await tapNow(owner, job)).toMatchObject({ status: 'CLAIMED' });
    const again = insert(storageCard('04a1b2c3d4e5f6'));
    expect(await ended(job)).toMatchObject({ status: 'COMPLETED' });
    expect(again.commands).toContain('ffca000000');
    expect(before.commands).toEqual([]);
  });

  test('two cards in the two slots of one reader are no tap', async () => {
    const job = await tapped(storageCard('04a1b2c3d4e5f6'), storageCard('04a1b2c3d4e5f7'));
    expect(await ended(job)).toMatchObject({ status: 'FAILED', failure: 'TWO_CARDS' });
  });

  test('a card that is another one when it is read again is no tap', async () => {
    let reads = 0;
    const job = await tapped({ atr: storageAtr('0001'), answer: () => `04a1b2c3d4e5f${(reads++).toString(16)}9000` });
    expect(await ended(job)).toMatchObject({ status: 'FAILED', failure: 'TWO_CARDS' });
  });

  test('C12: a card and its PIN sign in', async () => {
    const number = cardNumber();
    const { userId, pin } = await cardHolder(server, owner, number);
    const browser = server.stranger();
    const { signInToken } = await beginSignIn(browser);
    const by = { code: JSON.parse((await pc.command('code', '--json')).out).code };
    await browser.mutate('connectSignInAgent', { signInToken, by }, 'signIn { status }');
    const { signIn } = await browser.mutate('signInWithCard', { signInToken, readerId }, signInSelection);
    await said(agent, 'waiting', signIn.cardTap.id);
    insert(storageCard(number));
    expect(await ended(signIn.cardTap.id)).toMatchObject({ status: 'COMPLETED' });
    expect(await enterPin(browser, signInToken, pin)).toMatchObject({ status: 'SIGNED_IN', user: { id: userId } });
    expect((await browser.ask('{ viewer { ... on User { id } } }')).viewer).toEqual({ id: userId });
  });

  test('a reader that goes away during the tap', async () => {
    const job = await tapped();
    pcscd.unplug();
    expect(await ended(job)).toMatchObject({ status: 'FAILED', failure: 'READER_GONE' });
    await said(agent, 'problem');
    expect(await said(agent, 'problem')).toContain('PC/SC service not running');
  });
});
