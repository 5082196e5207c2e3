import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { sweepReaders } from '../../src/modules/readers/sweep.ts';
import { type AgentSocket, onlineAgent, pass, plainCard, type TestAgent, tapNow, tapSelection, testTap } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { administrator, behindProxy, scriptWith } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { endCodes, follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

const seconds = 1_000;
const minutes = 60_000;
const card = plainCard('04a1b2c3d4e5f6');

let server: TestServer;
let owner: ApiClient;
let helpdesk: ApiClient;
let auditor: ApiClient;
let script: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  helpdesk = (await administrator(server, owner, 'HELPDESK')).browser;
  auditor = (await administrator(server, owner, 'AUDITOR')).browser;
  ({ script } = await scriptWith(server, owner, ['ENROLMENT']));
});
afterAll(() => server.stop());

let agent: TestAgent;
let socket: AgentSocket;
let readerId: string;
beforeEach(async () => {
  ({ agent, socket, readerId } = await onlineAgent(server, owner));
  return () => socket.close();
});

/** The moves that the log tells of a request for a tap. */
async function movesOf(tapJobId: string): Promise<string[]> {
  await server.app.server.sequencer.idle();
  const rows = await server.database
    .sql`select canonical from events where type = 'tap_job.status_changed' and canonical like ${`%${tapJobId}%`} order by number`;
  return rows.map(({ canonical }) => {
    const { from, to } = JSON.parse(canonical).payload;
    return `${from ?? ''}>${to}`;
  });
}

const statusesHeard = (of: string) => socket.jobs.items.flatMap(({ data }) => (data.tapJobs.id === of ? [data.tapJobs.status] : []));
const cancel = (tapJobId: string, by = owner): Promise<Answer['data']> => by.mutate('cancelTapJob', { tapJobId }, `tapJob { ${tapSelection} }`);

describe('a request for a tap', () => {
  test('goes to the reader’s agent, is claimed, and ends with the card', async () => {
    const id = await testTap(helpdesk, readerId);
    await waitFor(() => statusesHeard(id).includes('QUEUED'));
    const claimed = await agent.claim(id);
    expect(claimed).toMatchObject({
      leaseUntil: new Date(server.clock.now().getTime() + 30 * seconds).toISOString(),
      tapJob: { status: 'CLAIMED', purpose: 'TEST', reader: { id: readerId } },
    });
    const done = await agent.complete(id, { ...card, atr: '3B8F8001804F0CA000000306030001', fido2Applet: true });
    expect(done.tapJob).toEqual({
      id,
      status: 'COMPLETED',
      purpose: 'TEST',
      failure: null,
      message: null,
      expiresAt: new Date(server.clock.now().getTime() + 2 * minutes).toISOString(),
      endedAt: server.clock.now().toISOString(),
      reader: { id: readerId },
      card: { uidSuffix: 'e5f6', technology: 'NTAG', fido2Applet: true, assurance: 'UID_ONLY' },
    });
    expect(await tapNow(helpdesk, id)).toEqual(done.tapJob);
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>COMPLETED']);
    await waitFor(() => statusesHeard(id).at(-1) === 'COMPLETED');
  });

  test.each([
    ['TWO_CARDS', 'There was more than one card on the reader. Tap one alone.'],
    ['UNREADABLE', 'The card could not be read. Hold it flat on the reader for a moment.'],
    ['READER_GONE', 'The reader was unplugged. Plug it in and try again.'],
  ])('ends as FAILED for the reader’s reason %s, in a sentence', async (failure, message) => {
    const id = await testTap(owner, readerId);
    await agent.claim(id);
    expect((await agent.fail(id, failure)).tapJob).toMatchObject({ status: 'FAILED', failure, message, card: null });
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>FAILED']);
  });

  test.each([
    ['08a1b2c3', 'RANDOM_UID'],
    ['a1b2c3', 'UID_LENGTH'],
    ['', 'UID_LENGTH'],
    ['not hexadecimal', 'UID_LENGTH'],
    ['04a1b2c3d4e5f6a7', 'UID_LENGTH'],
  ])('ends as FAILED for the number %j: %s', async (uid, failure) => {
    const id = await testTap(owner, readerId);
    await agent.claim(id);
    expect((await agent.complete(id, plainCard(uid))).tapJob).toMatchObject({ status: 'FAILED', failure, card: null, message: expect.any(String) });
  });

  test('is watched by who asked for it, and the stream ends with it', async () => {
    const id = await testTap(helpdesk, readerId);
    const watched = follow(helpdesk.subscribe('subscription ($id: ID!) { tapJobChanged(tapJobId: $id) { status } }', { id }));
    await waitFor(() => watched.items.length >= 1);
    await agent.claim(id);
    await waitFor(() => watched.items.at(-1).data.tapJobChanged.status === 'CLAIMED');
    await agent.complete(id, card);
    await waitFor(() => watched.end);
    expect(watched.end).toEqual({ done: true });
    expect(watched.items.at(-1).data.tapJobChanged.status).toBe('COMPLETED');
    const late = follow(helpdesk.subscribe('subscription ($id: ID!) { tapJobChanged(tapJobId: $id) { status } }', { id }));
    await waitFor(() => late.end);
    expect(late.items.map(({ data }) => data.tapJobChanged.status)).toEqual(['COMPLETED']);
  });

  test('is asked for by who may: the desk and scripts of enrolment', async () => {
    expect(await testTap(script, readerId)).toMatch(/^tap_/);
    expect(await auditor.mutate('requestTestTap', { readerId }, 'tapJob { id }')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await agent.mutate('requestTestTap', { readerId }, 'tapJob { id }')).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('to try a reader out takes the place of what the same one asked for there before, and of nothing else', async () => {
    const { Front = '', Back = '' } = await agent.report({ name: 'Front', adapter: 'SIMULATED' }, { name: 'Back', adapter: 'SIMULATED' });
    const [before, elsewhere, theirs] = [await testTap(owner, Front), await testTap(owner, Back), await testTap(helpdesk, Front)];
    await agent.claim(before);
    const asked = await Promise.all(Array.from({ length: 5 }, () => testTap(owner, Front)));
    const statuses = await Promise.all([before, elsewhere, theirs, ...asked].map(async (id) => (await tapNow(owner, id)).status));
    expect(statuses.slice(0, 3)).toEqual(['CANCELLED', 'QUEUED', 'QUEUED']);
    expect(statuses.slice(3).sort()).toEqual([...Array(4).fill('CANCELLED'), 'QUEUED']);
  });

  test('is refused at a reader that is nobody’s, unplugged, or whose agent is away', async () => {
    const ask = (id: string) => owner.mutate('requestTestTap', { readerId: id }, 'tapJob { id }');
    expect(await ask('rdr_01h455vb4pex5vsknk084sn02q')).toMatchObject({ code: 'NOT_FOUND' });
    await agent.report();
    expect(await ask(readerId)).toMatchObject({ code: 'READER_AWAY' });
    await agent.report({ name: 'Front', adapter: 'SIMULATED' });
    expect(await ask(readerId)).toHaveProperty('tapJob');
    await socket.close();
    await waitFor(async () => (await ask(readerId)).code === 'READER_AWAY');
  });
});

describe('an agent that connects', () => {
  test('hears first what is open, oldest first, then what comes', async () => {
    await socket.close();
    await waitFor(async () => !(await agent.isOnline()));
    const again = await agent.listen();
    const [first, second] = [await testTap(owner, readerId), await testTap(helpdesk, readerId)];
    await agent.claim(first);
    await waitFor(() => again.jobs.items.length >= 3);
    again.cut();
    await waitFor(() => again.closed !== null);
    socket = agent.connect();
    await waitFor(() => socket.jobs.items.length >= 2);
    expect(socket.jobs.items.slice(0, 2).map(({ data }) => [data.tapJobs.id, data.tapJobs.status])).toEqual([
      [first, 'CLAIMED'],
      [second, 'QUEUED'],
    ]);
    await waitFor(() => agent.isOnline());
    const third = await testTap(owner, readerId);
    await waitFor(() => statusesHeard(third).includes('QUEUED'));
  });

  test('hears all that is open, however much, and by so many streams at once', async () => {
    await socket.close();
    const { sql } = server.database;
    const [{ workspace_id: workspaceId } = {}] = await sql`select workspace_id from readers where id = ${readerId}`;
    const ids = Array.from({ length: 60 }, () => newId('tapJob'));
    const [now, later] = [0, minutes].map((ms) => new Date(server.clock.now().getTime() + ms).toISOString());
    // As if so many people had asked.
    await sql`insert into tap_jobs (workspace_id, id, agent_id, reader_id, purpose, status, requested_by, created_at, expires_at)
      select ${workspaceId}, id, ${agent.id}, ${readerId}, 'TEST', 'QUEUED', 'usr_' || id, ${now ?? ''}, ${later ?? ''} from unnest(${ids}::text[]) as id`;
    socket = agent.connect();
    await waitFor(() => socket.jobs.items.length === ids.length);
    expect(socket.jobs.items.map(({ data }) => data.tapJobs.id)).toEqual(ids);
    const listen = () => follow(socket.stream('subscription { tapJobs { id } }'));
    const more = Array.from({ length: 9 }, listen);
    await waitFor(() => more.every(({ items }) => items.length > 0));
    const tooMany = listen();
    await waitFor(() => tooMany.end);
    expect(endCodes(tooMany)).toEqual(['TOO_MANY_STREAMS']);
    // One that ends makes room.
    await more[0]?.stop();
    await waitFor(async () => {
      const again = listen();
      await waitFor(() => again.end || again.items.length > 0);
      return again.end === null;
    });
    await sql`delete from tap_jobs where agent_id = ${agent.id}`;
  });

  test('hears that a request was taken back, has expired, and waits again', async () => {
    const [cancelled, left] = [await testTap(owner, readerId), await testTap(helpdesk, readerId)];
    await cancel(cancelled);
    await agent.claim(left);
    await waitFor(() => statusesHeard(left).includes('CLAIMED'));
    const heard = statusesHeard(left).length;
    await pass(server, 30 * seconds);
    await waitFor(() => statusesHeard(left).slice(heard).includes('QUEUED'));
    await pass(server, 90 * seconds);
    await waitFor(() => statusesHeard(left).includes('EXPIRED') && statusesHeard(cancelled).includes('CANCELLED'));
  });

  test('hears nothing of another agent’s requests', async () => {
    const other = await onlineAgent(server, owner);
    const [mine, foreign] = [await testTap(owner, readerId), await testTap(owner, other.readerId)];
    await waitFor(() => statusesHeard(mine).length > 0 && other.socket.jobs.items.length > 0);
    expect(statusesHeard(foreign)).toEqual([]);
    await other.socket.close();
  });
});

describe('a claim', () => {
  test('holds for 30 seconds, and longer when it is renewed', async () => {
    const id = await testTap(owner, readerId);
    await agent.claim(id);
    await pass(server, 29 * seconds);
    const until = new Date(server.clock.now().getTime() + 30 * seconds).toISOString();
    expect(await agent.renew(id)).toMatchObject({ leaseUntil: until });
    await pass(server, 29 * seconds);
    expect((await agent.complete(id, card)).tapJob).toMatchObject({ status: 'COMPLETED' });
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>COMPLETED']);
  });

  test('by the same run again renews it, without an event', async () => {
    const id = await testTap(owner, readerId);
    await agent.claim(id);
    await pass(server, 20 * seconds);
    expect(await agent.claim(id)).toMatchObject({ leaseUntil: new Date(server.clock.now().getTime() + 30 * seconds).toISOString() });
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED']);
  });

  test('never holds longer than the request waits', async () => {
    const id = await testTap(owner, readerId);
    server.clock.advance(110 * seconds);
    const { leaseUntil, tapJob } = await agent.claim(id);
    expect(leaseUntil).toBe(tapJob.expiresAt);
  });

  test('by another run takes over, and the older run is told', async () => {
    const id = await testTap(owner, readerId);
    await agent.claim(id, 'old');
    expect(await agent.claim(id, 'new')).toMatchObject({ tapJob: { status: 'CLAIMED' } });
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>QUEUED', 'QUEUED>CLAIMED']);
    expect(await agent.renew(id, 'old')).toMatchObject({ code: 'TAP_JOB_NOT_CLAIMED' });
    expect(await agent.complete(id, card, { claimKey: 'old' })).toMatchObject({ code: 'TAP_JOB_NOT_CLAIMED' });
    expect((await agent.complete(id, card, { claimKey: 'new' })).tapJob).toMatchObject({ status: 'COMPLETED' });
  });

  test('that ran out gives nothing, whether the sweep has come by or not, and can be had anew', async () => {
    const id = await testTap(owner, readerId);
    await agent.claim(id);
    server.clock.advance(30 * seconds);
    for (const sweep of [async () => {}, () => sweepReaders(server.app.server)]) {
      await sweep();
      expect(await agent.renew(id)).toMatchObject({ code: 'TAP_JOB_NOT_CLAIMED' });
      expect(await agent.complete(id, card)).toMatchObject({ code: 'TAP_JOB_NOT_CLAIMED' });
      expect(await agent.fail(id, 'UNREADABLE')).toMatchObject({ code: 'TAP_JOB_NOT_CLAIMED' });
    }
    expect((await agent.tap(id, card)).tapJob).toMatchObject({ status: 'COMPLETED' });
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>COMPLETED']);
  });

  test('a reader has one at a time; the second waits behind it', async () => {
    const [first, second] = [await testTap(owner, readerId), await testTap(helpdesk, readerId)];
    await agent.claim(first);
    expect(await agent.claim(second)).toMatchObject({ code: 'TAP_JOB_NOT_CLAIMED' });
    expect(await tapNow(owner, second)).toMatchObject({ status: 'QUEUED' });
    await agent.complete(first, card);
    expect((await agent.tap(second, card)).tapJob).toMatchObject({ status: 'COMPLETED' });
  });

  test('of two at once at one reader one is had', async () => {
    const ids = [await testTap(owner, readerId), await testTap(helpdesk, readerId)];
    const claim = (tapJobId = '') => socket.mutate('claimTapJob', { tapJobId, claimKey: 'run-1' }, 'tapJob { id }');
    const answers = await Promise.all(ids.map((id) => claim(id)));
    expect(answers.map((answer) => answer.code ?? 'CLAIMED').sort()).toEqual(['CLAIMED', 'TAP_JOB_NOT_CLAIMED']);
  });

  test('two readers have one each', async () => {
    const { Front = '', Back = '' } = await agent.report({ name: 'Front', adapter: 'SIMULATED' }, { name: 'Back', adapter: 'SIMULATED' });
    const [front, back] = [await testTap(owner, Front), await testTap(owner, Back)];
    expect(await agent.claim(front)).toHaveProperty('tapJob');
    expect(await agent.claim(back)).toHaveProperty('tapJob');
  });

  test.each(['', 'k'.repeat(101), 'a\u0000b'])('is refused for the key %j', async (claimKey) => {
    const id = await testTap(owner, readerId);
    expect(await agent.claim(id, claimKey)).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a result', () => {
  test('of another agent’s request is nothing that there is', async () => {
    const other = await onlineAgent(server, owner);
    const id = await testTap(owner, other.readerId);
    await other.agent.claim(id);
    for (const answer of [await agent.claim(id), await agent.renew(id), await agent.complete(id, card), await agent.fail(id, 'UNREADABLE')]) {
      expect(answer).toMatchObject({ __typename: 'NotFoundError', code: 'NOT_FOUND' });
    }
    expect(await tapNow(owner, id)).toMatchObject({ status: 'CLAIMED' });
    await other.socket.close();
  });

  test('of a request that nobody made is the same', async () => {
    const nobodys = 'tap_01h455vb4pex5vsknk084sn02q';
    expect(await agent.complete(nobodys, card)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await agent.claim(nobodys)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await cancel(nobodys)).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('said twice gives the same answer; another one is too late', async () => {
    const id = await testTap(owner, readerId);
    await agent.claim(id);
    const done = await agent.complete(id, card, { resultKey: 'a' });
    server.clock.advance(5 * seconds);
    expect(await agent.complete(id, card, { resultKey: 'a' })).toEqual(done);
    // Also where the run or the card is another by now: the first result stands.
    expect(await agent.complete(id, plainCard('04ffffffffffff'), { resultKey: 'a', claimKey: 'later' })).toEqual(done);
    expect(await agent.fail(id, 'UNREADABLE', { resultKey: 'a' })).toMatchObject({ tapJob: done.tapJob });
    expect(await agent.complete(id, card, { resultKey: 'b' })).toMatchObject({ code: 'TAP_JOB_ENDED' });
    expect(await agent.fail(id, 'UNREADABLE', { resultKey: 'b' })).toMatchObject({ code: 'TAP_JOB_ENDED' });
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>COMPLETED']);
  });

  test('said ten times at once ends the request once', async () => {
    const id = await testTap(owner, readerId);
    await agent.claim(id);
    const input = (resultKey: string) => ({ tapJobId: id, claimKey: 'run-1', resultKey, card });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => socket.mutate('completeTapJob', input(i % 2 ? 'odd' : 'even'), 'tapJob { status }')),
    );
    expect(answers.filter((answer) => answer.tapJob?.status === 'COMPLETED')).toHaveLength(5);
    expect(answers.filter((answer) => answer.code === 'TAP_JOB_ENDED')).toHaveLength(5);
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>COMPLETED']);
  });

  test('before the claim, after a cancel or after two minutes is none', async () => {
    const [queued, cancelled, late] = [await testTap(owner, readerId), await testTap(helpdesk, readerId), await testTap(script, readerId)];
    expect(await agent.complete(queued, card)).toMatchObject({ code: 'TAP_JOB_NOT_CLAIMED' });
    await agent.claim(cancelled);
    await cancel(cancelled);
    expect(await agent.complete(cancelled, card)).toMatchObject({ code: 'TAP_JOB_ENDED' });
    server.clock.advance(110 * seconds);
    await agent.claim(late);
    server.clock.advance(10 * seconds);
    // Its time is over by the clock, before the sweep has come by.
    expect(await agent.complete(late, card)).toMatchObject({ code: 'TAP_JOB_ENDED' });
    await sweepReaders(server.app.server);
    // The server's own sweep may hold one of them just then.
    for (const id of [queued, late]) await waitFor(async () => (await tapNow(owner, id)).status === 'EXPIRED');
    expect(await tapNow(owner, late)).toMatchObject({ message: 'No card was tapped within two minutes. Try again.' });
    expect(await movesOf(late)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>EXPIRED']);
    expect(await agent.claim(queued)).toMatchObject({ code: 'TAP_JOB_ENDED' });
  });

  test('keeps the card’s number nowhere', async () => {
    const id = await testTap(owner, readerId);
    await agent.tap(id, plainCard('04deadbeefcafe'));
    await server.app.server.sequencer.idle();
    const rows = await server.database.sql`select * from tap_jobs where id = ${id}`;
    const told = await server.database.sql`select canonical from events`;
    const all = JSON.stringify([rows, told, server.logged]).toLowerCase();
    expect(all).not.toContain('deadbeef');
    expect(all).not.toContain(Buffer.from('04deadbeefcafe', 'hex').toString('base64'));
  });
});

describe('taking a request back', () => {
  test('ends it, once, whether it waits or is claimed', async () => {
    const [queued, claimed] = [await testTap(owner, readerId), await testTap(helpdesk, readerId)];
    await agent.claim(claimed);
    for (const id of [queued, claimed]) {
      const done = await cancel(id, helpdesk);
      expect(done.tapJob).toMatchObject({
        status: 'CANCELLED',
        failure: null,
        message: 'The request was taken back.',
        endedAt: server.clock.now().toISOString(),
      });
      expect(await cancel(id)).toEqual(done);
    }
    expect(await movesOf(claimed)).toEqual(['>QUEUED', 'QUEUED>CLAIMED', 'CLAIMED>CANCELLED']);
  });

  test('is too late once it has ended, and is not for everybody', async () => {
    const [done, open] = [await testTap(owner, readerId), await testTap(helpdesk, readerId)];
    await agent.tap(done, card);
    expect(await cancel(done)).toMatchObject({ code: 'TAP_JOB_ENDED' });
    expect(await cancel(open, auditor)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await agent.mutate('cancelTapJob', { tapJobId: open }, 'tapJob { id }')).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('at the moment of the tap: one of the two counts', async () => {
    for (let i = 0; i < 10; i += 1) {
      const id = await testTap(owner, readerId);
      await agent.claim(id);
      const [completed, cancelled] = await Promise.all([
        socket.mutate('completeTapJob', { tapJobId: id, claimKey: 'run-1', resultKey: 'r', card }, 'tapJob { status }'),
        cancel(id),
      ]);
      const { status } = await tapNow(owner, id);
      const outcomes = [completed.tapJob?.status ?? completed.code, cancelled.tapJob?.status ?? cancelled.code];
      expect(outcomes).toEqual(status === 'COMPLETED' ? ['COMPLETED', 'TAP_JOB_ENDED'] : ['TAP_JOB_ENDED', 'CANCELLED']);
      expect((await movesOf(id)).slice(2)).toEqual([`CLAIMED>${status}`]);
    }
  });
});

test('two nodes that sweep at once move each request once', async () => {
  const ids = [];
  const plugged = await agent.report(...['A', 'B', 'C', 'D', 'E'].map((name) => ({ name, adapter: 'SIMULATED' as const })));
  for (const name of ['A', 'B', 'C', 'D', 'E']) ids.push(await testTap(owner, plugged[name] ?? ''));
  server.clock.advance(2 * minutes);
  await Promise.all(Array.from({ length: 4 }, () => sweepReaders(server.app.server)));
  for (const id of ids) {
    await waitFor(async () => (await tapNow(owner, id)).status === 'EXPIRED');
    expect(await movesOf(id)).toEqual(['>QUEUED', 'QUEUED>EXPIRED']);
  }
});
