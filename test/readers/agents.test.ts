import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onlineAgent, pairAgent, plainCard, type TestAgent, tapNow, testTap } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { tokenOf } from '../support/people.ts';
import { administrator, behindProxy, invite, logEnd, scriptWith, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { endCodes, follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
let auditor: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  auditor = (await administrator(server, owner, 'AUDITOR')).browser;
});
afterAll(() => server.stop());

const revoke = (agentId: string, by = owner): Promise<Answer['data']> =>
  by.mutate('revokeReaderAgent', { agentId }, 'readerAgent { id revokedAt online }');
const rename = (agentId: string, name: string, by = owner): Promise<Answer['data']> =>
  by.mutate('renameReaderAgent', { agentId, name }, 'readerAgent { name }');
const codesOf = ({ errors }: Answer) => errors.map(({ extensions }) => extensions.code);

/** What readerAgentChanged tells from now on. */
async function changesFrom(by: ApiClient, agentId: string | null = null) {
  const after = await logEnd(server, owner);
  return follow(
    by.subscribe(
      'subscription ($id: ID, $after: String) { readerAgentChanged(agentId: $id, after: $after) { cursor readerAgent { id name online revokedAt readers { name connected } } } }',
      {
        id: agentId,
        after,
      },
    ),
  );
}

describe('an agent that is shut out', () => {
  test('loses its socket, after its streams were told', async () => {
    const { agent, socket } = await onlineAgent(server, owner);
    const before = await tapOnce(agent);
    expect(before.status).toBe(200);
    expect(await revoke(agent.id)).toMatchObject({ readerAgent: { id: agent.id, online: false, revokedAt: server.clock.now().toISOString() } });
    await waitFor(() => socket.closed);
    expect(socket.closed).toBe(4403);
    expect(endCodes(socket.jobs)).toEqual(['ACCESS_ENDED']);
  });

  test('says nothing any more: over HTTP, by a new socket, by an old one', async () => {
    const { agent, socket } = await onlineAgent(server, owner);
    await revoke(agent.id);
    const answer = await agent.send('{ viewer { __typename } }');
    expect({ status: answer.status, codes: codesOf(answer) }).toEqual({ status: 401, codes: ['AGENT_TOKEN_INVALID'] });
    // The old socket is open for a moment still, and knows whose it is.
    const said = await socket.mutate('createAgentCode', null, 'expiresAt').catch((error) => (Array.isArray(error) ? error[0].extensions : error));
    expect(['AGENT_TOKEN_INVALID', 4403]).toContain(said.code);
    const again = agent.connect();
    await waitFor(() => again.closed);
    expect(again.closed).toBe(4403);
  });

  test('has its requests for a tap taken back', async () => {
    const { agent, readerId } = await onlineAgent(server, owner);
    const [claimed, queued] = [await testTap(owner, readerId), await testTap(server.operator, readerId)];
    await agent.claim(claimed);
    await revoke(agent.id);
    expect(await tapNow(owner, claimed)).toMatchObject({ status: 'CANCELLED', message: 'The request was taken back.' });
    expect(await tapNow(owner, queued)).toMatchObject({ status: 'CANCELLED' });
    expect(await owner.mutate('requestTestTap', { readerId }, 'tapJob { id }')).toMatchObject({ code: 'READER_AWAY' });
  });

  test('stays shut out, with one event, and others go on', async () => {
    const [agent, other] = [await pairAgent(server, owner), await onlineAgent(server, owner)];
    const first = await revoke(agent.id);
    server.clock.advance(1_000);
    expect(await revoke(agent.id)).toEqual(first);
    await server.app.server.sequencer.idle();
    const told = await server.database.sql`select 1 from events where type = 'reader_agent.revoked' and canonical like ${`%${agent.id}%`}`;
    expect(told).toHaveLength(1);
    expect(other.socket).toMatchObject({ closed: null, jobs: { end: null } });
    expect((await other.agent.send('{ viewer { __typename } }')).status).toBe(200);
  });

  test('is shut out by owners and admins alone', async () => {
    const agent = await pairAgent(server, owner);
    expect(await revoke(agent.id, auditor)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await agent.mutate('revokeReaderAgent', { agentId: agent.id }, 'readerAgent { id }')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await revoke('agt_01h455vb4pex5vsknk084sn02q')).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a code that it showed is nobody’s any more', async () => {
    const agent = await pairAgent(server, owner);
    const { agentCode } = await agent.mutate('createAgentCode', null, 'agentCode');
    await revoke(agent.id);
    const { link } = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
    const holder = visitor(server);
    const { activation } = await holder.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
    const connected = await holder.mutate('connectReaderAgent', { activationId: activation.id, by: { code: agentCode } }, 'activation { id }');
    expect(connected).toMatchObject({ code: 'AGENT_CODE_WRONG' });
  });
});

const tapOnce = (agent: TestAgent): Promise<Answer> => agent.send('{ viewer { __typename } }');

describe('renaming', () => {
  test('changes the name, once in the log however often', async () => {
    const agent = await pairAgent(server, owner);
    const changes = await changesFrom(auditor, agent.id);
    expect(await rename(agent.id, '  Front desk ')).toMatchObject({ readerAgent: { name: 'Front desk' } });
    expect(await rename(agent.id, 'Front desk')).toMatchObject({ readerAgent: { name: 'Front desk' } });
    await waitFor(() => changes.items.length === 1);
    expect(changes.items[0].data.readerAgentChanged.readerAgent).toMatchObject({ id: agent.id, name: 'Front desk' });
    await changes.stop();
  });

  test('is refused for what is no name, for nobody’s agent, and for who may not', async () => {
    const agent = await pairAgent(server, owner);
    expect(await rename(agent.id, '')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await rename(agent.id, 'n'.repeat(101))).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await rename('agt_01h455vb4pex5vsknk084sn02q', 'x')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await rename(agent.id, 'x', auditor)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('reported readers', () => {
  const shown = async (agent: TestAgent): Promise<Answer['data']> =>
    (
      await auditor.ask('query ($id: ID!) { node(id: $id) { ... on ReaderAgent { readers { name adapter connected changedAt agent { id } } } } }', {
        id: agent.id,
      })
    ).node.readers;

  test('come and go, each change told once', async () => {
    const agent = await pairAgent(server, owner);
    await agent.listen();
    const changes = await changesFrom(auditor, agent.id);
    const [pcsc, wedge] = [
      { name: 'ACS ACR122U 00 00', adapter: 'PCSC' },
      { name: 'Wedge', adapter: 'WEDGE' },
    ] as const;
    const ids = await agent.report(pcsc, wedge);
    await agent.report(pcsc, wedge);
    const plugged = server.clock.now().toISOString();
    server.clock.advance(1_000);
    await agent.report(wedge);
    expect(await shown(agent)).toEqual([
      { ...pcsc, connected: false, changedAt: server.clock.now().toISOString(), agent: { id: agent.id } },
      { ...wedge, connected: true, changedAt: plugged, agent: { id: agent.id } },
    ]);
    // The same reader keeps its id.
    expect(await agent.report(pcsc, wedge)).toEqual(ids);
    await server.app.server.sequencer.idle();
    const told = await server.database.sql`select type from events where type like 'reader.%' and canonical like ${`%${agent.id}%`} order by number`;
    expect(told.map(({ type }) => type)).toEqual(['reader.connected', 'reader.connected', 'reader.disconnected', 'reader.connected']);
    await waitFor(() => changes.items.length === 4);
    await changes.stop();
  });

  test('are not connected while their agent is away', async () => {
    const agent = await pairAgent(server, owner);
    await agent.report({ name: 'Front', adapter: 'SIMULATED' });
    expect(await shown(agent)).toMatchObject([{ name: 'Front', connected: false }]);
    const socket = await agent.listen();
    expect(await shown(agent)).toMatchObject([{ name: 'Front', connected: true }]);
    await socket.close();
  });

  test.each([
    ['two of one name', [0, 1].map(() => ({ name: 'Same', adapter: 'PCSC' })), ['readers']],
    ['21 at once', Array.from({ length: 21 }, (_, i) => ({ name: `R${i}`, adapter: 'PCSC' })), ['readers']],
    ['a name of 201 characters', [{ name: 'n'.repeat(201), adapter: 'PCSC' }], ['readers', '0', 'name']],
    ['a name with a control character', [{ name: 'a\u0007', adapter: 'PCSC' }], ['readers', '0', 'name']],
  ])('are refused for %s', async (_, readers, path) => {
    const agent = await pairAgent(server, owner);
    const refused = await agent.mutate('reportReaders', { readers, platform: 'Linux', version: '1' }, 'readers { id }');
    expect(refused.issues[0].path).toEqual(path);
  });

  test('of an agent that makes up names do not fill the database', async () => {
    const agent = await pairAgent(server, owner);
    for (let i = 0; i < 5; i += 1) {
      server.clock.advance(1_000);
      await agent.report(...Array.from({ length: 20 }, (_, j) => ({ name: `Made up ${i} ${j}`, adapter: 'PCSC' }) as const));
    }
    const kept: { name: string; connected: boolean }[] = await server.database.sql`select name, connected from readers where agent_id = ${agent.id}`;
    expect(kept.filter(({ connected }) => connected)).toHaveLength(20);
    expect(kept.filter(({ connected }) => !connected)).toHaveLength(50);
    // The oldest ones are those that are gone.
    expect(kept.some(({ name }) => name.startsWith('Made up 0'))).toBe(false);
  });
});

describe('the list of agents', () => {
  test('is paged, searched and filtered', async () => {
    const [lab, yard] = [await pairAgent(server, owner, 'Lab % one'), await pairAgent(server, owner, 'Yard')];
    await yard.listen();
    const ids = async (args: string): Promise<string[]> =>
      (await auditor.ask(`{ readerAgents(${args}) { edges { node { id } } } }`)).readerAgents.edges.map(({ node }: Answer['data']) => node.id);
    expect(await ids('first: 2')).toEqual([yard.id, lab.id]);
    expect(await ids('filter: { search: "b % o" }')).toEqual([lab.id]);
    expect(await ids('filter: { search: "ab%" }')).toEqual([]);
    expect(await ids('first: 200, filter: { online: true }')).toContain(yard.id);
    expect(await ids('first: 200, filter: { online: true }')).not.toContain(lab.id);
    expect(await ids('first: 200, filter: { online: false }')).toContain(lab.id);
    expect(await ids('first: 200, filter: { online: false }')).not.toContain(yard.id);
    await revoke(lab.id);
    expect(await ids('filter: { search: "lab % one", revoked: true }')).toEqual([lab.id]);
    expect(await ids('filter: { search: "lab % one", revoked: false }')).toEqual([]);
    expect(await ids('filter: { search: "lab % one", kinds: [PERSONAL] }')).toEqual([]);
    const page = await auditor.ask('{ readerAgents(first: 1) { edges { cursor node { id } } pageInfo { hasNextPage } } }');
    const next = await auditor.ask('query ($after: String) { readerAgents(first: 1, after: $after) { edges { node { id } } } }', {
      after: page.readerAgents.edges[0].cursor,
    });
    expect([page, next].map(({ readerAgents }) => readerAgents.edges[0].node.id)).toEqual([yard.id, lab.id]);
  });
});

describe('what an agent sees', () => {
  test('is its own, and nothing else', async () => {
    const [mine, other] = [await onlineAgent(server, owner), await onlineAgent(server, owner)];
    const [own, foreign] = [await testTap(owner, mine.readerId), await testTap(owner, other.readerId)];
    const ids = [mine.agent.id, mine.readerId, own, other.agent.id, other.readerId, foreign];
    const { data } = await mine.agent.send('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(data.nodes).toEqual([...ids.slice(0, 3).map((id) => ({ id })), null, null, null]);
    for (const query of [
      '{ readerAgents { edges { node { id } } } }',
      '{ users { edges { node { id } } } }',
      '{ workspace { id } }',
      '{ sessions { id } }',
    ]) {
      expect(codesOf(await mine.agent.send(query))).toEqual(['FORBIDDEN']);
    }
    const seen = await mine.agent.send(
      'query ($id: ID!) { tapJob(id: $id) { id securityKey { id } takenBy { id } reader { agent { id user { id } } } } }',
      { id: own },
    );
    expect(seen.data.tapJob).toEqual({ id: own, securityKey: null, takenBy: null, reader: { agent: { id: mine.agent.id, user: null } } });
    expect((await mine.agent.tap(own, plainCard('04a1b2c3d4e5f6'))).tapJob).toMatchObject({ status: 'COMPLETED' });
  });
});

test('who may ask for a tap, and not read readers, is not told of a reader’s PC', async () => {
  const { readerId } = await onlineAgent(server, owner);
  const { script } = await scriptWith(server, owner, ['ENROLMENT']);
  const seen = async (by: ApiClient) =>
    (await by.ask('query ($id: ID!) { tapJob(id: $id) { reader { name agent { platform } } } }', { id: await testTap(by, readerId) })).tapJob;
  expect(await seen(script)).toEqual({ reader: { name: 'Front', agent: null } });
  expect(await seen(owner)).toEqual({ reader: { name: 'Front', agent: { platform: expect.any(String) } } });
});

describe('readerDrivers', () => {
  test('are told to anybody, and whether one agent has its program to who may know', async () => {
    const agent = await pairAgent(server, owner);
    const query =
      'query ($agentId: ID) { readerDrivers(agentId: $agentId) { platform kind required included packages version address bytes sha256 installed } }';
    const { readerDrivers } = await visitor(server).ask(query, { agentId: agent.id });
    expect(readerDrivers).toHaveLength(9);
    expect(readerDrivers).toContainEqual(
      expect.objectContaining({
        platform: 'LINUX',
        kind: 'PCSC_SERVICE',
        required: true,
        included: false,
        packages: ['pcscd', 'libccid'],
        installed: null,
      }),
    );
    expect(readerDrivers).toContainEqual(expect.objectContaining({ platform: 'MACOS', kind: 'PCSC_SERVICE', included: true, packages: [] }));
    const bundle = server.app.server.agentBundle;
    const agents = readerDrivers.filter(({ kind }: { kind: string }) => kind === 'AGENT');
    expect(agents).toHaveLength(3);
    for (const row of agents) {
      expect(row).toMatchObject({
        version: bundle?.version ?? null,
        address: bundle?.address ?? null,
        bytes: bundle?.bytes ?? null,
        sha256: bundle?.sha256 ?? null,
      });
      expect(row.installed).toBeNull();
    }
  });
});
