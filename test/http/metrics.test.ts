import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { behindProxy, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

const token = 'metrics-token-of-more-than-32-characters';
let server: TestServer;
let guarded: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  [server, guarded] = [await startServer({ env: behindProxy }), await startServer({ env: { METRICS_TOKEN: token } })];
  ({ owner } = await server.owner());
});
afterAll(async () => {
  await server.stop();
  await guarded.stop();
});

const read = (at: TestServer, headers: Record<string, string> = {}) => fetch(`${at.app.address}/metrics`, { headers });

test('tell operations by their root field, subscribers, and what waits', async () => {
  const stream = follow(owner.subscribe('subscription { eventLogged(after: "evt_0") { cursor } }'));
  await waitFor(() => stream.items.length > 0);
  await owner.ask('query Mine { users { totalCount } }');
  await owner.send('query Theirs { users(first: 999) { totalCount } }');
  const response = await read(server);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const text = await response.text();
  expect(text).toMatch(/latchkey_operation_seconds_count\{operation="users",outcome="ok"\} 1/);
  expect(text).toMatch(/latchkey_operation_seconds_count\{operation="users",outcome="error"\} 1/);
  expect(text).toMatch(/^latchkey_subscribers 1$/m);
  for (const what of ['events', 'mails', 'tap_jobs']) expect(text).toMatch(new RegExp(`^latchkey_waiting\\{what="${what}"\\} \\d+$`, 'm'));
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds/m);
  // How callers name their operations is theirs to choose, and so no label.
  expect(text).not.toMatch(/Mine|Theirs/);
  await stream.stop();
});

test('the dashboard of the docs asks for nothing that is not there', async () => {
  const dashboard = await readFile(new URL('../../docs/grafana/latchkey.json', import.meta.url), 'utf8');
  const asked = new Set(dashboard.match(/\b(latchkey|nodejs|process)_\w+/g));
  expect(asked.size).toBeGreaterThan(8);
  const text = await (await read(server)).text();
  const there = new Set(text.match(/^\w+/gm));
  expect([...asked].filter((name) => !there.has(name))).toEqual([]);
});

test('no label tells of a person, a key or an address', async () => {
  const [person] = (await owner.ask('{ users { edges { node { id email username } } } }')).users.edges;
  const text = await (await read(server)).text();
  for (const trace of Object.values(person.node)) expect(text).not.toContain(trace);
});

test('are for this machine alone, or for who brings the token', async () => {
  expect((await read(server, { 'x-forwarded-for': '192.0.2.1' })).status).toBe(404);
  expect((await visitor(server).request({ method: 'GET' })).status).not.toBe(200);
  expect((await read(guarded)).status).toBe(404);
  expect((await read(guarded, { authorization: `Bearer ${token}x` })).status).toBe(404);
  expect((await read(guarded, { authorization: `Bearer ${token}` })).status).toBe(200);
});
