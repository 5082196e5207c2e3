/**
 * The least that a server can do for many: ws, one text for all, after the same change. With BUS_URL the text goes to all such
 * servers by NATS, its own listeners too.
 */
import { createServer } from 'node:http';
import { connect } from '@nats-io/transport-node';
import { WebSocketServer } from 'ws';
import { announce } from './announce.ts';
import { bodyOf } from './body.ts';
import { changeGroup, eventOf } from './change.ts';
import { workspaceOf } from './reads.ts';

const { BUS_URL } = process.env;
const bus = BUS_URL ? await connectTo(new URL(BUS_URL)) : null;

// The library does not read from the URL who one is.
function connectTo({ host, username, password }: URL) {
  return connect({ servers: host, user: decodeURIComponent(username), pass: decodeURIComponent(password) });
}

const broadcast = (message: Uint8Array) => {
  for (const client of sockets.clients) client.send(message, { binary: false });
};

const server = createServer(async (request, response) => {
  const { variables } = JSON.parse(await bodyOf(request));
  const workspaceId = await workspaceOf(request.headers.authorization);
  if (workspaceId === null) return response.writeHead(401).end();
  const eventLogged = eventOf(await changeGroup(workspaceId, variables.input));
  const message = Buffer.from(JSON.stringify({ payload: { data: { eventLogged } }, type: 'next', id: '1' }));
  if (bus) bus.publish('news', message);
  else broadcast(message);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});

const sockets = new WebSocketServer({ server, perMessageDeflate: false });
bus?.subscribe('news', { callback: (_, { data }) => broadcast(data) });
await bus?.flush();

await announce(server);
