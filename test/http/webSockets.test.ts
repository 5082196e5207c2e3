import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { receive } from '../../src/http/socketFlow.ts';
import { scriptWith } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/waitFor.ts';
import { frame, rawSocket } from './rawSocket.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startServer({ env: { TRUSTED_PROXY_HOPS: '1' } });
  const { owner } = await server.owner();
  ({ token } = await scriptWith(server, owner, ['READ']));
});
afterAll(() => server.stop());

const opened = async (headers: Record<string, string> = {}): Promise<WebSocket> => {
  const socket = new WebSocket(`${server.app.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  await once(socket, 'open');
  return socket;
};
const say = (socket: WebSocket, message: unknown) => socket.send(JSON.stringify(message));
const heard = async (socket: WebSocket) => JSON.parse(String((await once(socket, 'message'))[0]));
const init = async (socket: WebSocket, payload?: unknown): Promise<WebSocket> => {
  say(socket, { type: 'connection_init', payload });
  expect(await heard(socket)).toEqual({ type: 'connection_ack' });
  return socket;
};

describe('a client that reads nothing', () => {
  /** Writes until the other side has ended it. The server’s own pings, which would end it in time, do not run. */
  async function writeUntilEnded(more: () => Buffer): Promise<void> {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const socket = await rawSocket(server.app.address, { authorization: `Bearer ${token}` });
    let ended = false;
    socket.on('close', () => {
      ended = true;
    });
    await waitFor(() => {
      if (!ended && socket.writableLength === 0) socket.write(more());
      return ended;
    });
  }

  test('is ended when more than 4 MB of answers wait', async () => {
    const query = getIntrospectionQuery();
    let id = 0;
    const ask = () => frame(1, JSON.stringify({ id: `${id++}`, type: 'subscribe', payload: { query } }));
    await writeUntilEnded(() => Buffer.concat(Array.from({ length: 20 }, ask)));
  });

  test('is ended for its pings too, which are answered below the protocol', async () => {
    const pings = Buffer.concat(Array<Buffer>(5_000).fill(frame(9, 'x'.repeat(125))));
    await writeUntilEnded(() => pings);
  });
});

describe('a client that goes silent', () => {
  test('is ended by the second ping where it did not answer the first; one that answers stays', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const connect = async (autoPong: boolean) => {
      const socket = new WebSocket(`${server.app.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { autoPong });
      await once(socket, 'open');
      return init(socket);
    };
    const [silent, answering] = await Promise.all([connect(false), connect(true)]);
    const pinged = Promise.all([once(silent, 'ping'), once(answering, 'ping')]);
    vi.advanceTimersByTime(12_000);
    await pinged;
    // The answer to this comes after the pong was heard.
    say(answering, { type: 'ping' });
    expect(await heard(answering)).toEqual({ type: 'pong' });
    const ended = once(silent, 'close');
    vi.advanceTimersByTime(12_000);
    expect((await ended)[0]).toBe(1006);
    say(answering, { type: 'ping' });
    expect(await heard(answering)).toEqual({ type: 'pong' });
    answering.close();
  });

  test('is closed with 4408 where it does not begin the protocol within 3 seconds', async () => {
    const socket = await opened();
    expect((await once(socket, 'close'))[0]).toBe(4408);
  });
});

describe('messages of one socket', () => {
  test('so many are handled at once; while more wait nothing is read, and each has its turn', async () => {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => void sockets.close());
    await once(sockets, 'listening');
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const accepted = once(sockets, 'connection').then(([socket]: WebSocket[]) => {
      receive(socket as WebSocket, 3, (text) => {
        begun.push(Number(text));
        return new Promise((resolve) => ends.push(resolve));
      });
      return socket as WebSocket;
    });
    const client = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`);
    await once(client, 'open');
    for (let i = 0; i < 100; i += 1) client.send(`${i}`);
    const socket = await accepted;
    await waitFor(() => socket.isPaused);
    expect(begun).toEqual([0, 1, 2]);
    for (let i = 0; i < 100; i += 1) {
      await waitFor(() => ends.length > i);
      expect(begun.length).toBeLessThanOrEqual(i + 3);
      ends[i]?.();
    }
    expect(begun).toEqual(Array.from({ length: 100 }, (_, i) => i));
    await waitFor(() => !socket.isPaused);
    client.close();
  });

  test('what waits when the socket is closed is not handled any more', async () => {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => void sockets.close());
    await once(sockets, 'listening');
    const begun: string[] = [];
    const first = Promise.withResolvers<void>();
    const accepted = once(sockets, 'connection').then(([socket]: WebSocket[]) => {
      receive(socket as WebSocket, 1, (text) => {
        begun.push(text);
        return first.promise;
      });
      return socket as WebSocket;
    });
    const client = new WebSocket(`ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`);
    await once(client, 'open');
    for (const text of ['a', 'b', 'c']) client.send(text);
    const socket = await accepted;
    await waitFor(() => socket.isPaused);
    const closed = once(socket, 'close');
    socket.terminate();
    await closed;
    first.resolve();
    await new Promise(setImmediate);
    expect(begun).toEqual(['a']);
  });

  test('500 questions at once are all answered, and 100 subscriptions leave room to end one', async () => {
    const socket = await init(await opened(), { authorization: `Bearer ${token}` });
    const messages: { id: string; type: string }[] = [];
    socket.on('message', (bytes) => messages.push(JSON.parse(String(bytes))));
    for (let i = 0; i < 500; i += 1) say(socket, { id: `q${i}`, type: 'subscribe', payload: { query: '{ setupOpen }' } });
    await waitFor(() => messages.filter(({ type }) => type === 'complete' || type === 'error').length === 500);
    for (let i = 0; i < 100; i += 1) {
      say(socket, { id: `s${i}`, type: 'subscribe', payload: { query: 'subscription { enrolmentStatusChanged { cursor } }' } });
    }
    await waitFor(() => server.app.server.hub.size === 100);
    say(socket, { id: 's7', type: 'complete' });
    await waitFor(() => server.app.server.hub.size === 99);
    socket.close();
    await waitFor(() => server.app.server.hub.size === 0);
  });
});

test('a client that was sent away is not heard any more, though it does not answer that', async () => {
  const socket = await rawSocket(server.app.address, { authorization: `Bearer ${token}` });
  const query = 'subscription { enrolmentStatusChanged { cursor } }';
  const subscribe = (id: string) => frame(1, JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  socket.write(subscribe('a'));
  await waitFor(() => server.app.server.hub.size === 1);
  // The same id again is against the protocol: 4409.
  socket.write(Buffer.concat([subscribe('a'), subscribe('b'), subscribe('c')]));
  const late = await init(await opened(), { authorization: `Bearer ${token}` });
  say(late, { id: 'd', type: 'subscribe', payload: { query } });
  // Whatever else had been heard would stand by now, too.
  await waitFor(() => server.app.server.hub.size >= 2);
  for (let i = 0; i < 5; i += 1) expect((await server.operator.ask('{ serverStatus { subscribers } }')).serverStatus.subscribers).toBe(2);
  socket.destroy();
  late.close();
  await waitFor(() => server.app.server.hub.size === 0);
});

describe('payloads that are kept or sent back', () => {
  test('of a ping: 1,024 characters are answered, more close the socket', async () => {
    const socket = await init(await opened());
    const payload = { text: 'x'.repeat(1_024 - '{"text":""}'.length) };
    say(socket, { type: 'ping', payload });
    expect(await heard(socket)).toEqual({ type: 'pong', payload });
    say(socket, { type: 'ping', payload: { text: `${payload.text}x` } });
    expect((await once(socket, 'close'))[0]).toBe(4400);
  });

  test('of the message that opens: more than 1,024 characters close the socket', async () => {
    const socket = await opened();
    say(socket, { type: 'connection_init', payload: { authorization: `Bearer ${'x'.repeat(1_024)}` } });
    expect((await once(socket, 'close'))[0]).toBe(4403);
  });
});

test('an address has 1,000 sockets; the next is told 429 until one is closed', async () => {
  const from = (address: string) => opened({ 'x-forwarded-for': address });
  const sockets: WebSocket[] = [];
  // In turns of 50, so that each has said its init in time.
  for (let i = 0; i < 1_000; i += 50) {
    const some = await Promise.all(Array.from({ length: 50 }, (_, j) => from(`2001:db8::${(i + j).toString(16)}`).then((socket) => init(socket))));
    sockets.push(...some);
  }
  await expect(from('2001:db8::ffff')).rejects.toThrow('Unexpected server response: 429');
  await expect(from('2001:db8::1')).rejects.toThrow('429');
  for (const elsewhere of ['2001:db8:0:1::1', '192.0.2.7']) (await init(await from(elsewhere))).close();
  sockets.pop()?.close();
  const again = await waitFor(() => from('2001:db8::ffff').catch(() => null));
  again.close();
  for (const socket of sockets) socket.terminate();
});
