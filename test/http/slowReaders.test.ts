import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewEvent } from '../../src/modules/events/catalogue.ts';
import { happen, range } from '../database/log.ts';
import { type CountedServer, startCountedServer } from '../support/countedServer.ts';
import { follow, overSse } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';
import { frame, rawSocket } from './rawSocket.ts';

let counted: CountedServer;
beforeAll(async () => {
  counted = await startCountedServer();
});
afterAll(() => counted.stop());

const query = 'subscription ($after: String) { eventLogged(after: $after) { cursor event { details { value } } } }';

/** An event of about 20 kB, so that what the system keeps for a socket is soon full. */
const large = (): NewEvent => ({ type: 'user.updated', payload: { fields: ['x'.repeat(20_000)] } });
const tell = (count: number) => happen(counted.system, counted.workspaceId, ...Array.from({ length: count }, large));

/** What a server said on a socket, message by message; a fragmented one is put together (RFC 6455 §5.4). */
function readMessages(socket: Socket): { messages: Record<string, unknown>[] } {
  const read = { messages: [] as Record<string, unknown>[] };
  let waiting = Buffer.alloc(0);
  let text = '';
  socket.on('data', (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const [first = 0, second = 0] = waiting;
      const start = second < 126 ? 2 : second === 126 ? 4 : 10;
      if (waiting.length < start) return;
      const length = second < 126 ? second : second === 126 ? waiting.readUInt16BE(2) : Number(waiting.readBigUInt64BE(2));
      if (waiting.length < start + length) return;
      // Pings and the like come between (§5.4).
      if ((first & 0x0f) < 8) text += waiting.toString('utf8', start, start + length);
      if ((first & 0x0f) < 8 && first & 0x80) {
        read.messages.push(JSON.parse(text));
        text = '';
      }
      waiting = waiting.subarray(start + length);
    }
  });
  return read;
}

/** A subscriber over Server-Sent Events that reads nothing once it stands, until it is told to. */
async function stalledStream(token: string, variables = {}): Promise<{ socket: Socket; end(): string; results(): Result[] }> {
  const { hostname, port } = new URL(counted.address);
  const socket = connect(Number(port), hostname);
  const body = JSON.stringify({ query, variables });
  const headers = { host: `${hostname}:${port}`, 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` };
  const head = Object.entries({ ...headers, 'content-length': body.length }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST /graphql HTTP/1.1\r\n${head.join('')}\r\n${body}`);
  const read: Buffer[] = await once(socket, 'data');
  socket.pause();
  socket.on('data', (bytes) => read.push(bytes));
  // Each chunk has its length on a line of its own (RFC 9112 §7.1).
  const text = () =>
    Buffer.concat(read)
      .toString()
      .replace(/\r\n[0-9a-f]+\r\n/g, '');
  const end = () => Buffer.concat(read.slice(-3)).toString();
  return { socket, end, results: () => [...text().matchAll(/^data: ?(\{.*\})$/gm)].map(([, data = '']) => JSON.parse(data)) };
}

interface Result {
  data?: { eventLogged: { cursor: string } };
  errors?: { extensions: { code: string } }[];
}

const numbersOf = (results: Result[]) => results.map(({ data }) => Number(data?.eventLogged.cursor.slice(4)));
const codesOf = (result: unknown) => (result as Result | undefined)?.errors?.map(({ extensions }) => extensions.code);

describe('subscribers that read nothing', () => {
  test('100 of them: each is ended once 1,000 events wait; the others get everything meanwhile, and they go on by their cursors', async () => {
    const { client, token } = await counted.script();
    await tell(400);
    const stalled = await Promise.all(range(1, 100).map(() => rawSocket(counted.address, { authorization: `Bearer ${token}` })));
    for (const socket of stalled) socket.write(frame(1, JSON.stringify({ id: 'slow', type: 'subscribe', payload: { query } })));
    const stalledSse = await stalledStream(token);
    const inHistory = await stalledStream(token, { after: 'evt_2' });
    const readers = [follow(client.subscribe(query)), follow(overSse(client, query))];
    await waitFor(() => counted.server.hub.size === 104);
    const before = process.memoryUsage();

    for (let told = 0; told < 1_300; told += 100) {
      await tell(100);
      await waitFor(() => readers.every(({ items }) => items.length === told + 100));
    }
    // Who still reads history may be as slow as they like.
    await waitFor(() => counted.server.hub.size === 3);
    // 26 MB for each of them, had each kept its own.
    expect(process.memoryUsage().rss - before.rss).toBeLessThan(1_000 * 1_048_576);
    const [first = 0] = numbersOf(readers[0]?.items ?? []);
    for (const { items, end } of readers) {
      expect(numbersOf(items)).toEqual(range(first, first + 1_299));
      expect(end).toBeNull();
    }

    // One of them reads again: what had left the server, without a gap, then why there is no more.
    const [late, ...others] = stalled as [Socket, ...Socket[]];
    for (const socket of others) socket.destroy();
    const { messages } = readMessages(late);
    late.resume();
    await waitFor(() => messages.at(-1)?.type === 'complete');
    late.destroy();
    expect(messages.every(({ id }) => id === 'slow')).toBe(true);
    expect(codesOf(messages.at(-2)?.payload)).toEqual(['SLOW_CONSUMER']);
    const got = numbersOf(messages.slice(0, -2).map(({ payload }) => payload as Result));
    expect(got).toEqual(range(first, first + got.length - 1));
    expect(got.length).toBeLessThan(300);
    const resumed = follow(client.subscribe(query, { after: `evt_${got.at(-1)}` }));
    await waitFor(() => resumed.items.length === 1_300 - got.length);
    expect(numbersOf(resumed.items)).toEqual(range(first + got.length, first + 1_299));

    stalledSse.socket.resume();
    await waitFor(() => stalledSse.end().includes('event: complete'));
    const ended = stalledSse.results();
    expect(codesOf(ended.at(-1))).toEqual(['SLOW_CONSUMER']);
    expect(numbersOf(ended.slice(0, -1))).toEqual(range(first, first + ended.length - 2));

    inHistory.socket.resume();
    await waitFor(() => inHistory.end().includes(`evt_${first + 1_299}`));
    expect(numbersOf(inHistory.results())).toEqual(range(3, first + 1_299));

    for (const { socket } of [stalledSse, inHistory]) socket.destroy();
    await Promise.all([...readers, resumed].map((stream) => stream.stop()));
    await waitFor(() => counted.server.hub.size === 0);
  });

  test('a subscriber that reads again in time misses nothing', async () => {
    const { client, token } = await counted.script();
    const socket = await rawSocket(counted.address, { authorization: `Bearer ${token}` });
    socket.write(frame(1, JSON.stringify({ id: 'late', type: 'subscribe', payload: { query } })));
    const reader = follow(client.subscribe(query));
    await waitFor(() => counted.server.hub.size === 2);
    await tell(500);
    await waitFor(() => reader.items.length === 500);
    const { messages } = readMessages(socket);
    socket.resume();
    await waitFor(() => messages.length === 500);
    await tell(1);
    await waitFor(() => messages.length === 501 && reader.items.length === 501);
    expect(messages.map(({ payload }) => payload)).toEqual(reader.items);
    socket.destroy();
    await reader.stop();
    await waitFor(() => counted.server.hub.size === 0);
  });
});

test('what is shared is whole, whatever else is sent on the socket, of any length and under any id', async () => {
  const { client, token } = await counted.script();
  const socket = await rawSocket(counted.address, { authorization: `Bearer ${token}` });
  const { messages } = readMessages(socket);
  socket.resume();
  const ids = ['a', 'ü"\\\n', 'x'.repeat(90), '{}'];
  for (const id of ids) socket.write(frame(1, JSON.stringify({ id, type: 'subscribe', payload: { query } })));
  await waitFor(() => counted.server.hub.size === ids.length);
  const sizes = [0, 1, 60, 200, 66_000];
  for (const size of sizes) {
    for (let i = 0; i < 3; i += 1)
      socket.write(frame(1, JSON.stringify({ id: `q${size}.${i}`, type: 'subscribe', payload: { query: '{ setupOpen }' } })));
    await happen(counted.system, counted.workspaceId, { type: 'user.updated', payload: { fields: ['ä'.repeat(size)] } });
  }
  await waitFor(() => messages.length === ids.length * sizes.length + sizes.length * 3 * 2);
  for (const id of ids) {
    const values = messages.filter((message) => message.id === id).map(({ payload }) => JSON.stringify(payload));
    expect(values.map((value) => value.match(/ä*/g)?.join('').length)).toEqual(sizes);
  }
  socket.destroy();
  await once(socket, 'close');
  await client.close();
  await waitFor(() => counted.server.hub.size === 0);
});
