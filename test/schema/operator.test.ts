import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { hmac } from '../../src/lib/secrets.ts';
import { Vault } from '../../src/modules/vault.ts';
import { ApiClient } from '../support/apiClient.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate, mailedLink, setUp, signIn, tokenOf } from '../support/people.ts';
import { addGroup, addUser, administrator, behindProxy, invite, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
});
afterAll(() => server.stop());

const ownerInput = (email: string) => ({ owner: { displayName: 'Otto Owner', email }, securityKey: { hardwareKey: {} } });
const invited = 'link workspace { id name } user { id username role status } enrolment { id status }';

describe('the first owner', () => {
  test('is invited by the operator: the organisation is made, the setup link is over, and the invited person comes in', async () => {
    const operator = server.operator;
    expect(await visitor(server).ask('{ setupOpen }')).toEqual({ setupOpen: true });
    const made = await operator.mutate('inviteOwner', { organisation: 'Acme', ...ownerInput('otto@example.org') }, invited);
    expect(made).toMatchObject({
      workspace: { name: 'Acme' },
      user: { username: 'otto', role: 'OWNER', status: 'PENDING' },
      enrolment: { status: 'PENDING' },
    });
    expect(made.link).toBe(await server.mailTo('otto@example.org'));
    expect(await visitor(server).ask('{ setupOpen }')).toEqual({ setupOpen: false });
    expect(await setUp(visitor(server), server.app.setupLink ?? '', hardwareKey())).toMatchObject({ code: 'SETUP_DONE' });

    const [browser, key] = [visitor(server), hardwareKey()];
    expect(await activate(browser, made.link, key, { onPhone: false })).toMatchObject({ signedIn: false, activation: { status: 'ACTIVATED' } });
    expect(await signIn(browser, key)).toMatchObject({ user: { displayName: 'Otto Owner', role: 'OWNER' } });
    await server.app.server.sequencer.idle();
    const { events } = await browser.ask('{ events(first: 200, filter: { actor: "operator" }) { edges { node { type } } } }');
    expect(events.edges.map(({ node }: { node: { type: string } }) => node.type)).toContain('USER_CREATED');
  });

  test('who is locked out is let in again: any person by their email, as an owner, by a new key', async () => {
    const details = somebody({ email: 'locked@example.org' });
    const userId = await addUser(server.operator, details);
    await server.operator.mutate('suspendUser', { userId }, 'user { id }');
    const recover = (email: string) => server.operator.mutate('recoverOwner', { email, securityKey: { hardwareKey: { name: 'New' } } }, invited);
    expect(await recover('nobody@example.org')).toMatchObject({ code: 'NOT_FOUND' });
    const made = await recover(' LOCKED@example.org ');
    expect(made).toMatchObject({ user: { id: userId, role: 'OWNER', status: 'PENDING' } });
    const [browser, key] = [visitor(server), hardwareKey()];
    await activate(browser, made.link, key, { onPhone: false });
    expect(await signIn(browser, key)).toMatchObject({ user: { role: 'OWNER' } });
  });
});

describe('another organisation', () => {
  test('is apart: the operator says which one is meant, people of one are nothing in the other', async () => {
    const own = await startServer({ env: behindProxy });
    const { owner, key } = await own.owner();
    const { workspace } = await own.operator.mutate('createWorkspace', { name: 'Second' }, 'workspace { id name activationProof }');
    expect(workspace).toMatchObject({ name: 'Second', activationProof: 'LINK' });
    // Two of them, and none is named.
    expect(await own.operator.mutate('inviteOwner', ownerInput('x@example.org'), invited)).toMatchObject({ code: 'WORKSPACE_UNCLEAR' });
    expect(await own.operator.mutate('inviteOwner', { workspaceId: 'wsp_none', ...ownerInput('x@example.org') }, invited)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await own.operator.mutate('createUser', { details: somebody() }, 'user { id }')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await visitor(own).mutate('beginSignIn', {}, 'options { challenge }')).toMatchObject({ code: 'WORKSPACE_UNCLEAR' });

    // The same email is free in the other one.
    const made = await own.operator.mutate('inviteOwner', { workspaceId: workspace.id, ...ownerInput('olive@example.org') }, invited);
    const [other, otherKey] = [visitor(own), hardwareKey()];
    await activate(other, made.link, otherKey, { onPhone: false });
    const { options, signInToken } = await other.mutate('beginSignIn', { workspaceId: workspace.id }, 'signInToken options { challenge rpId }');
    const { id, rawId, response } = await otherKey.get(options, { origin: own.app.address });
    const finished = await other.mutate('finishSignIn', { signInToken, credential: { id, rawId, response } }, 'signIn { user { displayName } }');
    expect(finished).toMatchObject({ signIn: { user: { displayName: 'Otto Owner' } } });
    expect((await other.ask('{ users { totalCount edges { node { displayName } } } }')).users).toMatchObject({ totalCount: 1 });
    expect((await owner.ask('{ users { totalCount } }')).users.totalCount).toBe(1);
    expect(key.counter).toBe(0);

    const script = new ApiClient(own.app.address, {
      bearer: own.operator.headers.authorization?.slice(7) ?? '',
      headers: { 'x-latchkey-workspace': workspace.id },
    });
    expect(await script.ask('{ workspace { name } users { totalCount } }')).toEqual({ workspace: { name: 'Second' }, users: { totalCount: 1 } });
    await own.stop();
  });
});

test('serverStatus tells how the server stands', async () => {
  await server.app.mailer.idle();
  await server.app.server.sequencer.idle();
  const { serverStatus } = await server.operator.ask(
    '{ serverStatus { publicUrl rpId mailTransport queuedMails subscribers workspaces { workspace { name } users lastEvent waitingEvents } } }',
  );
  const [{ last }] = (await server.database.sql`select max(number)::int as last from events`) as unknown as [{ last: number }];
  expect(serverStatus).toEqual({
    publicUrl: server.app.address,
    rpId: 'localhost',
    mailTransport: 'MAILBOX',
    queuedMails: 0,
    subscribers: 0,
    workspaces: [{ workspace: { name: 'Acme' }, users: 2, lastEvent: last, waitingEvents: 0 }],
  });
});

describe('logVerifications', () => {
  let own: TestServer;
  beforeAll(async () => {
    own = await startServer();
  });
  afterAll(() => own.stop());

  const verified = async (workspaceId: string | null) =>
    (
      await own.operator.ask('query ($id: ID) { logVerifications(workspaceId: $id) { workspace { id } events checkpoints problem problemNumber } }', {
        id: workspaceId,
      })
    ).logVerifications;

  /** An organisation whose log has 6 events, the last one with a checkpoint. */
  async function organisation(name: string): Promise<string> {
    const { workspace } = await own.operator.mutate('createWorkspace', { name }, 'workspace { id }');
    const script = new ApiClient(own.app.address, {
      bearer: own.operator.headers.authorization?.slice(7) ?? '',
      headers: { 'x-latchkey-workspace': workspace.id },
    });
    for (let i = 0; i < 5; i += 1) {
      if (i === 4) own.clock.advance(3_600_000);
      await addGroup(script, `Group ${i}`);
      await own.app.server.sequencer.idle();
    }
    return workspace.id;
  }

  test('finds nothing wrong with a log as it was written', async () => {
    const id = await organisation('Honest');
    expect(await verified(id)).toEqual([{ workspace: { id }, events: 6, checkpoints: 2, problem: null, problemNumber: null }]);
  });

  const tamper: [string, string, number, (id: string) => Promise<unknown>][] = [
    [
      'an event whose text was changed',
      'CHANGED',
      3,
      (id) =>
        own.database
          .sql`update events set canonical = replace(canonical, 'group.created', 'group.deleted') where workspace_id = ${id} and number = 3`,
    ],
    [
      'an event with another one’s text',
      'CHANGED',
      3,
      (id) =>
        own.database
          .sql`update events e set canonical = o.canonical from events o where e.workspace_id = ${id} and o.workspace_id = ${id} and e.number = 3 and o.number = 4`,
    ],
    [
      'a column that says something else than the text',
      'COLUMNS_DIFFER',
      4,
      (id) => own.database.sql`update events set actor = 'usr_innocent' where workspace_id = ${id} and number = 4`,
    ],
    ['an event that was taken out', 'MISSING', 2, (id) => own.database.sql`delete from events where workspace_id = ${id} and number = 2`],
    ['events that were cut from the end', 'CUT_OFF', 5, (id) => own.database.sql`delete from events where workspace_id = ${id} and number >= 5`],
    ['a log that is gone', 'CUT_OFF', 1, (id) => own.database.sql`delete from events where workspace_id = ${id}`],
    [
      'a checkpoint that was moved',
      'CHECKPOINT_FORGED',
      4,
      (id) => own.database.sql`update event_checkpoints set number = 4 where workspace_id = ${id} and number = 6`,
    ],
  ];
  test.each(tamper)('finds %s: %s at %i', async (name, problem, number, change) => {
    const id = await organisation(name);
    await change(id);
    expect(await verified(id)).toMatchObject([{ workspace: { id }, problem, problemNumber: number }]);
  });

  test('walks every log unless one is named, and knows none that nobody has', async () => {
    const all = await verified(null);
    expect(all).toHaveLength(1 + tamper.length);
    expect(all.filter(({ problem }: { problem: string | null }) => problem === null)).toHaveLength(1);
    const refused = await own.operator.send('{ logVerifications(workspaceId: "wsp_none") { events } }');
    expect(refused.errors[0]?.extensions.code).toBe('NOT_FOUND');
  });
});

test('an organisation that is made after a rotation opens with the new secret alone, as the next start will have it', async () => {
  const own = await startServer();
  await own.operator.mutate('rotateSecret', null, 'dataKeys');
  await own.operator.mutate('createWorkspace', { name: 'After' }, 'workspace { id }');
  const secret = (await readFile(join(own.dataDir, 'secret'), 'utf8')).trim();
  await new Vault([secret]).check(own.database.db);
  await own.stop();
});

test('rotateSecret wraps every data key anew: the server starts with the new secret alone, and reads all that it stored', async () => {
  const own = await startServer({ env: behindProxy });
  const { owner, key } = await own.owner();
  const [pin, pinned] = ['2749', await invite(own, owner, { smartphone: { verification: 'PIN' } })];
  await activate(visitor(own), pinned.link, phone(), { pin });
  const waiting = await invite(own, owner);
  const file = join(own.dataDir, 'secret');
  const before = (await readFile(file, 'utf8')).trim();

  expect(await own.operator.mutate('rotateSecret', null, 'dataKeys')).toMatchObject({ dataKeys: 6 });
  const after = (await readFile(file, 'utf8')).trim();
  expect(after).not.toBe(before);
  expect(after.split('\n')).toHaveLength(1);
  // The server that runs goes on.
  expect(await owner.mutate('createUser', { details: somebody(), securityKey: { smartphone: {} } }, 'user { id }')).toHaveProperty('user');
  await expect(new Vault([before]).check(own.database.db)).rejects.toThrow('does not open this database');
  await own.app.stop();

  const again = await compose(readConfig({ PORT: '0', DATA_DIR: own.dataDir, ...behindProxy }), {
    clock: own.clock,
    log: own.app.server.log,
    connection: own.database.connection,
  });
  const call = (options: ConstructorParameters<typeof ApiClient>[1] = {}) => new ApiClient(again.address, options);
  const operator = call({ bearer: own.operator.headers.authorization?.slice(7) ?? '' });
  // Sealed mail, the log, PIN hashes, and the keys that sign people in.
  expect(tokenOf(await mailedLink(operator, waiting.email))).toBe(tokenOf(waiting.link));
  expect(await activate(call(), waiting.link, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
  const { logVerifications } = await operator.ask('{ logVerifications { problem events } }');
  expect(logVerifications).toMatchObject([{ problem: null }]);
  const [row] = await own.database.sql`select workspace_id, pin_hash from security_keys where id = ${pinned.keyId}`;
  const pepper = await again.server.vault.key(own.database.db, row?.workspace_id, 'PIN_PEPPER');
  expect(await verify(row?.pin_hash, Buffer.from(hmac(pepper, pin)).toString('base64url'))).toBe(true);
  const browser = call();
  expect(await signIn(browser, key)).toMatchObject({ user: { role: 'OWNER' } });
  const { events } = await browser.ask('{ events(filter: { types: [SECRET_ROTATED] }) { edges { node { actor } } } }');
  expect(events.edges).toEqual([{ node: { actor: 'operator' } }]);
  await again.stop();

  // With the old secret alone nothing starts, and one line says why.
  await writeFile(file, `${before}\n`);
  await expect(
    compose(readConfig({ PORT: '0', DATA_DIR: own.dataDir }), { connection: own.database.connection, log: own.app.server.log }),
  ).rejects.toThrow(/^The server’s secret does not open this database: set LATCHKEY_SECRET to the one it was made with\.$/);
  await own.stop();
});

test('importAuthenticatorModels says what it lacks', async () => {
  const load = () => server.operator.mutate('importAuthenticatorModels', null, 'models');
  expect(await load()).toMatchObject({ code: 'METADATA_INVALID', message: 'There is no file fido-metadata.jwt in the data folder.' });
  await writeFile(join(server.dataDir, 'fido-metadata.jwt'), 'this.is.nothing');
  expect(await load()).toMatchObject({ code: 'METADATA_INVALID', message: expect.stringContaining('no valid FIDO metadata BLOB') });
});

test('the operator’s token counts from this machine alone', async () => {
  const bearer = server.operator.headers.authorization?.slice(7) ?? '';
  const status = (headers: Record<string, string>) => new ApiClient(server.app.address, { bearer, headers }).send('{ serverStatus { rpId } }');
  expect((await status({})).status).toBe(200);
  // Whoever comes by way of a proxy is not at the machine, whatever address they or the proxy name.
  for (const address of ['203.0.113.9', '127.0.0.1', '::1', '::ffff:127.0.0.1', '127.0.0.1, 203.0.113.9', '203.0.113.9, 127.0.0.1', '']) {
    for (const headers of [{ 'x-forwarded-for': address }, { forwarded: `for=${address}` }]) {
      const refused = await status(headers as Record<string, string>);
      expect([refused.status, refused.errors[0]?.extensions.code], JSON.stringify(headers)).toEqual([401, 'SIGN_IN_REQUIRED']);
    }
  }
  const wrong = await new ApiClient(server.app.address, { bearer: `${bearer.slice(0, -1)}${bearer.endsWith('A') ? 'B' : 'A'}` }).send(
    '{ serverStatus { rpId } }',
  );
  expect(wrong.status).toBe(401);
});

test('what the operator does in an organisation is in its log; nobody else may do it', async () => {
  const made = await server.operator.mutate('inviteOwner', ownerInput('third@example.org'), invited);
  const [browser, key] = [visitor(server), hardwareKey()];
  await activate(browser, made.link, key, { onPhone: false });
  await signIn(browser, key);
  const { browser: admin } = await administrator(server, browser, 'ADMIN');
  for (const caller of [browser, admin]) {
    expect(await caller.mutate('inviteOwner', ownerInput('fourth@example.org'), 'link')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await caller.mutate('rotateSecret', null, 'dataKeys')).toMatchObject({ code: 'FORBIDDEN' });
  }
  await server.mailTo('third@example.org').catch(() => null);
  await server.app.server.sequencer.idle();
  const { events } = await browser.ask('{ events(first: 1, filter: { types: [MAILBOX_READ] }) { edges { node { actor } } } }');
  expect(events.edges).toEqual([{ node: { actor: 'operator' } }]);
});
