import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isDownload, readAgentBundle, sendDownload } from '../../src/http/downloads.ts';

const program = '#!/usr/bin/env node\nconsole.log("agent");\n';
const sha256 = createHash('sha256').update(program).digest('hex');

/** A folder with what a build of the agent leaves. */
async function built(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-agent-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const whole = { 'latchkey-agent.mjs': program, 'latchkey-agent.json': JSON.stringify({ version: '1.2.3', sha256, bytes: program.length }) };

/** A server that gives the program out, and its address. */
async function served(): Promise<string> {
  const bundle = await readAgentBundle(await built(whole));
  const http = createServer((request, response) => {
    if (isDownload(request.url, bundle)) return sendDownload(bundle, request, response);
    response.statusCode = 404;
    response.end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void http.close());
  await once(http, 'listening');
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

test('the agent’s program is read with what is told of it', async () => {
  const bundle = await readAgentBundle(await built(whole));
  expect(bundle?.told).toEqual({ version: '1.2.3', address: '/downloads/latchkey-agent.mjs', bytes: program.length, sha256 });
});

test.each(['latchkey-agent.mjs', 'latchkey-agent.json'])('there is none where %s was not built', async (missing) => {
  const { [missing as keyof typeof whole]: _, ...rest } = whole;
  expect(await readAgentBundle(await built(rest))).toBeNull();
});

test('a program that is not what is told of it is an error, rather than given out', async () => {
  const folder = await built({ ...whole, 'latchkey-agent.mjs': `${program}//` });
  await expect(readAgentBundle(folder)).rejects.toThrow('is not what latchkey-agent.json says');
});

test('it is given out as a file to keep, under its checksum', async () => {
  const address = `${await served()}/downloads/latchkey-agent.mjs`;
  const response = await fetch(address);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(program);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="latchkey-agent.mjs"',
    'content-length': String(program.length),
    'x-content-type-options': 'nosniff',
    etag: `"${sha256}"`,
  });
  const head = await fetch(address, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(program.length), '']);
  expect((await fetch(address, { headers: { 'if-none-match': `"${sha256}"` } })).status).toBe(304);
  expect((await fetch(address, { method: 'POST' })).status).toBe(405);
});

test.each(['/downloads/', '/downloads/latchkey-agent.json', '/downloads/../package.json', '/downloads/latchkey-agent.mjs/'])(
  'nothing else is: %s',
  async (path) => {
    expect((await fetch(`${await served()}${path}`)).status).toBe(404);
  },
);
