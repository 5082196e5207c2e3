import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const get = (path: string, method = 'GET') => fetch(server.app.address + path, { method, redirect: 'manual' });
const nonceIn = (policy: string | null) => /style-src 'self' 'nonce-([\w+/=]+)'/.exec(policy ?? '')?.[1];

test.each([
  '/',
  '/users',
  '/users/usr_1',
  '/users/new/wiz_1?step=key',
  '/groups',
  '/groups/grp_1',
  '/keys',
  '/enrolments',
  '/readers',
  '/applications',
  '/applications/app_1',
  '/activity',
  '/settings',
])('%s is the console’s page, kept nowhere, with a number used once for its styles', async (path) => {
  const [first, second] = [await get(path), await get(path)];
  expect(first.status).toBe(200);
  expect(first.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(first.headers.get('cache-control')).toBe('no-store');
  const policy = first.headers.get('content-security-policy');
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("script-src 'self';");
  const nonce = nonceIn(policy);
  expect(nonce).toHaveLength(24);
  expect(await first.text()).toContain(`<meta property="csp-nonce" nonce="${nonce}"`);
  expect(nonceIn(second.headers.get('content-security-policy'))).not.toBe(nonce);
});

test.each(['/user', '/users/a/b/c', '/users/<b>', '/groups/%20', '/console', '/console/', '/console/index.html', '/index.html', '/settings/more'])(
  'there is nothing at %s',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-security-policy')).toContain("style-src 'self';");
  },
);

test('its script may be kept for good, as its name holds what is in it', async () => {
  const page = await (await get('/')).text();
  const script = /src="(\/console\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
  const answer = await get(script);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test('HEAD has the headers and no body; other methods find nothing', async () => {
  const head = await get('/users', 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect((await get('/users', 'POST')).status).toBe(404);
});

test('the people’s pages keep the stricter policy', async () => {
  const answer = await get('/sign-in');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-security-policy')).toContain("style-src 'self';");
});
