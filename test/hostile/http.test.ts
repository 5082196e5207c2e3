import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/apiClient.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
const sockets = new Set<Socket>();
beforeAll(async () => {
  server = await startServer();
  ({ owner } = await server.owner());
});
/** Whatever came, the server works on and logged no error. */
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  expect((await owner.ask('{ viewer { __typename } }')).viewer).not.toBeNull();
  expect(server.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});
afterAll(() => server.stop());

async function open(): Promise<Socket> {
  const { port } = new URL(server.app.address);
  const socket = connect(Number(port), '127.0.0.1');
  sockets.add(socket);
  // However the server ends it: that is what the tests look at.
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Gathers what comes until the server closes. */
function reply(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
  });
  return new Promise((resolve) => socket.once('close', () => resolve(text)));
}

/** Sends bytes as they are. @returns all that came until the server closed */
async function talk(...parts: (string | Buffer)[]): Promise<string> {
  const socket = await open();
  const all = reply(socket);
  for (const part of parts) {
    if (socket.destroyed) break;
    socket.write(part);
  }
  return all;
}

const statusOf = (text: string): number => Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
/** 4xx, or the connection was closed without a word. */
const refused = (text: string): boolean => text === '' || (statusOf(text) >= 400 && statusOf(text) < 500);

const head = (start: string, ...lines: string[]) => `${[start, ...lines].join('\r\n')}\r\n\r\n`;
const host = 'host: localhost';
const close = 'connection: close';
const json = 'content-type: application/json';
const body = JSON.stringify({ query: '{ setupOpen }' });
const sized = `content-length: ${body.length}`;

describe('a request without an end', () => {
  test('a header that never ends is refused at 16 kB', async () => {
    const socket = await open();
    const all = reply(socket);
    socket.write('POST /graphql HTTP/1.1\r\nhost: localhost\r\nx-long: ');
    for (let sent = 0; sent < 100 && !socket.destroyed; sent += 1) {
      socket.write('x'.repeat(1_000));
    }
    expect(statusOf(await all)).toBe(431);
  });

  test('a head and a body that trickle hold up nobody, and nothing is run of them', async () => {
    const [slowHead, slowBody] = [await open(), await open()];
    slowHead.write('POST /graphql HTTP/1.1\r\nhost: loc');
    slowBody.write(`${head('POST /graphql HTTP/1.1', host, json, 'content-length: 1000')}{"query":"`);
    let came = '';
    for (const socket of [slowHead, slowBody]) {
      socket.on('data', (bytes) => {
        came += bytes;
      });
    }
    for (let i = 0; i < 10; i += 1) expect(await server.stranger().ask('{ setupOpen }')).toEqual({ setupOpen: false });
    expect(came).toBe('');
    for (const socket of [slowHead, slowBody]) {
      socket.destroy();
      await once(socket, 'close');
    }
  });

  test('2,000 sockets that say nothing keep nobody out', async () => {
    const idle: Socket[] = [];
    for (let i = 0; i < 20; i += 1) idle.push(...(await Promise.all(Array.from({ length: 100 }, open))));
    expect(idle.filter((socket) => !socket.destroyed)).toHaveLength(2_000);
    expect(await server.stranger().ask('{ setupOpen }')).toEqual({ setupOpen: false });
    expect(statusOf(await talk(head('GET /livez HTTP/1.1', host, close)))).toBe(200);
    for (const socket of idle) socket.destroy();
  });
});

describe('a body that is too large', () => {
  test('of 10 MB is refused', async () => {
    const text = await talk(head('POST /graphql HTTP/1.1', host, close, json, 'content-length: 10000000'), Buffer.alloc(10_000_000, 0x20));
    expect(text === '' || statusOf(text) === 413, text.slice(0, 200)).toBe(true);
  });

  test('in chunks is refused', async () => {
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const text = await talk(head('POST /graphql HTTP/1.1', host, close, json, 'transfer-encoding: chunked'), chunk.repeat(10), '0\r\n\r\n');
    expect(text === '' || statusOf(text) === 413, text.slice(0, 200)).toBe(true);
  });

  test.each(['zz\r\n', '-1\r\nx\r\n', 'ffffffffffffffffff\r\n', `1${';x'.repeat(20_000)}\r\n`])(
    'a chunk that is none is refused: %.20j',
    async (chunk) => {
      expect(await talk(head('POST /graphql HTTP/1.1', host, close, json, 'transfer-encoding: chunked'), chunk)).toSatisfy(refused);
    },
  );
});

describe('a request that could be read in two ways', () => {
  test.each([
    ['two lengths', [sized, 'content-length: 5']],
    ['two equal lengths', [sized, sized]],
    ['a length with a list', [`${sized}, ${body.length}`]],
    ['a length below zero', ['content-length: -1']],
    ['a length that is no number', ['content-length: 0x10']],
    ['a length and chunks', [sized, 'transfer-encoding: chunked']],
    ['chunks and a length', ['transfer-encoding: chunked', sized]],
    ['an unknown transfer encoding', ['transfer-encoding: chunked, bunched']],
    ['a header that is folded', ['x-fold: a', ' b', sized]],
    ['a space before the colon', [`content-length : ${body.length}`]],
    ['NUL in a header', [`x-nul: a\0b`, sized]],
  ])('%s', async (_, lines) => {
    const text = await talk(head('POST /graphql HTTP/1.1', host, close, json, ...lines), body);
    expect(text).toSatisfy(refused);
    expect(text).not.toContain('setupOpen');
  });

  test('what follows a refused request is not run', async () => {
    const smuggled = `${head('GET /livez HTTP/1.1', host, close)}`;
    const text = await talk(head('POST /graphql HTTP/1.1', host, json, 'content-length: 5', 'transfer-encoding: chunked'), `0\r\n\r\n${smuggled}`);
    expect(text).toSatisfy(refused);
    expect(text).not.toContain('alive');
  });
});

describe('headers', () => {
  test('500 small ones are fine, and too many bytes of them are refused', async () => {
    const many = (count: number, size: number) => Array.from({ length: count }, (_, i) => `x-${i}: ${'y'.repeat(size)}`);
    expect(statusOf(await talk(head('POST /graphql HTTP/1.1', host, close, json, sized, ...many(500, 1)), body))).toBe(200);
    expect(statusOf(await talk(head('POST /graphql HTTP/1.1', host, close, json, sized, ...many(500, 100)), body))).toBe(431);
  });

  test.each([
    ['of 15 kB', `cookie: ${'a=b; '.repeat(3_000)}`],
    ['of one 15 kB value', `cookie: latchkey-session=${'x'.repeat(15_000)}`],
    ['with encodings that are broken', 'cookie: latchkey-session=%E0%A4%A; latchkey-activation=%; %%=%zz'],
    ['with bytes that are no UTF-8', Buffer.from('cookie: latchkey-session=\xff\xfe\xc0\xaf', 'latin1').toString('latin1')],
    ['twice in a header', 'cookie: latchkey-session=a; latchkey-session=b; latchkey-session='],
    ['in two headers', 'cookie: latchkey-session=a\r\ncookie: latchkey-session=b'],
    ['with names of objects', 'cookie: __proto__=x; constructor=y; latchkey-session=__proto__'],
    ['without names', 'cookie: =; ;;; =x; latchkey-session'],
  ])('a cookie %s is nobody’s', async (_, cookie) => {
    const query = JSON.stringify({ query: '{ viewer { __typename } currentActivation { id } }' });
    const request = head('POST /graphql HTTP/1.1', host, close, json, 'x-latchkey-csrf: 1', `content-length: ${query.length}`, cookie);
    const text = await talk(Buffer.from(request, 'latin1'), query);
    expect(statusOf(text)).toBe(200);
    expect(text).toContain('{"data":{"viewer":null,"currentActivation":null}}');
  });
});

describe('a target', () => {
  test.each(['//graphql', 'http://evil.example/graphql', '/graphql/', '/graphql%00', '/GRAPHQL', '/./graphql', '/%67raphql', '/graphql;a'])(
    '%s is not the endpoint',
    async (target) => {
      const text = await talk(head(`POST ${target} HTTP/1.1`, host, close, json, sized), body);
      expect(text).toSatisfy(refused);
      expect(text).not.toContain('"data"');
    },
  );

  test.each([
    '/../package.json',
    '/../../../../../../etc/passwd',
    '/assets/../../package.json',
    '/assets/../../../src/main.ts',
    '/%2e%2e%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%5cpackage.json',
    '/..\\..\\package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/%252e%252e%252fpackage.json',
    '/index.html%00.js',
    '/%00',
    '/%',
    '/%ff%fe',
    '/%c0%ae%c0%ae/package.json',
    '//etc/passwd',
    '////',
    'file:///etc/passwd',
    '/.',
    '/..',
    `/${'a/'.repeat(7_000)}`,
    '/?/../../package.json',
    '/.git/config',
    '/activate.html/../../../package.json',
  ])('%s gives no file but a page', async (target) => {
    const text = await talk(head(`GET ${target} HTTP/1.1`, host, close));
    expect(text).not.toMatch(/root:|"dependencies"|import \{|\[core\]/);
    expect(refused(text) || /content-type: text\/html/i.test(text), text.slice(0, 200)).toBe(true);
  });
});

describe('a method', () => {
  test.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'GET', 'HEAD', 'QUERY', 'PROPFIND', 'BREW', 'CONNECT'])(
    '%s is not for the endpoint',
    async (method) => {
      const text = await talk(head(`${method} /graphql HTTP/1.1`, host, close, 'x-secret: do-not-echo'));
      expect(text).toSatisfy(refused);
      expect(text).not.toContain('do-not-echo');
    },
  );

  test.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'POST'])('%s of a page changes nothing', async (method) => {
    const text = await talk(head(`${method} /activate HTTP/1.1`, host, close, 'content-length: 0', 'x-secret: do-not-echo'));
    expect(statusOf(text)).toBeLessThan(500);
    expect(text).not.toContain('do-not-echo');
  });
});

describe('a protocol', () => {
  test('HTTP/1.0 without a host is answered', async () => {
    expect(statusOf(await talk(head('GET /livez HTTP/1.0')))).toBe(200);
    expect(await talk(head('POST /graphql HTTP/1.0', json, sized), body)).toContain('{"data":{"setupOpen":false}}');
  });

  test('HTTP/1.1 without a host is refused', async () => {
    expect(statusOf(await talk(head('POST /graphql HTTP/1.1', close, json, sized), body))).toBe(400);
  });

  test('two hosts are refused, wherever they stand', async () => {
    const two = [host, 'host: evil.example'];
    for (const hosts of [two, two.toReversed(), [host, host]]) {
      expect(statusOf(await talk(head('POST /graphql HTTP/1.1', ...hosts, close, json, sized), body))).toBe(400);
      expect(statusOf(await talk(head('GET /livez HTTP/1.1', ...hosts, close)))).toBe(400);
      const upgrade = ['connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13', `sec-websocket-key: ${'A'.repeat(22)}==`];
      expect(statusOf(await talk(head('GET /graphql HTTP/1.1', ...hosts, ...upgrade)))).toBe(400);
    }
  });

  test.each(['', 'a b c', 'evil.example:99999999', '[::1', 'localhost/graphql?', '\xff', '@', '#', 'localhost:abc'])(
    'the host %j breaks nothing',
    async (named) => {
      const request = head('POST /graphql HTTP/1.1', `host: ${named}`, close, json, sized);
      const text = await talk(Buffer.from(request, 'latin1'), body);
      expect(refused(text) || statusOf(text) === 200, text.slice(0, 300)).toBe(true);
    },
  );

  test.each([
    ['HTTP/2’s preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/9', 'GET / HTTP/9.9\r\nhost: localhost\r\n\r\n'],
    ['TLS', Buffer.from('16030100a5010000a10303', 'hex')],
    ['noise', Buffer.alloc(5_000, 0xf7)],
    ['bare line feeds', 'GET /livez HTTP/1.1\nhost: localhost\nconnection: close\n\n'],
  ])('%s is refused', async (_, bytes) => {
    expect(await talk(bytes)).toSatisfy(refused);
  });
});

describe('a WebSocket', () => {
  const key = `sec-websocket-key: ${Buffer.alloc(16, 1).toString('base64')}`;
  const version = 'sec-websocket-version: 13';
  const upgrade = ['connection: upgrade', 'upgrade: websocket'];
  const protocol = 'sec-websocket-protocol: graphql-transport-ws';

  test.each([
    ['another version', [...upgrade, key, 'sec-websocket-version: 7', protocol]],
    ['no version', [...upgrade, key, protocol]],
    ['a key that is too short', [...upgrade, 'sec-websocket-key: AAAA', version, protocol]],
    ['no key', [...upgrade, version, protocol]],
    ['another upgrade', ['connection: upgrade', 'upgrade: h2c', key, version, protocol]],
    ['protocols that are none', [...upgrade, key, version, 'sec-websocket-protocol: ,,a b,']],
    ['a page of another site', [...upgrade, key, version, protocol, 'origin: https://evil.example']],
  ])('with %s is refused', async (_, lines) => {
    expect(await talk(head('GET /graphql HTTP/1.1', host, ...lines))).toSatisfy(refused);
  });

  test('of another protocol is closed', async () => {
    const socket = await open();
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
    });
    socket.write(head('GET /graphql HTTP/1.1', host, ...upgrade, key, version, 'sec-websocket-protocol: graphql-ws'));
    // 4406, in two bytes: the subprotocol is not acceptable.
    await waitFor(() => text.includes('\x11\x36'));
  });

  test('at another address, or by POST, is refused', async () => {
    for (const start of ['GET / HTTP/1.1', 'GET //graphql HTTP/1.1', 'POST /graphql HTTP/1.1']) {
      expect(await talk(head(start, host, ...upgrade, key, version, protocol))).toSatisfy(refused);
    }
  });
});
