import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, copyFileSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readAgentBundle } from '../../src/http/downloads.ts';
import { tapNow, testTap } from '../support/agent.ts';
import { AgentPc, letTimePass, readersOf, said } from '../support/agentProgram.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/waitFor.ts';

// Programs of their own take their time where many tests run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The program as a person at a PC has it: its words, its exit codes, its typing readers, its bundle.
let server: TestServer;
let owner: ApiClient;
let pc: AgentPc;
let stopTime: () => void;

beforeAll(async () => {
  server = await startServer();
  stopTime = letTimePass(server);
  ({ owner } = await server.owner());
  pc = await AgentPc.make();
});
afterAll(async () => {
  await pc.stop();
  stopTime();
  await server.stop();
});

test('what nobody can do yet says what comes first', async () => {
  expect(await pc.command('run')).toMatchObject({ code: 4, err: expect.stringContaining('This agent is not paired.') });
  expect(await pc.command('nonsense')).toMatchObject({ code: 2, err: 'There is no command “nonsense”.' });
  expect(await pc.command('--nonsense')).toMatchObject({ code: 2 });
  expect((await pc.command('--version')).out).toMatch(/^\d+\.\d+\.\d+$/);
  expect((await pc.command('--help')).out).toContain('latchkey-agent pair --server URL --code ABCD-EFGH');
});

test('pairing: a wrong code, an address that is not the server’s own, and no second pairing by mistake', async () => {
  const address = server.app.address;
  expect(await pc.command('pair', '--server', address, '--code', 'AAAA-BBBB')).toMatchObject({
    code: 1,
    err: expect.stringContaining('That is no pairing code'),
  });
  const { pairingCode } = await owner.mutate('createPairingCode', { name: null }, 'pairingCode');
  const elsewhere = await pc.command('pair', '--server', address.replace('localhost', '127.0.0.1'), '--code', pairingCode);
  expect(elsewhere).toMatchObject({ code: 1, err: expect.stringContaining(`does not verify for ${address}`) });
  const second = await owner.mutate('createPairingCode', { name: null }, 'pairingCode');
  const paired = await pc.command('pair', '--server', address, '--code', second.pairingCode.toLowerCase(), '--name', 'Desk 2', '--force');
  expect(paired).toMatchObject({ code: 0, out: `Paired with Example at ${address}, as “Desk 2”. Now: latchkey-agent run` });
  expect(await pc.command('pair', '--server', address, '--code', 'AAAA-BBBB')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Say --force'),
  });
});

test('the doctor names what is missing, and the command that mends it', async () => {
  const { out } = await pc.command('doctor', '--json');
  const byName = Object.fromEntries(JSON.parse(out).findings.map((finding: { what: string }) => [finding.what, finding]));
  expect(byName).toMatchObject({ node: { ok: true }, folder: { ok: true }, paired: { ok: true }, server: { ok: true }, clock: { ok: true } });
  chmodSync(join(pc.folder, 'agent.json'), 0o644);
  const open = await pc.command('doctor');
  chmodSync(join(pc.folder, 'agent.json'), 0o600);
  expect(open.code).toBe(1);
  expect(open.out).toContain(`MISSING folder: Others on this PC may read ${join(pc.folder, 'agent.json')}.\n        → chmod 700`);
});

test('a reader that types into a file: told once, seen, tapped, and compared', async () => {
  const path = join(pc.folder, 'typed');
  execFileSync('mkfifo', [path]);
  expect((await pc.command('reader', 'set', path, '--format', 'decimal_reversed')).out).toBe(`Typing reader (${path}): DECIMAL_REVERSED`);
  const agent = pc.run(['--no-pcsc', '--no-local']);
  const { agentId } = JSON.parse((await said(agent, 'online').then(() => pc.command('status', '--json'))).out);
  const readerId = (await readersOf(owner, agentId))[`Typing reader (${path})`] ?? '';
  // Whoever opens it for reading and writing waits for nobody.
  const keys = openSync(path, 'r+');
  const tapped = async (...lines: string[]) => {
    const job = await testTap(owner, readerId);
    await said(agent, 'waiting', job);
    for (const line of lines) writeSync(keys, `${line}\r\n`);
    return waitFor(async () => {
      const now = await tapNow(owner, job);
      return now.endedAt ? now : null;
    });
  };
  expect(await tapped('3283263748')).toMatchObject({
    status: 'COMPLETED',
    card: { uidSuffix: expect.stringMatching(/^b2c3$/i), technology: 'UNKNOWN' },
  });
  expect(await tapped('3283263748', '3283263748')).toMatchObject({ status: 'COMPLETED' });
  expect(await tapped('3283263748', '3283263749')).toMatchObject({ status: 'FAILED', failure: 'TWO_CARDS' });
  expect(await tapped('hello')).toMatchObject({ status: 'FAILED', failure: 'UNREADABLE' });
  closeSync(keys);
  agent.kill('SIGTERM');
  await agent.exit;
  expect((await pc.command('reader', 'remove', path)).out).toBe('There is no typing reader.');
});

test('read shows the number on this terminal', async () => {
  const read = spawn(process.execPath, ['agent/main.ts', 'read', '--no-pcsc', '--wedge', '-', '--format', 'HEX_REVERSED', '--json'], {
    env: { PATH: process.env.PATH, ...pc.env },
  });
  let out = '';
  read.stdout.on('data', (text) => {
    out += text;
  });
  // Lines that come before it listens are nobody's tap: it is typed until one counts.
  const typing = setInterval(() => read.stdin.write('c3b2a104\n'), 100);
  await waitFor(() => out.endsWith('\n'));
  clearInterval(typing);
  read.kill();
  expect(JSON.parse(out.split('\n')[0] ?? '')).toEqual({
    reader: 'Typing reader (standard input)',
    uid: '04A1B2C3',
    technology: 'UNKNOWN',
    fido2Applet: false,
  });
});

test('the bundle is one file, says what it is, and runs by itself', async () => {
  const built = fileURLToPath(new URL('../../agent/dist/', import.meta.url));
  const about = JSON.parse(readFileSync(`${built}latchkey-agent.json`, 'utf8'));
  const bytes = readFileSync(`${built}latchkey-agent.mjs`);
  expect(about).toEqual({ version: expect.any(String), sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
  expect((await readAgentBundle())?.told).toMatchObject({ version: about.version, sha256: about.sha256 });
  // Elsewhere, it finds none of the repository's packages.
  const alone = join(pc.folder, 'latchkey-agent.mjs');
  copyFileSync(`${built}latchkey-agent.mjs`, alone);
  const run = (...words: string[]) =>
    execFileSync(process.execPath, [alone, ...words], { env: { PATH: process.env.PATH, ...pc.env }, encoding: 'utf8' });
  expect(run('--version').trim()).toBe(about.version);
  expect(run('reader', 'list')).toBe('There is no typing reader.\n');
});
