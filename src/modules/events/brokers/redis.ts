import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Bus, Listeners } from '../bus.ts';
import { fromText, toText } from './message.ts';

const prefix = 'latchkey:events:';
const longestWait = 2_000;

/**
 * A bus over Redis (or Valkey) Pub/Sub: a channel for each workspace, subscribed to while somebody here listens. It connects
 * in the background and again whenever the line breaks; what is published meanwhile is lost, which costs time and no event.
 */
export function redisBus(url: string, log: Logger): Bus {
  const listeners = new Listeners();
  const retryStrategy = (times: number) => Math.min(times * 100, longestWait);
  const publisher = new Redis(url, { retryStrategy, enableOfflineQueue: false, connectionName: 'latchkey' });
  // Subscriptions are asked for again by the client after each reconnect.
  const subscriber = new Redis(url, { retryStrategy, maxRetriesPerRequest: null, connectionName: 'latchkey' });
  for (const client of [publisher, subscriber]) client.on('error', (error) => log.debug({ err: error }, 'the bus is away'));
  subscriber.on('ready', () => log.debug('the bus is there'));
  subscriber.on('close', () => log.warn('the bus is away: what is new comes by the slow poll until it is back'));
  subscriber.on('message', (channel, text) => {
    const workspaceId = channel.slice(prefix.length);
    const message = fromText(workspaceId, text);
    if (message) listeners.tell(workspaceId, message);
    else log.warn({ workspaceId }, 'the bus brought something that is no message of ours');
  });
  const lost = (error: unknown) => log.debug({ err: error }, 'the bus did not take a message');

  return {
    publish: (workspaceId, message) => {
      // This node's own subscribers need no broker.
      listeners.tell(workspaceId, message);
      publisher.publish(`${prefix}${workspaceId}`, toText(message)).catch(lost);
    },
    listen: (workspaceId, receive) => {
      if (listeners.add(workspaceId, receive)) subscriber.subscribe(`${prefix}${workspaceId}`).catch(lost);
      return () => {
        if (listeners.remove(workspaceId, receive)) subscriber.unsubscribe(`${prefix}${workspaceId}`).catch(lost);
      };
    },
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
