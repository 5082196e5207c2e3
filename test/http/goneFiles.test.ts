import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPages } from '../../src/http/pages.ts';

test('a page’s file that is gone since the start ends its answer, and the server goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-pages-'));
  for (const name of ['old.js', 'kept.js']) await writeFile(join(folder, name), `// ${name}`);
  const pages = createPages(folder);
  const server = createServer((request, response) => pages(request, response, () => response.writeHead(404).end())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await rm(join(folder, 'old.js'));
  await expect(fetch(`http://127.0.0.1:${port}/old.js`)).rejects.toThrow();
  expect(await (await fetch(`http://127.0.0.1:${port}/kept.js`)).text()).toBe('// kept.js');
  server.close();
  await rm(folder, { recursive: true });
});
