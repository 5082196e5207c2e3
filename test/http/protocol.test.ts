import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { happenTimes } from '../database/log.ts';
import { type CountedServer, startCountedServer } from '../support/countedServer.ts';
import { waitFor } from '../support/waitFor.ts';

// graphql-transport-ws (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md), where subscriptions are shared too.

let counted: CountedServer;
let token: string;
beforeAll(async () => {
  counted = await startCountedServer();
  ({ token } = await counted.script());
});
afterAll(() => counted.stop());

interface Talk {
  socket: WebSocket;
  heard: Record<string, unknown>[];
  say(...messages: unknown[]): void;
}

async function opened(protocol = 'graphql-transport-ws'): Promise<Talk> {
  const socket = new WebSocket(`${counted.address.replace('http', 'ws')}/graphql`, protocol);
  const heard: Record<string, unknown>[] = [];
  socket.on('message', (bytes) => heard.push(JSON.parse(String(bytes))));
  await once(socket, 'open');
  const say = (...messages: unknown[]) => {
    for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  };
  return { socket, heard, say };
}

const init = () => ({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
const log = 'subscription { eventLogged { cursor } }';
const subscribe = (id: string, query = log) => ({ id, type: 'subscribe', payload: { query } });

/** A connection that was acknowledged. */
async function greeted(): Promise<Talk> {
  const talk = await opened();
  talk.say(init());
  await waitFor(() => talk.heard.length === 1);
  return talk;
}

const closeOf = async ({ socket }: Talk) => {
  const [code, reason] = await once(socket, 'close');
  return `${code} ${String(reason)}`;
};

// First: a subscription on a socket that was closed at once may come and go a moment later.
test('an id that was completed can be used again, and what comes is the new one’s alone', async () => {
  const { socket, heard, say } = await greeted();
  say(subscribe('a'), subscribe('b'));
  await waitFor(() => counted.server.hub.size === 2);
  say({ id: 'a', type: 'complete' });
  await waitFor(() => counted.server.hub.size === 1);
  say(subscribe('a', 'subscription { eventLogged { event { type } } }'));
  await waitFor(() => counted.server.hub.size === 2);
  await happenTimes(counted.system, counted.workspaceId, 1);
  await waitFor(() => heard.length === 3);
  expect(heard.filter(({ id }) => id === 'a')).toEqual([
    { id: 'a', type: 'next', payload: { data: { eventLogged: { event: { type: 'GROUP_CREATED' } } } } },
  ]);
  expect(heard.filter(({ id }) => id === 'b')).toHaveLength(1);
  socket.close();
  await waitFor(() => counted.server.hub.size === 0);
});

test.each([
  ['4400', 'no JSON', opened, ['{'], 'Invalid message received'],
  ['4400', 'a type that there is not', greeted, [{ type: 'begin' }], 'Invalid message received'],
  ['4400', 'an operation without an id', greeted, [{ type: 'subscribe', payload: { query: log } }], 'Invalid message received'],
  ['4401', 'an operation before the connection was acknowledged', opened, [subscribe('a')], 'Unauthorized'],
  ['4403', 'a greeting that is too long', opened, [{ type: 'connection_init', payload: { authorization: 'x'.repeat(2_000) } }], 'Forbidden'],
  ['4409', 'an id that is in use', greeted, [subscribe('a'), subscribe('a')], 'Subscriber for a already exists'],
  ['4429', 'a second greeting', greeted, [subscribe('a'), init()], 'Too many initialisation requests'],
])('%s closes the socket for %s, and ends what was shared on it', async (code, _, begin, messages, reason) => {
  const talk = await begin();
  const closed = closeOf(talk);
  talk.say(...messages);
  expect(await closed).toBe(`${code} ${reason}`);
  await waitFor(() => counted.server.hub.size === 0);
});

test('another protocol is not spoken: 4406', async () => {
  const socket = new WebSocket(`${counted.address.replace('http', 'ws')}/graphql`, 'graphql-ws');
  const failed = once(socket, 'error');
  expect(String((await failed)[0])).toContain('no subprotocol');
});

test('an operation that is not valid is told so by `error`, one that is refused by `next` and `complete`', async () => {
  const { socket, heard, say } = await greeted();
  say(subscribe('a', 'subscription { eventLogged { nothing } }'), subscribe('b', 'subscription { eventLogged(after: "x") { cursor } }'));
  await waitFor(() => heard.length === 4);
  expect(heard.filter(({ id }) => id === 'a')).toMatchObject([{ type: 'error', payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
  expect(heard.filter(({ id }) => id === 'b')).toMatchObject([
    { type: 'next', payload: { errors: [{ path: ['eventLogged'], extensions: { code: 'CURSOR_INVALID' } }] } },
    { type: 'complete' },
  ]);
  socket.close();
});

test('a server that stops ends shared subscriptions with TRY_AGAIN, and the socket with 1012', async () => {
  const own = await startCountedServer();
  const { token: other } = await own.script();
  const socket = new WebSocket(`${own.address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${other}` } }));
  await once(socket, 'message');
  socket.send(JSON.stringify(subscribe('a')));
  await waitFor(() => own.server.hub.size === 1);
  const closed = once(socket, 'close');
  await own.stop();
  expect((await closed)[0]).toBe(1012);
  expect(own.server.hub.size).toBe(0);
});
