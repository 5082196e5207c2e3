import { request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AgentPc, letTimePass, said } from '../support/agentProgram.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Programs of their own take their time where many tests run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// The door on 127.0.0.1 by which a page of the server's learns that the agent is on its PC (C10).
let server: TestServer;
let owner: ApiClient;
let pc: AgentPc;
let agentId: string;
let port: number;
let stopTime: () => void;

beforeAll(async () => {
  server = await startServer();
  stopTime = letTimePass(server);
  ({ owner } = await server.owner());
  pc = await AgentPc.make();
  agentId = await pc.pair(server.app.address, owner);
  const agent = pc.run(['--no-pcsc', '--port', '0']);
  port = JSON.parse(await said(agent, 'started')).port;
});
afterAll(async () => {
  await pc.stop();
  stopTime();
  await server.stop();
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Asks as a browser would, or as it never could: fetch lets nobody choose these headers. */
const ask = (path: string, headers: Record<string, string | string[]>, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, setHost: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.once('error', reject).end();
  });

const own = () => ({ origin: server.app.address, host: `127.0.0.1:${port}` });
const nonce = 'nonce-of-16-characters-or-more';

test('the server’s own page gets the nonce signed, and may read it', async () => {
  const { status, headers, body } = await ask(`/latchkey?nonce=${nonce}`, own());
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'access-control-allow-origin': server.app.address, 'cache-control': 'no-store', vary: 'origin' });
  const [, payload = ''] = JSON.parse(body).proof.split('.');
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ iss: agentId, aud: server.app.address, nonce });
});

test('the browser’s question whether the page may ask at all', async () => {
  const wish = { 'access-control-request-method': 'GET', 'access-control-request-private-network': 'true' };
  const { status, headers } = await ask('/latchkey', { ...own(), ...wish }, 'OPTIONS');
  expect(status).toBe(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': server.app.address,
    'access-control-allow-methods': 'GET',
    'access-control-allow-private-network': 'true',
  });
});

test.each([
  ['another site', () => ({ origin: 'https://evil.example', host: `127.0.0.1:${port}` })],
  ['no site', () => ({ host: `127.0.0.1:${port}` })],
  ['a file', () => ({ origin: 'null', host: `127.0.0.1:${port}` })],
  ['the server’s name on another port', () => ({ origin: 'http://localhost:1', host: `127.0.0.1:${port}` })],
  ['a name that was bent to this PC', () => ({ origin: server.app.address, host: `rebound.example:${port}` })],
  ['localhost instead of the address', () => ({ origin: server.app.address, host: `localhost:${port}` })],
  ['another port', () => ({ origin: server.app.address, host: '127.0.0.1:1' })],
])('%s gets nothing', async (_, headers) => {
  for (const method of ['GET', 'OPTIONS', 'POST']) {
    const answer = await ask(`/latchkey?nonce=${nonce}`, headers(), method);
    expect([answer.status, answer.body, answer.headers['access-control-allow-origin']]).toEqual([403, '', undefined]);
  }
});

test('other paths, ways and nonces get nothing', async () => {
  expect((await ask(`/?nonce=${nonce}`, own())).status).toBe(404);
  expect((await ask(`/latchkey?nonce=${nonce}`, own(), 'POST')).status).toBe(405);
  for (const wrong of ['', 'short', 'x'.repeat(201), `${nonce}%0a`]) expect((await ask(`/latchkey?nonce=${wrong}`, own())).status).toBe(400);
  expect((await ask('/latchkey', own())).status).toBe(400);
});

test('a port that is taken keeps nobody from working', async () => {
  const other = await AgentPc.make();
  try {
    await other.pair(server.app.address, owner, 'Second');
    const agent = other.run(['--no-pcsc', '--port', String(port)]);
    expect(await said(agent, 'door')).toContain(`port ${port} is not free`);
    await said(agent, 'online');
  } finally {
    await other.stop();
  }
});
