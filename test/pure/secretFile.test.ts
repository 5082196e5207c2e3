import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ensureSecretFile, readLines, writeSecretFile } from '../../src/lib/secretFile.ts';

const root = await mkdtemp(join(tmpdir(), 'latchkey-secret-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let folder = '';
let file = '';
beforeEach(async () => {
  folder = join(await mkdtemp(join(root, 'test-')), 'data');
  file = join(folder, 'secret');
});

test('of twenty that come at once all get the one secret that is kept', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => ensureSecretFile(file)));
  const [kept] = await readLines(file);
  expect(new Set(secrets)).toEqual(new Set([kept]));
  expect(Buffer.from(kept ?? '', 'base64url')).toHaveLength(32);
  expect(await readdir(folder)).toEqual(['secret']);
});

test('a secret that is there is kept, with or without an end of line', async () => {
  await writeSecretFile(file, ['known', 'older']);
  expect(await ensureSecretFile(file)).toBe('known');
  await writeFile(file, 'bare');
  expect(await ensureSecretFile(file)).toBe('bare');
});

test('an empty file is no reason to make another secret', async () => {
  await writeSecretFile(file, []);
  await expect(ensureSecretFile(file)).rejects.toThrow(`${file} is empty. Restore the secret that it held, or remove it for a new one.`);
  expect(await readdir(folder)).toEqual(['secret']);
});

test('of twenty that write at once one wins, whole, and nothing else is left', async () => {
  const texts = Array.from({ length: 20 }, (_, i) => [`new ${i}`, `old ${i}`]);
  await Promise.all(texts.map((lines) => writeSecretFile(file, lines)));
  expect(texts).toContainEqual(await readLines(file));
  expect(await readdir(folder)).toEqual(['secret']);
});

test('a write that fails leaves what was there, and no half file', async () => {
  await writeSecretFile(join(file, 'inside'), ['kept']);
  // The place is taken by a folder.
  await expect(writeSecretFile(file, ['new'])).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['secret']);
  expect(await readFile(join(file, 'inside'), 'utf8')).toBe('kept\n');
});

test.runIf(process.platform !== 'win32')('only its owner may read a secret', async () => {
  await ensureSecretFile(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeSecretFile(file, ['new']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
