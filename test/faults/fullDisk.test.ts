import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPool } from '../../src/db/client.ts';
import { ApiClient } from '../support/apiClient.ts';
import { builtServer } from '../support/builtPrograms.ts';
import { type RunningProgram, runProgram } from '../support/program.ts';
import { waitFor as look } from '../support/waitFor.ts';

/** Why no small disk can be had here; null where it can. */
const refusal = ((): string | null => {
  if (process.platform !== 'linux') return 'only Linux has tmpfs';
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `mount: ${(error as Error).message.trim()} (run as root; in a container with --cap-add SYS_ADMIN)`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();

if (refusal && process.env.CI) test('small disks can be mounted', () => expect.fail(refusal));

/** Whole programs are waited for, on machines that have other work. */
const waitFor = (seen: () => boolean | Promise<boolean>) => look(seen, { looks: 3_000 });

const operatorToken = 'operator-token-of-thirty-two-characters';
let disk: string;
let programs: RunningProgram[];

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'latchkey-disk-'));
  programs = [];
});
afterEach(async () => {
  for (const program of programs) program.kill('SIGTERM');
  await Promise.all(programs.map(({ exit }) => exit));
  // Lazily: whatever a failed test left would keep it busy.
  execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Puts a disk of this size where the data folder goes. Everybody may enter, or root’s PostgreSQL would go elsewhere. */
const mount = (size: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', disk]);

function start(): RunningProgram {
  const env = { PORT: '0', DATA_DIR: join(disk, 'data'), LATCHKEY_OPERATOR_TOKEN: operatorToken, LOG_LEVEL: 'silent' };
  const program = runProgram(builtServer, ['--json'], env);
  programs.push(program);
  return program;
}

/** What a server says that does not start. */
async function refused(): Promise<string> {
  const program = start();
  expect((await program.exit).code).toBe(1);
  expect(program.out()).toBe('');
  return program.err();
}

async function started(): Promise<{ program: RunningProgram; operator: ApiClient; address: string }> {
  const program = start();
  const { address } = JSON.parse(await program.line(/^\{/)) as { address: string };
  return { program, address, operator: new ApiClient(address, { bearer: operatorToken }) };
}

const filler = () => join(disk, 'filler');

/** Writes until there is no room left: in large steps, then page by page. */
async function fillUp(): Promise<void> {
  for (const step of [1_048_576, 4_096]) {
    const refusal = await writeFile(filler(), endless(step), { flag: 'a' }).catch((error) => error.code);
    expect(refusal).toBe('ENOSPC');
  }
}

function* endless(step: number): Generator<Uint8Array> {
  for (const bytes = new Uint8Array(step); ; ) yield bytes;
}

const isReady = async (address: string) => (await fetch(`${address}/readyz`)).status === 200;

/** Makes people, one after the other, until it is told to stop. */
function load(operator: ApiClient) {
  const made: string[] = [];
  const codes: string[] = [];
  let going = true;
  const working = (async () => {
    for (let i = 0; going; i += 1) {
      const details = { displayName: 'Full '.repeat(20), email: `full${i}@example.org`, username: `full${i}` };
      const { data, errors } = await operator.send(
        'mutation ($input: CreateUserInput!) { createUser(input: $input) { ... on CreateUserPayload { user { id } } ... on Error { code } } }',
        { input: { details, securityKey: { hardwareKey: {} } } },
      );
      if (data?.createUser?.user) made.push(data.createUser.user.id);
      else codes.push(data?.createUser?.code ?? errors[0]?.extensions.code ?? errors[0]?.message);
    }
  })();
  return {
    made,
    codes,
    stop: () => {
      going = false;
      return working;
    },
  };
}

/** Everybody who was acknowledged is there, once, and the log stands. */
async function nothingIsLost(operator: ApiClient, made: readonly string[]): Promise<void> {
  const { nodes, logVerifications } = await operator.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } logVerifications { problem } }', {
    ids: made.slice(-100),
  });
  expect(nodes.map((node: { id: string } | null) => node?.id)).toEqual(made.slice(-100));
  expect(logVerifications).toEqual([{ problem: null }]);
}

const full = /^The disk of \S+ is full\. Make room on it, set DATA_DIR to a folder of another one, or set DATABASE_URL\.$/m;

describe.skipIf(refusal)(`a disk${refusal ? ` (${refusal})` : ''}`, { timeout: 120_000 }, () => {
  // PostgreSQL’s own files take 24 MB and its first piece of log 16.
  test.each(['20m', '39m'])('of %s is too small for a first start: one line says so', async (size) => {
    mount(size);
    const told = await refused();
    expect(told).toMatch(full);
    expect(told).toContain(disk);
    expect(told.trim().split('\n')).toHaveLength(1);
  });

  test('that nobody may write on is one line', async () => {
    mount('1m');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect(await refused()).toBe(
      `The data folder ${disk}/data cannot be written (EROFS). Free it, set DATA_DIR to another one, or set DATABASE_URL.\n`,
    );
  });

  test('that fills up under load: calls say try again and nothing else, even where PostgreSQL ends; all goes on once there is room', async () => {
    mount('80m');
    const { program, operator, address } = await started();
    await operator.mutate('createWorkspace', { name: 'Full' }, 'workspace { id }');
    const work = load(operator);
    await waitFor(() => work.made.length > 5);

    await fillUp();
    await waitFor(() => work.codes.length > 5);
    // What is there can be read all the same.
    expect(await isReady(address)).toBe(true);
    const { errors } = await operator.send('mutation { backUp { ... on BackUpPayload { file } ... on Error { code } } }');
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['TRY_AGAIN']);
    await goesOn(work);

    await fillUp();
    await endLogFile();
    await waitFor(() => full.test(program.err()));
    expect(await isReady(address)).toBe(false);
    await goesOn(work);
    expect(program.err().trim().split('\n')).toEqual([
      'The database server ended by itself; it is started again.',
      expect.stringMatching(full),
      'The database server runs again.',
    ]);

    await work.stop();
    expect(new Set(work.codes)).toEqual(new Set(['TRY_AGAIN']));
    await nothingIsLost(operator, work.made);
    program.kill('SIGTERM');
    expect((await program.exit).code).toBe(0);
    await fillUp();
    expect(await refused()).toMatch(full);
  });
});

/** Makes room, and sees that the work goes on. */
async function goesOn({ made }: { made: readonly string[] }): Promise<void> {
  await rm(filler());
  const before = made.length;
  await waitFor(() => made.length > before + 5);
}

/** Makes PostgreSQL begin a new piece of its log, for which there is no room: it ends, and cannot start. */
async function endLogFile(): Promise<void> {
  const home = join(disk, 'data', 'postgres');
  const password = (await readFile(join(disk, 'data', 'postgres.password'), 'utf8')).trim();
  const sql = openPool({ host: home, port: 5432, username: 'latchkey', password, database: 'postgres' }, { max: 1 });
  await sql`select pg_switch_wal()`.catch(() => {});
  await sql.end({ timeout: 1 });
}
