import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { postmasterIn } from '../process/owner.ts';
import { ApiClient } from '../support/apiClient.ts';
import { builtServer } from '../support/builtPrograms.ts';
import { type RunningProgram, runProgram } from '../support/program.ts';

const operatorToken = 'operator-token-of-thirty-two-characters';
const folders: string[] = [];
const programs: RunningProgram[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-away-'));
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all(programs.map(({ exit }) => exit));
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

test('PostgreSQL stopped and started under load: calls say try again, then everything goes on by itself', { timeout: 120_000 }, async () => {
  const dataDir = await newFolder();
  const program = runProgram(builtServer, ['--json'], {
    PORT: '0',
    DATA_DIR: dataDir,
    LATCHKEY_OPERATOR_TOKEN: operatorToken,
    LOG_LEVEL: 'silent',
  });
  programs.push(program);
  const { address } = JSON.parse(await program.line(/^\{/)) as { address: string };
  const operator = new ApiClient(address, { bearer: operatorToken });
  await operator.mutate('createWorkspace', { name: 'Away' }, 'workspace { id }');
  const seen: string[] = [];
  const events = operator.subscribe('subscription { eventLogged(filter: { types: [USER_CREATED] }, after: "evt_0") { event { userId } } }');
  const watching = (async () => {
    for await (const { data } of events) if (data?.eventLogged.event) seen.push(data.eventLogged.event.userId);
  })();

  const made: string[] = [];
  const codes = new Set<string>();
  let going = true;
  const load = async (worker: number) => {
    for (let i = 0; going; i += 1) {
      const details = { displayName: 'Away', email: `a${worker}-${i}@example.org`, username: `a${worker}-${i}` };
      const { data, errors } = await operator.send(
        'mutation ($input: CreateUserInput!) { createUser(input: $input) { ... on CreateUserPayload { user { id } } ... on Error { code } } }',
        { input: { details } },
      );
      if (data?.createUser?.user) made.push(data.createUser.user.id);
      for (const error of errors) codes.add(error.extensions.code ?? error.message);
      // Some call after call, some now and then: connections are lost at work and at rest.
      if (worker > 2) await delay(50);
    }
  };
  const workers = [1, 2, 3, 4].map(load);
  const until = async (done: () => boolean | Promise<boolean>) => {
    while (!(await done())) await delay(10);
  };
  for (let round = 1; round <= 3; round += 1) {
    const before = made.length;
    await until(() => made.length > before + 20);
    codes.delete('TRY_AGAIN');
    process.kill(await postmasterIn(join(dataDir, 'postgres')), 'SIGINT');
    await until(() => codes.has('TRY_AGAIN'));
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    await until(async () => (await fetch(`${address}/readyz`)).status === 200);
  }
  const before = made.length;
  await until(() => made.length > before + 20);
  going = false;
  await Promise.all(workers);
  // Nothing else than “try again” was ever said.
  expect([...codes]).toEqual(['TRY_AGAIN']);
  // What was acknowledged is there, and the one subscriber, which was never cut off, has seen each once.
  await until(() => made.every((id) => seen.includes(id)));
  expect(new Set(seen).size).toBe(seen.length);
  const { logVerifications } = await operator.ask('{ logVerifications { problem } }');
  expect(logVerifications).toEqual([{ problem: null }]);
  await events.return?.();
  await operator.close();
  await watching;
  program.kill('SIGTERM');
  expect((await program.exit).code).toBe(0);
});

// Root writes anywhere, so these folders are read by somebody who may not.
const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

test('a data folder that cannot be written is one clear line', { timeout: 60_000 }, async () => {
  const folder = await newFolder();
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'data'), { mode: 0o555 });
  await chmod(join(folder, 'data'), 0o555);
  const program = runProgram(builtServer, [], { PORT: '0', DATA_DIR: join(folder, 'data') }, asNobody);
  expect((await program.exit).code).toBe(1);
  expect(program.err().trim()).toMatch(
    /^The data folder \S+ cannot be written \(EACCES\)\. Free it, set DATA_DIR to another one, or set DATABASE_URL\.$/,
  );
});

test('a data folder that is a file is one clear line', { timeout: 60_000 }, async () => {
  const file = join(await newFolder(), 'data');
  await writeFile(file, '');
  const program = runProgram(builtServer, [], { PORT: '0', DATA_DIR: file });
  expect((await program.exit).code).toBe(1);
  expect(program.err().trim().split('\n')).toHaveLength(1);
});
