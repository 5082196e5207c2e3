import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate, register, signIn, tokenOf } from '../support/people.ts';
import { administrator, behindProxy, invite, scriptWith, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { dumpTables } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
/** Whatever must be found nowhere, by what it is. */
const secrets = new Map<string, string>();
/** People's own words, which are in their rows, and in no event and no log line. */
const personal: string[] = [];
/** Answers that say that something failed. */
const failures: string[] = [];

const note = (what: string, secret: string | null | undefined) => {
  if (!secret) throw new Error(`There is no ${what}`);
  secrets.set(what, secret);
};
const noteCookies = (who: string, { cookies }: ApiClient) => {
  for (const [name, value] of cookies) note(`${who}’s ${name}`, value);
};

/** A browser whose failed answers are kept. */
function watchedVisitor(): ApiClient {
  const browser = visitor(server);
  const request = browser.request.bind(browser);
  browser.request = async (init) => {
    const response = await request(init);
    const text = await response.clone().text();
    if (/"errors"|"__typename":"\w+Error"/.test(text)) failures.push(text);
    return response;
  };
  return browser;
}

/** Every flow once, with what can go wrong on the way. */
beforeAll(async () => {
  server = await startServer({ env: behindProxy, logLevel: 'trace' });
  const { connection } = inject('databaseServer');
  if (typeof connection === 'object') note('database’s password', connection.password);
  note('setup token', tokenOf(server.app.setupLink ?? ''));
  note('mailbox token', tokenOf(server.app.mailboxLink ?? ''));
  note('operator token', (await readFile(join(server.dataDir, 'operator.token'), 'utf8')).trim());
  const { owner, key } = await server.owner();
  noteCookies('owner', owner);

  // A phone with a PIN, refused and then taken.
  const details = somebody({ displayName: 'Secretive Selma', email: 'selma@example.org', phone: '+46 70 555 0199' });
  personal.push('Secretive Selma', 'selma@example.org', '+46 70 555 0199', 'Words for Selma alone');
  const made = await owner.mutate(
    'createUser',
    { details, securityKey: { smartphone: { verification: 'PIN' } }, note: 'Words for Selma alone', idempotencyKey: 'selma' },
    'enrolment { id }',
  );
  const link = await server.mailTo(details.email);
  note('link', tokenOf(link));
  const browser = watchedVisitor();
  await activate(browser, link, phone(), { pin: '90' });
  noteCookies('Selma', browser);
  note('PIN', 'Sesam-84213-öffne');
  await register(browser, phone(), { pin: 'Sesam-84213-öffne', origin: 'https://evil.example' });
  const stream = follow(browser.subscribe('subscription { activationChanged { status } }'));
  await waitFor(() => stream.items.length > 0);
  await register(browser, phone(), { pin: 'Sesam-84213-öffne' });
  await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
  expect(made.enrolment.id).toMatch(/^enr_/);

  // A code, wrong and right; a link sent again; one that is cancelled.
  await owner.mutate('updateWorkspace', { activationProof: 'LINK_AND_CODE' }, 'workspace { id }');
  const coded = await invite(server, owner, { hardwareKey: {} });
  note('code', coded.activationCode);
  note('replaced link', tokenOf(coded.link));
  await watchedVisitor().mutate('openActivation', { token: tokenOf(coded.link), code: 'WRONG234' }, 'activation { id }');
  const { activationCode } = await owner.mutate('resendActivationLink', { enrolmentId: coded.enrolmentId }, 'activationCode');
  note('second code', activationCode);
  const again = await server.mailTo(coded.email);
  note('second link', tokenOf(again));
  const second = watchedVisitor();
  await second.mutate('openActivation', { token: tokenOf(coded.link), code: coded.activationCode }, 'activation { id }');
  await second.mutate('openActivation', { token: tokenOf(again), code: activationCode }, 'activation { id }');
  noteCookies('the second browser', second);
  await owner.mutate('cancelEnrolment', { enrolmentId: coded.enrolmentId }, 'enrolment { id }');
  await owner.mutate('updateWorkspace', { activationProof: 'LINK' }, 'workspace { id }');

  // One that waits: its mail lies sealed.
  const waiting = await invite(server, owner);
  note('waiting link', tokenOf(waiting.link));

  // Administrators, scripts, the operator.
  const admin = await administrator(server, owner, 'ADMIN');
  noteCookies('admin', admin.browser);
  const { script, token, tokenId } = await scriptWith(server, owner, ['READ', 'EVENTS']);
  note('API token', token);
  await script.ask('{ events(first: 50) { edges { node { details { name value } } } } }');
  await owner.mutate('revokeApiToken', { tokenId }, 'apiToken { id }');
  const late = server.bearer(token);
  failures.push(JSON.stringify(await late.send('{ viewer { __typename } }')));
  const recovered = await server.operator.mutate('recoverOwner', { email: details.email, securityKey: { hardwareKey: {} } }, 'link');
  note('recovery link', tokenOf(recovered.link));
  await visitor(server).mutate('readTrialMailbox', { token: tokenOf(server.app.mailboxLink ?? '') }, 'mails { id }');
  await server.operator.mutate('rotateSecret', null, 'dataKeys');
  note('server’s secret', (await readFile(join(server.dataDir, 'secret'), 'utf8')).trim());
  await signIn(admin.browser, admin.key);
  noteCookies('admin, once more', admin.browser);
  await admin.browser.mutate('signOut', null, 'signedOut');

  // The database fails under calls that carry secrets: what is logged of it names none.
  const { link: failing } = await invite(server, owner, { smartphone: { verification: 'PIN' } });
  note('failing link', tokenOf(failing));
  const unlucky = watchedVisitor();
  await unlucky.mutate('openActivation', { token: tokenOf(failing) }, 'activation { id }');
  noteCookies('the unlucky browser', unlucky);
  note('unlucky PIN', 'Pech-31873-gehabt');
  const away = async (table: string, work: () => Promise<unknown>) => {
    const { sql } = server.database;
    await sql`alter table ${sql(table)} rename to ${sql(`${table}_away`)}`;
    await work().catch((error: Error) => failures.push(error.message));
    await sql`alter table ${sql(`${table}_away`)} rename to ${sql(table)}`;
  };
  await away('webauthn_credentials', () => register(unlucky, phone(), { pin: 'Pech-31873-gehabt' }));
  await away('activation_links', () => watchedVisitor().mutate('openActivation', { token: tokenOf(failing) }, 'activation { id }'));
  await away('mail_outbox', () =>
    owner.mutate('createUser', { details: somebody({ displayName: 'Secretive Selma' }), securityKey: { smartphone: {} } }, 'user { id }'),
  );
  await away('sessions', () => signIn(watchedVisitor(), key));
  await away('api_tokens', () => server.bearer(token).ask('{ viewer { __typename } }'));
  await away('users', () => owner.mutate('createUser', { details: { ...details, username: 'selma2' } }, 'user { id }'));
  // What fails in the background is logged with no more.
  await away('events', async () => {
    await owner.mutate('createGroup', { name: 'Unnumbered' }, 'group { id }');
    await server.app.server.sequencer.idle();
  });
  const wrong = watchedVisitor();
  const { signInToken } = await wrong.mutate('beginSignIn', {}, 'signInToken');
  note('sign-in token', signInToken);
  await wrong.mutate('finishSignIn', { signInToken, credential: await badAssertion() }, 'signIn { status }');
  await server.app.mailer.idle();
  await server.app.server.sequencer.idle();
});
afterAll(() => server.stop());

async function badAssertion() {
  const key = hardwareKey();
  await key.create(
    {
      rp: { id: 'localhost', name: 'x' },
      user: { id: 'AAAA', name: 'x', displayName: 'x' },
      challenge: 'AAAA',
      pubKeyCredParams: [{ alg: -7, type: 'public-key' }],
    },
    { origin: server.app.address },
  );
  const { id, rawId, response } = await key.get({ challenge: 'AAAA', rpId: 'localhost' }, { origin: server.app.address });
  return { id, rawId, response };
}

/** The secrets that a text holds, by what they are; also where they are escaped or in base64. */
const heldBy = (text: string): string[] =>
  [...secrets].flatMap(([what, secret]) => {
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('latin1'),
    ];
    return forms.some((form) => text.includes(form.replace(/=+$/, ''))) ? [what] : [];
  });

test('the flows have secrets of every kind to look for, and the look finds one', () => {
  expect(secrets.size).toBeGreaterThan(18);
  for (const [what, secret] of secrets) expect(heldBy(`before ${Buffer.from(secret).toString('base64')} after`), what).toContain(what);
});

test('no line of the log at its most talkative holds a secret, nor anything of a person', () => {
  const failed = server.logged.filter((line) => JSON.parse(line).level >= 50);
  expect(failed.length, 'the failures of the database are in it').toBeGreaterThanOrEqual(6);
  expect(failed.join('')).toContain('Failed query');
  expect(failed.join('')).toContain('the log could not be written');
  // Drizzle’s own message ends with what the statement was given.
  expect(server.logged.filter((line) => line.includes('params: '))).toEqual([]);
  expect(server.logged.flatMap(heldBy)).toEqual([]);
  expect(server.logged.filter((line) => personal.some((text) => line.includes(text)))).toEqual([]);
});

test('no column of any table holds one: hashes alone, and sealed boxes', async () => {
  const dump = await dumpTables(server.database);
  expect(Object.keys(dump).length).toBeGreaterThan(15);
  expect(dump.mail_outbox?.some((row) => JSON.parse(row).sealed?.length)).toBe(true);
  const found = Object.entries(dump).flatMap(([table, rows]) => rows.flatMap((row) => heldBy(row).map((what) => `${what} in ${table}`)));
  expect(found).toEqual([]);
});

test('no mail is readable in its box: neither its words nor its address', async () => {
  const { mail_outbox: rows = [] } = await dumpTables(server.database);
  for (const text of [...personal, 'activate#', 'http://localhost'])
    expect(
      rows.filter((row) => row.includes(text)),
      text,
    ).toEqual([]);
});

test('no event holds a secret, or a name, an address or a number of a person', async () => {
  const rows = await server.database.sql`select canonical from events`;
  expect(rows.length).toBeGreaterThan(40);
  for (const { canonical } of rows) {
    expect(heldBy(canonical)).toEqual([]);
    expect(personal.filter((text) => canonical.includes(text))).toEqual([]);
  }
});

test('no failure repeats one to the caller', () => {
  expect(failures.length).toBeGreaterThan(10);
  expect(failures.flatMap(heldBy)).toEqual([]);
  expect(failures.filter((text) => /select |insert into|webauthn_credentials|at file:|node_modules/.test(text))).toEqual([]);
});

test('no address that the server gives carries a token outside of its fragment', () => {
  for (const link of [server.app.setupLink, server.app.mailboxLink]) {
    const { search, pathname, hash } = new URL(link ?? '');
    expect([search, pathname.length < 10, hash.length]).toEqual(['', true, 44]);
  }
});

describe.runIf(process.platform === 'linux')('what the machine tells of the processes', () => {
  /** What another user of the machine can list of a process, and what its own user can besides. */
  const told = async (pid: number) => {
    const [line, environment] = await Promise.all(['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => '')));
    return { line: line ?? '', environment: environment ?? '' };
  };

  /** Every process and its parent. */
  async function parents(): Promise<Map<number, number>> {
    const pids = (await readdir('/proc')).map(Number).filter(Boolean);
    const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')));
    // proc(5): after the name in parentheses come the state and the parent.
    return new Map(stats.map((stat, i) => [pids[i] as number, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]));
  }

  /** A process and all that came of it. */
  async function family(pid: number): Promise<number[]> {
    const all = [...(await parents())];
    const below = (parent: number): number[] => [parent, ...all.filter(([, its]) => its === parent).flatMap(([child]) => below(child))];
    return below(pid);
  }

  /** The database’s processes, the first of them first; none where it runs on another machine. */
  async function postgres(): Promise<number[]> {
    const [row] = await server.database.sql`select pg_backend_pid() as pid`;
    const backend = Number(row?.pid);
    const name = await readFile(`/proc/${backend}/comm`, 'utf8').catch(() => '');
    return name.startsWith('postgres') ? family((await parents()).get(backend) ?? 0) : [];
  }

  test('no command line of ours holds a secret, and neither does what PostgreSQL’s processes were given', async () => {
    const processes = await postgres();
    if (typeof inject('databaseServer').connection === 'object') expect(processes.length).toBeGreaterThan(3);
    for (const pid of processes) {
      const { line, environment } = await told(pid);
      expect([...heldBy(line), ...heldBy(environment)], line).toEqual([]);
    }
    // The run that started this file, with its other processes.
    for (const pid of await family(process.ppid)) expect(heldBy((await told(pid)).line)).toEqual([]);
  });

  test('the look finds a secret on a command line, and in an environment', async () => {
    const [what, secret] = [...secrets][0] as [string, string];
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', secret], { env: { IT: secret }, stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(child, 'exit');
    try {
      const pid = child.pid as number;
      // A program that has just begun has its command line a moment before its environment.
      await waitFor(async () => {
        const { line, environment } = await told(pid);
        expect([heldBy(line), heldBy(environment)]).toEqual([[what], [what]]);
        expect(await family(process.ppid)).toContain(pid);
        return true;
      });
    } finally {
      child.stdin?.end();
      await ended;
    }
  });

  // A PostgreSQL of the operator's own is theirs to set up.
  test.runIf(typeof inject('databaseServer').connection === 'object')(
    'the embedded PostgreSQL’s log holds no secret, nor anything of a person',
    async () => {
      const again = server.database.sql`
      insert into users select (jsonb_populate_record(u, '{"id": "usr_again", "username": "again"}')).* from users u where email = ${'selma@example.org'}`;
      await expect(again).rejects.toMatchObject({ code: '23505', detail: expect.stringContaining('selma@example.org') });
      const [postmaster = 0] = await postgres();
      const text = await readFile(await readlink(`/proc/${postmaster}/fd/2`), 'utf8');
      expect(text).toContain('duplicate key');
      expect(heldBy(text)).toEqual([]);
      expect(personal.filter((words) => text.includes(words))).toEqual([]);
    },
  );
});
