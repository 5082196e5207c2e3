import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../src/sweeper.ts';
import { newAgentKey, pairAgent, pairWith, TestAgent } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { tokenOf } from '../support/people.ts';
import { administrator, behindProxy, invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

const minute = 60_000;

let server: TestServer;
let owner: ApiClient;
let admin: ApiClient;
let helpdesk: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  admin = (await administrator(server, owner, 'ADMIN')).browser;
  helpdesk = (await administrator(server, owner, 'HELPDESK')).browser;
});
afterAll(() => server.stop());

// An error has a `code` of another kind.
const newCode = async (name: string | null = null): Promise<string> => (await owner.mutate('createPairingCode', { name }, 'pairingCode')).pairingCode;

const pair = (code: string, given: Record<string, unknown> = {}, by = visitor(server)): Promise<Answer['data']> =>
  by.mutate(
    'pairReaderAgent',
    { code, publicKey: newAgentKey().publicKey, platform: 'Linux', version: '1.2.3', ...given },
    'agentId name organisation',
  );

/** Another second half, in the alphabet of codes. */
const guess = (code: string, i: number): string => `${code.slice(0, 5)}${'23456789'[i]?.repeat(4)}`;

const wrong = { __typename: 'RefusedError', code: 'PAIRING_CODE_WRONG', message: expect.any(String) };

const typesOf = async (agentId: string): Promise<string[]> => {
  await server.app.server.sequencer.idle();
  const { events } = await owner.ask('{ events(first: 200) { edges { node { type readerAgent { id } } } } }');
  return events.edges.filter(({ node }: Answer['data']) => node.readerAgent?.id === agentId).map(({ node }: Answer['data']) => node.type);
};

describe('a pairing code', () => {
  test('pairs one agent, which says who it is from then on', async () => {
    const code = await newCode('Front desk');
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
    const key = newAgentKey();
    const paired = await pair(code, { publicKey: key.publicKey, name: 'its own name' });
    expect(paired).toMatchObject({ name: 'Front desk', organisation: 'Example', agentId: expect.stringMatching(/^agt_/) });
    const agent = new TestAgent(server, paired.agentId, key);
    const { data } = await agent.send(
      '{ viewer { __typename ... on ReaderAgent { id name kind platform version online user { id } readers { id } } } }',
    );
    expect(data.viewer).toEqual({
      __typename: 'ReaderAgent',
      id: paired.agentId,
      name: 'Front desk',
      kind: 'SHARED',
      platform: 'Linux',
      version: '1.2.3',
      online: false,
      user: null,
      readers: [],
    });
    expect(await typesOf(paired.agentId)).toEqual(['READER_AGENT_PAIRED']);
  });

  test('is read whatever its case, spaces and dashes', async () => {
    const code = await newCode();
    expect(await pair(` ${code.toLowerCase().replace('-', ' ')} `)).toMatchObject({ name: 'Reader agent' });
  });

  test('gives the agent’s own name where the administrator gave none', async () => {
    expect(await pair(await newCode(), { name: ' Lab 2 ' })).toMatchObject({ name: 'Lab 2' });
  });

  test('works once: of two at once one gets through', async () => {
    const code = await newCode();
    const both = await Promise.all([pair(code), pair(code)]);
    expect(both.filter((answer) => answer.agentId)).toHaveLength(1);
    expect(both.filter((answer) => answer.code)).toEqual([wrong]);
    expect(await pair(code)).toEqual(wrong);
  });

  test('is over after ten minutes', async () => {
    const [soon, late] = [await newCode(), await newCode()];
    server.clock.advance(10 * minute - 1);
    expect(await pair(soon)).toHaveProperty('agentId');
    server.clock.advance(1);
    expect(await pair(late)).toEqual(wrong);
  });

  test('is burnt by five wrong second halves, also for who has the right one', async () => {
    const code = await newCode();
    // One address has ten tries a minute, whatever it tries; these are not its limit.
    for (let i = 0; i < 5; i += 1) expect(await pair(guess(code, i))).toEqual(wrong);
    expect(await pair(code)).toEqual(wrong);
  });

  test('bears four wrong ones', async () => {
    const code = await newCode();
    for (let i = 0; i < 4; i += 1) expect(await pair(guess(code, i))).toEqual(wrong);
    expect(await pair(code)).toHaveProperty('agentId');
  });

  test('answers the same whether it is unknown, wrong, used, burnt or over', async () => {
    const used = await newCode();
    await pair(used);
    const burnt = await newCode();
    for (let i = 0; i < 5; i += 1) await pair(guess(burnt, i));
    const [right, over] = [await newCode(), await newCode()];
    server.clock.advance(10 * minute);
    const answers = [];
    for (const code of ['2222-2222', '', 'nonsense', guess(right, 0), used, burnt, over]) answers.push(await pair(code));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toEqual(wrong);
  });

  test('is tried ten times a minute from one address, and others go on', async () => {
    const stranger = visitor(server);
    const codes = [];
    for (let i = 0; i < 11; i += 1) codes.push((await pair('2222-2222', {}, stranger)).code);
    expect(codes).toEqual([...Array(10).fill('PAIRING_CODE_WRONG'), 'RATE_LIMITED']);
    const code = await newCode();
    expect(await pair(code, {}, stranger)).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
    expect(await pair(code)).toHaveProperty('agentId');
  });

  test.each([
    ['a key that is too short', { publicKey: 'AAAA' }, 'publicKey'],
    ['a key that is no base64url', { publicKey: `${'A'.repeat(42)}!` }, 'publicKey'],
    ['a name that is too long', { name: 'n'.repeat(101) }, 'name'],
    ['no platform', { platform: ' ' }, 'platform'],
    ['a version of two lines', { version: '1\n2' }, 'version'],
  ])('is not spent by %s', async (_, given, path) => {
    const code = await newCode();
    const refused = await pair(code, given);
    expect(refused.issues.map((issue: { path: string[] }) => issue.path)).toEqual([[path]]);
    expect(await pair(code)).toHaveProperty('agentId');
  });

  test('is in no event, no log line and no table', async () => {
    const code = await newCode();
    const bare = code.replace('-', '');
    await pair(code);
    await server.app.server.sequencer.idle();
    const rows = await server.database.sql`select canonical from events where type like 'pairing_code.%' or type like 'reader_agent.%'`;
    const kept = await server.database.sql`select * from pairing_codes`;
    const all = JSON.stringify([rows, kept, server.logged]);
    expect(all).not.toContain(bare);
    expect(all).not.toContain(code);
  });
});

describe('who may make one', () => {
  test('owners and admins; not the helpdesk, and no name that is none', async () => {
    expect(await admin.mutate('createPairingCode', {}, 'pairingCode expiresAt')).toMatchObject({
      pairingCode: expect.any(String),
      expiresAt: new Date(server.clock.now().getTime() + 10 * minute).toISOString(),
    });
    expect(await helpdesk.mutate('createPairingCode', {}, 'expiresAt')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await owner.mutate('createPairingCode', { name: 'n'.repeat(101) }, 'expiresAt')).toMatchObject({ code: 'INVALID_INPUT' });
    const agent = await pairAgent(server, owner);
    expect(await agent.mutate('createPairingCode', {}, 'expiresAt')).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a person’s own code', () => {
  const holderOf = async (link: string): Promise<{ holder: ApiClient; activationId: string }> => {
    const holder = visitor(server);
    const opened = await holder.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
    return { holder, activationId: opened.activation.id };
  };

  test('pairs an agent for that person, by that enrolment', async () => {
    const { link, userId } = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
    const { holder, activationId } = await holderOf(link);
    const { pairingCode } = await holder.mutate('createPersonalPairingCode', { activationId }, 'pairingCode');
    const agent = await pairWith(server, pairingCode);
    const { readerAgents } = await owner.ask('{ readerAgents(filter: { kinds: [PERSONAL] }) { edges { node { id user { id } } } } }');
    expect(readerAgents.edges).toEqual([{ node: { id: agent.id, user: { id: userId } } }]);
    expect((await holder.ask('{ currentActivation { readerAgent { id online } } }')).currentActivation.readerAgent).toEqual({
      id: agent.id,
      online: false,
    });
  });

  test('takes the place of the one before, and is kept no longer than it works', async () => {
    const { link, enrolmentId } = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
    const { holder, activationId } = await holderOf(link);
    const make = async () => (await holder.mutate('createPersonalPairingCode', { activationId }, 'pairingCode')).pairingCode;
    const [before, now] = [await make(), await make()];
    expect(await pair(before)).toEqual(wrong);
    expect(await pair(now)).toHaveProperty('agentId');
    await make();
    server.clock.advance(10 * minute + 1);
    await sweep(server.app.server);
    expect(await server.database.sql`select id from pairing_codes where enrolment_id = ${enrolmentId}`).toEqual([]);
  });

  test('is nothing any more once the enrolment was cancelled', async () => {
    const { link, enrolmentId } = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
    const { holder, activationId } = await holderOf(link);
    const { pairingCode } = await holder.mutate('createPersonalPairingCode', { activationId }, 'pairingCode');
    await owner.mutate('cancelEnrolment', { enrolmentId }, 'enrolment { id }');
    expect(await pair(pairingCode)).toEqual(wrong);
  });
});
