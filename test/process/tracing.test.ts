import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ApiClient } from '../support/apiClient.ts';
import { runProgram } from '../support/program.ts';
import { waitFor } from '../support/waitFor.ts';

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
}

/** What a collector takes by OTLP over HTTP, as JSON. */
async function startCollector() {
  const texts: string[] = [];
  const server = createServer(async (request, response) => {
    texts.push(`${request.url} ${Buffer.concat(await request.toArray())}`);
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const spans = (): Span[] =>
    texts.flatMap((text) => {
      // biome-ignore lint/suspicious/noExplicitAny: OTLP's shape, of which three names are read.
      const { resourceSpans } = JSON.parse(text.slice('/v1/traces '.length)) as any;
      return resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: Span[] }[] }) => scopeSpans.flatMap((scope) => scope.spans));
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, texts, spans };
}

test('a request is traced down to its statements, goes on with the proxy’s trace, and tells of nobody', async () => {
  const collector = await startCollector();
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-traced-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const operatorToken = 'operator-token-of-thirty-two-characters';
  const program = runProgram('src/main.ts', ['--json'], {
    PORT: '0',
    DATA_DIR: folder,
    LATCHKEY_OPERATOR_TOKEN: operatorToken,
    TRUSTED_PROXY_HOPS: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  const { address } = JSON.parse(await program.line(/^\{/)) as { address: string };
  const operator = new ApiClient(address, { bearer: operatorToken });
  await operator.mutate('createWorkspace', { name: 'Traced' }, 'workspace { id }');
  const scriptTrace = '1bf7651916cd43dd8448eb211c80319d';
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  operator.headers.traceparent = `00-${traceId}-b7ad6b7169203331-01`;
  const details = { displayName: 'Petronella Nobody', email: 'petronella@example.org', username: 'petronella' };
  expect(await operator.mutate('createUser', { details }, 'user { id }')).toHaveProperty('user');
  // What is compiled, once it has come often enough, is traced as well.
  const { token } = await operator.mutate('createApiToken', { name: 'A script', scopes: ['READ'] }, 'token');
  const script = new ApiClient(address, { bearer: token, headers: { traceparent: `00-${scriptTrace}-b7ad6b7169203331-01` } });
  for (let i = 0; i < 6; i += 1) await script.ask('{ users { edges { node { id } } } }');
  // What it still has it sends as it stops.
  program.kill('SIGTERM');
  await program.exit;

  const trace = (await waitFor(() => collector.spans().filter((span) => span.traceId === traceId))) as Span[];
  const named = (name: string) => trace.find((span) => span.name === name) as Span;
  expect(named('POST /graphql').parentSpanId).toBe('b7ad6b7169203331');
  expect(named('mutation createUser').parentSpanId).toBe(named('POST /graphql').spanId);
  const statements = trace.filter(({ parentSpanId }) => parentSpanId === named('mutation createUser').spanId).map(({ name }) => name);
  expect(statements).toEqual(expect.arrayContaining(['SELECT', 'INSERT']));
  expect(trace.filter(({ parentSpanId }) => parentSpanId === named('number the log').spanId).length).toBeGreaterThan(0);

  expect(collector.spans().filter((span) => span.traceId === scriptTrace && span.name === 'query users')).toHaveLength(6);

  const all = collector.texts.join('\n');
  expect(all).toContain('"service.name"');
  for (const secret of ['etronella', operatorToken, 'Traced']) expect(all).not.toContain(secret);
});
