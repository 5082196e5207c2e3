import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSmartcard } from '../../agent/adapters/pcscPackage.ts';

let shared: string;
let [state, program] = ['', ''];
beforeEach(() => {
  // As on a PC that several people share: what lies here may be anybody’s.
  shared = mkdtempSync(join(tmpdir(), 'lkpc-'));
  [state, program] = [join(shared, 'state'), join(shared, 'program')];
});
afterEach(() => rmSync(shared, { recursive: true, force: true }));

function install(folder: string, source = `module.exports = { Context: ${JSON.stringify(folder)} };`) {
  const into = join(folder, 'node_modules', 'smartcard');
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, 'package.json'), '{ "name": "smartcard", "main": "main.cjs" }');
  writeFileSync(join(into, 'main.cjs'), source);
}
const load = () => loadSmartcard([state, program]).Context;

test('C10: the PC/SC package comes out of the state folder, or else lies beside the agent', () => {
  install(program);
  expect(load()).toBe(program);
  install(state);
  expect(load()).toBe(state);
});

test('C10: what lies in a folder above is not run', () => {
  install(shared);
  for (const folder of [state, program]) mkdirSync(folder);
  expect(load).toThrow(expect.objectContaining({ code: 'MODULE_NOT_FOUND' }));
});

test('C10: a package that does not load says why, rather than that the other is not there', () => {
  install(state, 'throw new Error("compiled for another Node");');
  expect(load).toThrow('compiled for another Node');
});
