import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPages } from '../browser/stage.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  await buildPages();
  server = await startServer();
});
afterAll(() => server.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.app.address}${path}`, { headers });
const connects = ({ headers }: Response) => /connect-src ([^;]+)/.exec(headers.get('content-security-policy') ?? '')?.[1];

test('C9b, C12: the pages /activate and /sign-in may ask the reader agent on their PC, and nobody else', async () => {
  for (const path of ['/activate', '/activate/', '/activate.html', '/activate?a', '/sign-in', '/sign-in?interaction=a']) {
    const page = await get(path);
    expect([page.status, connects(page)], path).toEqual([200, "'self' http://127.0.0.1:47113"]);
  }
});

test('a page that the browser has already keeps its policy', async () => {
  const etag = (await get('/activate')).headers.get('etag') ?? '';
  const again = await get('/activate', { 'if-none-match': etag });
  expect([again.status, connects(again)]).toEqual([304, "'self' http://127.0.0.1:47113"]);
});

test.each(['/', '/my-keys', '/offline', '/setup', '/mailbox', '/activated', '/activate/x', '/livez', '/graphql'])(
  '%s asks its server alone',
  async (path) => {
    expect(connects(await get(path))).toBe("'self'");
  },
);
