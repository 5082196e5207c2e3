import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Answer, ApiClient } from '../support/apiClient.ts';
import { builtServer } from '../support/builtPrograms.ts';
import { hardwareKey } from '../support/devices.ts';
import { activate, mailedLink, setUp } from '../support/people.ts';
import { type RunningProgram, runProgram } from '../support/program.ts';

// Each test starts whole servers, with a database of their own.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let running: RunningProgram[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-process-'));
  // Root's database user has to reach the data, or they would lie elsewhere and stay behind.
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const program of running) program.kill('SIGTERM');
  await Promise.all(running.map(({ exit }) => exit));
  running = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = (given: Record<string, string> = {}) => ({ PORT: '0', DATA_DIR: join(folder, 'data'), ...given });

function serve(given: Record<string, string> = {}, args = ['--json'], file = builtServer): RunningProgram {
  const program = runProgram(file, args, settings(given));
  running.push(program);
  return program;
}

interface Ready {
  address: string;
  mail: string;
  mailboxLink: string | null;
  setupLink: string | null;
}

async function ready(program: RunningProgram): Promise<Ready & { operator: ApiClient; port: string }> {
  const told = JSON.parse(await program.line(/^\{/)) as Ready;
  const token = (await readFile(join(folder, 'data', 'operator.token'), 'utf8')).trim();
  return { ...told, operator: new ApiClient(told.address, { bearer: token }), port: new URL(told.address).port };
}

/** Runs a command of the operator's and gives what it printed. */
async function command(words: string[], port: string, given: Record<string, string> = {}) {
  const program = runProgram('cli/main.ts', words, settings({ PORT: port, ...given }));
  const { code } = await program.exit;
  return { code, out: program.out().trim(), err: program.err().trim() };
}

test('settings that do not fit are told all at once, without their values, and end with 78', async () => {
  const program = serve({ PORT: 'four', LATCHKEY_SECRET: 'too-short-a-secret', PUBLIC_URL: 'http://keys.example.org', LOG_LEVEL: 'loud' });
  expect(await program.exit).toEqual({ code: 78, signal: null });
  expect(program.err().trim().split('\n')).toEqual([
    'PORT must be a port.',
    'PUBLIC_URL must be https, save for localhost.',
    'LATCHKEY_SECRET must be 32 characters or more each, separated by commas.',
    'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.',
  ]);
  expect(program.err()).not.toContain('too-short-a-secret');
});

test('two transports, a transport without a sender, and an RP ID of another domain are each one line', async () => {
  const cases: [Record<string, string>, string][] = [
    [{ RESEND_API_KEY: 're_1', SMTP_URL: 'smtp://localhost', MAIL_FROM: 'a@b.example' }, 'Set RESEND_API_KEY or SMTP_URL, not both.'],
    [{ SMTP_URL: 'smtp://localhost' }, 'MAIL_FROM must be set'],
    [{ PUBLIC_URL: 'https://keys.example.org', RP_ID: 'example.com' }, 'RP_ID must be the host of PUBLIC_URL, or a domain above it.'],
  ];
  for (const [given, line] of cases) {
    const program = serve(given);
    expect((await program.exit).code).toBe(78);
    expect(program.err()).toContain(line);
    expect(program.err().trim().split('\n')).toHaveLength(1);
  }
});

test('a port that is taken is one line', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const program = serve({ PORT: String(port) });
  expect((await program.exit).code).toBe(1);
  expect(program.err()).toBe(`Port ${port} on 127.0.0.1 is in use by another program. Stop it, or set PORT.\n`);
  await new Promise((resolve) => other.close(resolve));
});

test('the ready lines say what an operator needs, and the secrets lie in files for their owner alone', async () => {
  // As it stands, as `npm start` does it.
  const program = serve({}, [], 'src/main.ts');
  const address = (await program.line(/^Latchkey is ready at/)).split(' ').at(-1);
  await program.line(/^ {2}database {2}PostgreSQL in /);
  await program.line(/^ {2}mail {6}a trial mailbox, for you alone: http.*\/mailbox#/);
  expect(await program.line(/^ {2}next/)).toMatch(`make the first owner: ${address}/setup#`);
  const mode = async (name: string) => (await stat(join(folder, 'data', name))).mode & 0o777;
  for (const file of ['secret', 'operator.token', 'postgres.password', 'postgres.log']) expect(await mode(file), file).toBe(0o600);
  expect(await mode('postgres')).toBe(0o700);
  // Root’s database user has to get through, and may not look around.
  expect(await mode('')).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  expect((await fetch(`${address}/livez`)).status).toBe(200);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
});

test('a second server on the data folder says who has it; the first one goes on', async () => {
  const first = serve();
  const { address } = await ready(first);
  const second = serve();
  expect((await second.exit).code).toBe(1);
  expect(second.err()).toContain(`is in use by another Latchkey, process ${first.pid}`);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
});

test('SIGTERM: subscribers are sent away to come back, what runs is finished, and the database is closed', async () => {
  const program = serve();
  const { address, setupLink, operator } = await ready(program);
  const owner = new ApiClient(address);
  await setUp(owner, setupLink ?? '', hardwareKey());
  let closeCode = 0;
  const closed = (event: unknown) => {
    closeCode = (event as { code: number }).code;
  };
  const socket = owner.socket({ on: { closed } });
  const changes = socket.iterate({ query: 'subscription { enrolmentStatusChanged { cursor change { to } } }' });
  const ended = changes.next().catch((error) => error);
  const stream = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...operator.headers },
    body: JSON.stringify({ query: 'subscription { eventLogged { cursor } }' }),
  });
  const last = stream.text();
  // The subscriptions stand once the server has them both.
  for (let standing = 0; standing < 2; ) standing = (await operator.ask('{ serverStatus { subscribers } }')).serverStatus.subscribers;
  program.kill('SIGTERM');
  expect(await program.exit).toEqual({ code: 0, signal: null });
  expect(program.err()).toBe('');
  await ended;
  expect(closeCode).toBe(1012);
  expect(await last).toContain('"code":"TRY_AGAIN"');
});

test('the next start finds everything, needs the secret, and keeps to the RP ID', async () => {
  const program = serve();
  const { operator, setupLink, port } = await ready(program);
  expect(setupLink).toBeNull();
  const { serverStatus } = await operator.ask('{ serverStatus { workspaces { workspace { name } users } } }');
  expect(serverStatus.workspaces).toEqual([{ workspace: { name: 'Example' }, users: 1 }]);
  expect(await command(['log', 'verify'], port)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Example: \d+ events and 1 checkpoints are good$/),
  });
  program.kill('SIGTERM');
  await program.exit;

  const elsewhere = serve({ PUBLIC_URL: 'https://keys.example.org' });
  expect((await elsewhere.exit).code).toBe(78);
  expect(elsewhere.err()).toContain('Keys are registered for the domain localhost');

  const stranger = serve({ LATCHKEY_SECRET: 'another-secret-of-thirty-two-characters' });
  expect((await stranger.exit).code).toBe(1);
  expect(stranger.err()).toContain('secret does not open this database');
});

test('the operator’s commands', async () => {
  const program = serve();
  const { port, address } = await ready(program);
  expect((await command(['status'], port)).out).toMatch(/RP ID localhost.*mail by mailbox/);
  const made = JSON.parse((await command(['token', 'create', '--name', 'script', '--scopes', 'read', '--days', '2', '--json'], port)).out);
  const script = new ApiClient(address, { bearer: made.token });
  expect((await script.ask('{ viewer { ... on ApiToken { name scopes } } }')).viewer).toEqual({ name: 'script', scopes: ['READ'] });
  const invited: Answer['data'] = JSON.parse(
    (await command(['owner', 'invite', '--email', 'second@example.org', '--name', 'Second', '--key', 'hardware', '--json'], port)).out,
  );
  expect((await activate(new ApiClient(address), invited.link, hardwareKey(), { onPhone: false })).activation.status).toBe('ACTIVATED');
  const recovered = await command(['owner', 'recover', '--email', 'OLIVE@example.org', '--key', 'smartphone'], port);
  expect(recovered.out).toMatch(/^Olive Owner <olive@example.org> owns Example once they open the link/);
  const before = await readFile(join(folder, 'data', 'secret'), 'utf8');
  expect((await command(['secret', 'rotate'], port)).out).toBe('6 data keys were wrapped anew.');
  const after = await readFile(join(folder, 'data', 'secret'), 'utf8');
  expect(after).not.toBe(before);
  expect(after.trim().split('\n')).toHaveLength(1);
  expect((await command(['workspace', 'create', '--name', 'Other'], port)).out).toMatch(/^Other is wsp_/);
  expect(await command(['token', 'create', '--name', 'x', '--scopes', 'read'], port)).toMatchObject({
    code: 1,
    err: 'Say which organisation: this server has none yet, or several.',
  });
  const blob = join(folder, 'no-blob');
  await writeFile(blob, 'nothing.of.it');
  expect(await command(['models', 'import', blob], port)).toMatchObject({
    code: 1,
    err: expect.stringContaining('This is no valid FIDO metadata BLOB'),
  });
  expect(await command(['owner', 'invite', '--email', 'x'], port)).toMatchObject({ code: 1, err: '--name is needed.' });
  expect(await command(['owner', 'invite', '--email', 'x', '--name', 'X', '--workspace', 'wsp_none'], port)).toMatchObject({ code: 1 });
  expect(await command(['nonsense'], port)).toMatchObject({ code: 1, err: 'There is no command “nonsense”.' });
  expect(await command(['status'], port, { LATCHKEY_OPERATOR_TOKEN: 'x'.repeat(40) })).toMatchObject({
    code: 1,
    err: 'This token is not known, or is over.',
  });
  expect(await command(['status'], '1')).toMatchObject({ code: 1, err: expect.stringContaining('No server answers at http://127.0.0.1:1') });
});

test('restore: with another secret one line and nothing written; with its own, every row', async () => {
  const backup = 'test/database/fixtures/first-release.backup';
  const { secret } = JSON.parse(await readFile('test/database/fixtures/first-release.json', 'utf8'));
  const DATA_DIR = join(folder, 'restored');
  const none = await command(['restore', backup], '0', { DATA_DIR });
  expect(none).toMatchObject({ code: 1, err: expect.stringMatching(/^There is no secret: set LATCHKEY_SECRET .*\/restored\/secret\.$/) });
  const other = await command(['restore', backup], '0', { DATA_DIR, LATCHKEY_SECRET: 'another-secret-of-thirty-two-characters' });
  expect(other).toMatchObject({ code: 1, err: expect.stringMatching(/^The server’s secret does not open this database: .*$/) });
  await expect(stat(DATA_DIR)).rejects.toMatchObject({ code: 'ENOENT' });
  const own = await command(['restore', backup], '0', { DATA_DIR, LATCHKEY_SECRET: secret });
  expect(own).toEqual({ code: 0, out: expect.stringMatching(/^\d+ rows were restored\. Start the server\.$/), err: '' });
});

test('LATCHKEY_OWNER_EMAIL: the owner gets an ordinary activation link, once', async () => {
  const data = {
    DATA_DIR: join(folder, 'headless'),
    LATCHKEY_OWNER_EMAIL: 'head@example.org',
    LATCHKEY_ORGANISATION: 'Headless',
    LATCHKEY_OPERATOR_TOKEN: 'operator-token-of-thirty-two-characters',
  };
  const program = serve(data);
  const told = JSON.parse(await program.line(/^\{/)) as Ready;
  expect(told.setupLink).toBeNull();
  const operator = new ApiClient(told.address, { bearer: data.LATCHKEY_OPERATOR_TOKEN });
  for (let mails = 0; mails < 1; ) mails = (await operator.mutate('readTrialMailbox', {}, 'mails { id }')).mails.length;
  expect(await mailedLink(operator, 'head@example.org')).toContain('/activate#');
  program.kill('SIGTERM');
  await program.exit;
  const again = serve(data);
  await again.line(/^\{/);
  const { mails } = await new ApiClient(JSON.parse(again.out()).address, { bearer: data.LATCHKEY_OPERATOR_TOKEN }).mutate(
    'readTrialMailbox',
    {},
    'mails { id }',
  );
  expect(mails).toHaveLength(1);
});

test('npm run demo: every flow ends ACTIVATED, the cards’ by the real agent, which then sign in (S1–S11, C1–C12, H1–H9)', async () => {
  const program = runProgram('demo/main.ts', ['--json']);
  running.push(program);
  expect(await program.exit).toEqual({ code: 0, signal: null });
  const results = program
    .out()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const eventsSeen = ['PENDING', 'OPENED', 'ACTIVATED'];
  expect(results).toMatchObject([
    { flow: 'SMARTPHONE', status: 'ACTIVATED', eventsSeen },
    { flow: 'CONTACTLESS_CARD_NOW', status: 'ACTIVATED', eventsSeen },
    { flow: 'CONTACTLESS_CARD_BY_USER', status: 'ACTIVATED', eventsSeen },
    { flow: 'HARDWARE_KEY', status: 'ACTIVATED', eventsSeen },
  ]);
});
