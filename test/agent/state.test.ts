import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serverOrigin } from '../../agent/server/address.ts';
import { ServerClock } from '../../agent/server/clock.ts';
import { newProof, newToken } from '../../agent/server/token.ts';
import { stateFolder } from '../../agent/state/folder.ts';
import { takeLock } from '../../agent/state/lock.ts';
import { type Pairing, readPairing, requirePairing, writePairing } from '../../agent/state/pairing.ts';
import { readSettings, writeSettings } from '../../agent/state/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkst-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pairing = (): Pairing => ({
  server: 'https://keys.example.org',
  organisation: 'Example',
  agentId: 'agt_1',
  name: 'Front desk',
  privateKey: generateKeyPairSync('ed25519').privateKey,
});

const mode = (path: string): number => statSync(path).mode & 0o777;

test('the key lies in a file for its owner alone, in a folder for its owner alone', () => {
  chmodSync(folder, 0o755);
  const made = pairing();
  writePairing(folder, made);
  expect([mode(folder), mode(join(folder, 'agent.json'))]).toEqual([0o700, 0o600]);
  const known = readPairing(folder);
  expect(known).toMatchObject({ server: made.server, agentId: 'agt_1' });
  expect(known?.privateKey.equals(made.privateKey)).toBe(true);
  expect(readFileSync(join(folder, 'agent.json'), 'utf8')).toContain('BEGIN PRIVATE KEY');
});

test('a pairing that is not there, or is damaged, is said with what helps', () => {
  expect(readPairing(folder)).toBeNull();
  expect(() => requirePairing(folder)).toThrow('This agent is not paired.');
  writeFileSync(join(folder, 'agent.json'), '{"server":');
  expect(() => requirePairing(folder)).toThrow(`agent.json in ${folder} is damaged.`);
});

test('the settings of typing readers are kept', () => {
  expect(readSettings(folder)).toEqual({ typingReaders: [] });
  const typingReaders = [{ path: '/dev/ttyS0', format: 'DECIMAL' as const, bytes: 4 }];
  writeSettings(folder, { typingReaders });
  expect(readSettings(folder)).toEqual({ typingReaders });
  expect(mode(join(folder, 'settings.json'))).toBe(0o600);
});

test('the state folder by platform, and by the environment', () => {
  expect(stateFolder({ LATCHKEY_AGENT_DIR: '/x' }, 'linux')).toBe('/x');
  expect(stateFolder({ XDG_CONFIG_HOME: '/conf' }, 'linux')).toBe('/conf/latchkey-agent');
  expect(stateFolder({}, 'linux')).toMatch(/\/\.config\/latchkey-agent$/);
  expect(stateFolder({}, 'darwin')).toMatch(/Library\/Application Support\/latchkey-agent$/);
  expect(stateFolder({ APPDATA: 'C:\\Roaming' }, 'win32')).toContain('C:\\Roaming');
});

test('the lock: one at a time; what a dead process or another boot left is taken over', () => {
  const path = join(folder, 'run.lock');
  const giveBack = takeLock(folder);
  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  expect(() => takeLock(folder)).toThrow(`The agent runs already, as process ${process.pid}.`);
  giveBack();
  expect(existsSync(path)).toBe(false);
  // No process has this number: it is above what Linux gives.
  writeFileSync(path, '4194305');
  takeLock(folder)();
  // This process's number, from before the machine was started.
  writeFileSync(path, String(process.pid));
  utimesSync(path, new Date(0), new Date(0));
  takeLock(folder)();
  expect(existsSync(path)).toBe(false);
});

test('a token says who calls whom, for a minute, and never the same twice', async () => {
  const made = pairing();
  const now = new Date('2026-11-24T10:00:00.900Z');
  const [one, other] = await Promise.all([newToken(made, now), newToken(made, now)]);
  expect(decodeProtectedHeader(one)).toEqual({ alg: 'EdDSA', typ: 'latchkey-agent+jwt', kid: 'agt_1' });
  const iat = Math.floor(now.getTime() / 1_000);
  expect(decodeJwt(one)).toEqual({ iss: 'agt_1', aud: 'https://keys.example.org', iat, exp: iat + 60, jti: expect.stringMatching(/^[\w-]{36}$/) });
  expect(decodeJwt(one).jti).not.toBe(decodeJwt(other).jti);
  await jwtVerify(one, createPublicKey(made.privateKey), { currentDate: now });
});

test('a proof for a page is of another type, so neither counts for the other', async () => {
  const made = pairing();
  const proof = await newProof(made, 'nonce-of-the-server', new Date(5_000));
  expect(decodeProtectedHeader(proof)).toEqual({ alg: 'EdDSA', typ: 'latchkey-agent-proof+jwt', kid: 'agt_1' });
  expect(decodeJwt(proof)).toEqual({ iss: 'agt_1', aud: 'https://keys.example.org', nonce: 'nonce-of-the-server', iat: 5 });
});

test('the server’s time is learnt from its answers, and left alone where they agree', () => {
  const clock = new ServerClock();
  const now = Date.parse('2026-11-24T10:00:00.500Z');
  clock.learn('Tue, 24 Nov 2026 10:00:00 GMT', now - 20, now);
  expect(clock.skew).toBe(0);
  clock.learn('Tue, 24 Nov 2026 10:10:00 GMT', now - 20, now);
  expect(Math.abs(clock.skew - 600_000)).toBeLessThan(1_000);
  expect(clock.now().getTime() - Date.now()).toBeGreaterThan(598_000);
  const learnt = clock.skew;
  clock.learn(null, now, now);
  clock.learn('soon', now, now);
  expect(clock.skew).toBe(learnt);
});

test('a server is named by https, or is on this PC', () => {
  expect(serverOrigin('https://keys.example.org/console')).toBe('https://keys.example.org');
  expect(serverOrigin('http://localhost:4000')).toBe('http://localhost:4000');
  expect(() => serverOrigin('http://keys.example.org')).toThrow('must begin with https');
  expect(() => serverOrigin('keys.example.org')).toThrow("must be the server's address");
  expect(() => serverOrigin('ftp://localhost')).toThrow("must be the server's address");
});
