/** The program that subscribes, with as many sockets as it is told, in a process of its own. */
import { request } from 'undici';
import type { Heard, Opening, Order, Publishing } from './subscribing.ts';
import { openWebSocket, type WebSocketClient } from './webSocket.ts';

const openAtOnce = 100;

let open: WebSocketClient[] = [];
/** Called for each message, once all sockets stand. */
let heard: (bytes: number) => void = () => {};

process.on('message', (order: Order) => {
  obey(order).then(
    (done) => process.send?.({ done: done ?? null }),
    (error: Error) => process.send?.({ error: error.message }),
  );
});

async function obey(order: Order): Promise<Heard | undefined> {
  if ('open' in order) return openAll(order.open);
  if ('publish' in order) return publish(order.publish);
  for (const { socket } of open.splice(0)) socket.destroy();
}

async function openAll(opening: Opening): Promise<undefined> {
  let left = opening.count;
  const openOn = async () => {
    while (left-- > 0) open.push(await openOne(opening));
  };
  await Promise.all(Array.from({ length: openAtOnce }, openOn));
  if (opening.stalled) for (const { socket } of open) socket.pause();
}

function openOne({ address, protocol, connectionParams, query }: Opening): Promise<WebSocketClient> {
  return new Promise((resolve, reject) => {
    let subscribed = protocol === null;
    const client = openWebSocket(address, protocol, {
      onOpen: () => {
        if (protocol === null) return resolve(client);
        client.send(JSON.stringify({ type: 'connection_init', payload: connectionParams }));
      },
      onMessage: (bytes) => {
        if (subscribed) return heard(bytes.length);
        // The first is the acknowledgement of the connection.
        subscribed = true;
        client.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
        resolve(client);
      },
      onClose: (why) => {
        open = open.filter((other) => other !== client);
        reject(new Error(why));
      },
    });
  });
}

/** Makes the change, and waits until each socket has had its message. */
async function publish({ address, headers, body, patience }: Publishing): Promise<Heard> {
  const started = performance.now();
  const times: Heard = { first: Number.NaN, last: Number.NaN, bytes: 0, missing: open.length };
  const all = new Promise<void>((resolve) => {
    const late = setTimeout(resolve, patience);
    heard = (bytes) => {
      const now = performance.now() - started;
      if (Number.isNaN(times.first)) times.first = now;
      times.last = now;
      times.bytes = bytes;
      times.missing -= 1;
      if (times.missing > 0) return;
      clearTimeout(late);
      resolve();
    };
  });
  const answer = await request(address, { method: 'POST', headers, body });
  const text = await answer.body.text();
  if (answer.statusCode !== 200 || text.includes('"errors"')) throw new Error(`The change was not made: ${text.slice(0, 500)}`);
  await all;
  heard = () => {};
  return times;
}
