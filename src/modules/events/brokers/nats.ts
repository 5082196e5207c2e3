import { connect, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { type Bus, Listeners } from '../bus.ts';
import { fromText, toText } from './message.ts';

const subjectOf = (workspaceId: string): string => `latchkey.events.${workspaceId}`;

/**
 * A bus over NATS: a subject for each workspace, subscribed to while somebody here listens. It connects in the background
 * and again whenever the line breaks; what is published meanwhile is lost, which costs time and no event.
 */
export function natsBus(url: string, log: Logger): Bus {
  const listeners = new Listeners();
  const subscriptions = new Map<string, Subscription>();
  let connection: NatsConnection | null = null;
  let closed = false;

  const subscribe = (workspaceId: string) => {
    if (!connection || subscriptions.has(workspaceId)) return;
    const subscription = connection.subscribe(subjectOf(workspaceId), {
      callback: (error, { data }) => {
        const message = error ? null : fromText(workspaceId, Buffer.from(data).toString());
        if (message) listeners.tell(workspaceId, message);
        else log.warn({ workspaceId }, 'the bus brought something that is no message of ours');
      },
    });
    subscriptions.set(workspaceId, subscription);
  };

  const connected = connect({
    ...serverIn(url),
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 500,
    noEcho: true,
    name: 'latchkey',
  }).then(
    async (made) => {
      if (closed) return made.close();
      connection = made;
      for (const workspaceId of listeners.workspaces) subscribe(workspaceId);
      for await (const { type } of made.status()) {
        if (type === 'disconnect') log.warn('the bus is away: what is new comes by the slow poll until it is back');
        if (type === 'reconnect') log.info('the bus is back');
      }
    },
    (error) => log.error({ err: error }, 'the bus cannot be used: what is new on other nodes comes by the slow poll'),
  );
  connected.catch((error) => log.error({ err: error }, 'the bus ended'));

  return {
    publish: (workspaceId, message) => {
      // This node's own subscribers need no broker.
      listeners.tell(workspaceId, message);
      try {
        connection?.publish(subjectOf(workspaceId), toText(message));
      } catch (error) {
        log.debug({ err: error }, 'the bus did not take a message');
      }
    },
    listen: (workspaceId, receive) => {
      if (listeners.add(workspaceId, receive)) subscribe(workspaceId);
      return () => {
        if (!listeners.remove(workspaceId, receive)) return;
        subscriptions.get(workspaceId)?.unsubscribe();
        subscriptions.delete(workspaceId);
      };
    },
    close: async () => {
      closed = true;
      await connection?.close();
    },
  };
}

/** A server and who one is there: the library does not read that from the URL. A name without a password is a token. */
function serverIn(url: string): { servers: string; user?: string; pass?: string; token?: string } {
  const { host, username, password } = new URL(url);
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const who = secret ? { user: name, pass: secret } : name ? { token: name } : {};
  return { servers: `nats://${host}`, ...who };
}
