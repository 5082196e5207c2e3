import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFront } from '../../src/http/front.ts';
import { createGraphQL, httpContext } from '../../src/http/graphql.ts';
import { newId } from '../../src/lib/ids.ts';
import { type CountedServer, startCountedServer } from '../support/countedServer.ts';

// The same server twice: once behind the front, once as Yoga alone answers. What they say has to be the same.

let counted: CountedServer;
let token: string;
const ends: HttpServer[] = [];
let ports: { front: number; yoga: number };
beforeAll(async () => {
  counted = await startCountedServer();
  ({ token } = await counted.script());
  const yoga = createGraphQL(counted.server, { operatorToken: new Uint8Array(32), secure: false, trustedProxyHops: 0, metricsToken: null });
  const front = createFront(yoga, counted.server.log);
  const listen = async (handle: typeof front) => {
    const end = createServer((request, response) => handle(request, response, httpContext(request, response, true)));
    ends.push(end);
    await new Promise<void>((resolve) => end.listen(0, '127.0.0.1', resolve));
    return (end.address() as AddressInfo).port;
  };
  ports = { front: await listen(front), yoga: await listen((request, response, context) => void yoga(request, response, context)) };
});
afterAll(async () => {
  for (const end of ends) end.close();
  await counted.stop();
});

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | ReadableStream;
}

async function answers(sent: Sent) {
  const ask = async (port: number) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...sent.headers };
    const body = typeof sent.body === 'function' ? (sent.body as () => ReadableStream)() : sent.body;
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      ...sent,
      body: body ?? null,
      headers,
      duplex: 'half',
    } as RequestInit);
    // Each request that fails has an id of its own.
    const text = (await response.text()).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID');
    return { status: response.status, type: response.headers.get('content-type'), allow: response.headers.get('allow'), text };
  };
  return { front: await ask(ports.front), yoga: await ask(ports.yoga) };
}

const ok = JSON.stringify({ query: '{ setupOpen }' });
const of = (params: unknown): Sent => ({ body: JSON.stringify(params) });
const accepting = (accept: string, params: unknown = { query: '{ setupOpen }' }): Sent => ({ ...of(params), headers: { accept } });
const page =
  '{ users(first: 50) { totalCount edges { cursor node { id displayName groups { id } securityKeys { id } } } pageInfo { hasNextPage } } }';
const wrong = '{ node(id: 5) { nothing } }';
const failing = '{ users(first: 1000) { totalCount } }';

describe('the front answers as Yoga does', () => {
  const cases: [string, Sent][] = [
    ['a query', of({ query: '{ setupOpen }' })],
    ['a page', of({ query: page })],
    [
      'variables, a name and extensions',
      of({
        query: 'query A($id: ID!) { node(id: $id) { id } } query B { setupOpen }',
        operationName: 'A',
        variables: { id: newId('user') },
        extensions: { a: 1 },
      }),
    ],
    ['nulls for what is optional', of({ query: '{ setupOpen }', operationName: null, variables: null, extensions: null })],
    ['a parameter that there is not', of({ query: '{ setupOpen }', more: 1 })],
    ['a parameter that there is not, null', of({ query: '{ setupOpen }', more: null })],
    ['no query', of({})],
    ['a query that is no text', of({ query: 1 })],
    ['a query of nothing', of({ query: '' })],
    ['variables that are a list', of({ query: '{ setupOpen }', variables: [] })],
    ['variables that are text', of({ query: '{ setupOpen }', variables: '{}' })],
    ['extensions that are text', of({ query: '{ setupOpen }', extensions: 'x' })],
    ['a name that is no text', of({ query: '{ setupOpen }', operationName: 1 })],
    ['a name that there is not', of({ query: '{ setupOpen }', operationName: 'A' })],
    ['no name, of two', of({ query: 'query A { setupOpen } query B { setupOpen }' })],
    ['several at once', of([{ query: '{ setupOpen }' }])],
    ['null', { body: 'null' }],
    ['a number', { body: '5' }],
    ['no JSON', { body: '{' }],
    ['nothing', {}],
    ['bytes that are no text', { body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) }],
    ['text that is no document', of({ query: '{ setupOpen' })],
    ['what is not in the schema', of({ query: wrong })],
    ['what fails while it is executed', of({ query: failing })],
    ['what fails beside what does not', of({ query: `{ setupOpen ${failing.slice(1)}` })],
    ['a variable that does not fit', of({ query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: {} } })],
    ['a mutation that is refused', of({ query: 'mutation { createGroup(input: { name: "" }) { __typename ... on Error { code } } }' })],
    ['a subscription by who accepts no stream', accepting('application/json', { query: 'subscription { eventLogged { cursor } }' })],
    ['the word for one, in a comment', of({ query: '# no subscription\n{ setupOpen }' })],
    ['a document that is too large', of({ query: `{ ${'a'.repeat(40_000)} }` })],
    ['a token that is nobody’s', { body: ok, headers: { authorization: 'Bearer lk_nobody' } }],
    ['nobody', { body: JSON.stringify({ query: page }), headers: { authorization: '' } }],
    ['introspection by nobody', { body: JSON.stringify({ query: '{ __schema { queryType { name } } }' }), headers: { authorization: '' } }],
    ['a body of 100,000 bytes', { body: `${ok.slice(0, -1)}${' '.repeat(100_000 - ok.length)}}` }],
    ['one byte more', { body: `${ok.slice(0, -1)}${' '.repeat(100_001 - ok.length)}}` }],
    ['letters beyond ASCII', of({ query: '# ä漢字\n{ setupOpen }' })],
    ['JSON in another spelling', { body: ok, headers: { 'content-type': 'Application/JSON; charset=UTF-8' } }],
    ['another charset', { body: ok, headers: { 'content-type': 'application/json; charset=latin1' } }],
    ['application/graphql+json', { body: ok, headers: { 'content-type': 'application/graphql+json' } }],
    ['another type', { body: ok, headers: { 'content-type': 'text/plain' } }],
    ['a body that is said to be compressed', { body: ok, headers: { 'content-encoding': 'gzip' } }],
    ...[
      '*/*',
      'application/json',
      'application/graphql-response+json',
      'application/graphql-response+json, application/json',
      'text/html',
      '',
    ].flatMap((accept): [string, Sent][] => [
      [`what is accepted: ${accept}`, accepting(accept)],
      [`what is accepted, of what is wrong: ${accept}`, accepting(accept, { query: wrong })],
      [`what is accepted, of what fails: ${accept}`, accepting(accept, { query: failing })],
      [`what is accepted, of what is no document: ${accept}`, accepting(accept, { query: '{' })],
    ]),
  ];
  test.each(cases)('%s', async (_, sent) => {
    const { front, yoga } = await answers(sent);
    expect(front).toEqual(yoga);
  });

  test('a body without a length', async () => {
    const chunked = () => new Blob([ok]).stream();
    const { front, yoga } = await answers({ body: chunked as never });
    expect(front).toEqual(yoga);
    expect(front.status).toBe(200);
  });
});

test('a body that breaks off is no request, and is in nobody’s way', async () => {
  const socket = connect(ports.front, '127.0.0.1');
  socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"query":');
  await new Promise<void>((resolve) => socket.end(resolve));
  expect((await answers(of({ query: '{ setupOpen }' }))).front).toMatchObject({ status: 200, text: '{"data":{"setupOpen":true}}' });
});
