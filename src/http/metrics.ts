import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { sameSecret, sha256 } from '../lib/secrets.ts';
import type { Server } from '../modules/context.ts';
import { backlog } from '../modules/operator/backlog.ts';
import { bearerOf, originOf } from './origin.ts';
import type { HttpSettings } from './requestContext.ts';
import { rootFieldOf } from './rootField.ts';

// Most answers take a few milliseconds; a PIN's hash takes longer, and a request's time ends at 30 s.
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30];

/** What Prometheus reads: no label tells of a person, a key or an address, so that sign-ins that nothing may tell of are in none. */
export interface Metrics {
  /** Times each operation, under the name of its first root field: callers name operations as they like. */
  plugin: Plugin;
  /** Answers /metrics. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export function createMetrics(server: Server, { metricsToken, trustedProxyHops }: Pick<HttpSettings, 'metricsToken' | 'trustedProxyHops'>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const operations = new Histogram({
    name: 'latchkey_operation_seconds',
    help: 'How long GraphQL operations took to execute, by root field.',
    labelNames: ['operation', 'outcome'],
    buckets,
    registers: [registry],
  });
  ownNumbersOf(server, registry);
  const lookUp = backlogOf(server, registry);

  const may = (request: IncomingMessage): boolean => {
    if (metricsToken === null) return originOf(request, trustedProxyHops).local;
    const given = bearerOf(request.headers.authorization);
    return given !== null && sameSecret(metricsToken, sha256(given));
  };

  return {
    plugin: {
      onExecute: ({ args: { document, operationName } }) => {
        const started = performance.now();
        const { field: operation } = rootFieldOf(document.definitions, operationName);
        return {
          onExecuteDone: ({ result }) => {
            const failed = 'errors' in result && Boolean(result.errors?.length);
            operations.observe({ operation, outcome: failed ? 'error' : 'ok' }, (performance.now() - started) / 1_000);
          },
        };
      },
    },
    serve: async (request, response) => {
      if (!may(request)) {
        response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing at this address.\n');
        return;
      }
      try {
        await lookUp();
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text);
      } catch (error) {
        server.log.warn({ err: error }, 'the metrics could not be read');
        response.writeHead(503).end();
      }
    },
  };
}

/** What this node knows by itself. */
function ownNumbersOf(server: Server, registry: Registry): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  const counter = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  gauge('latchkey_subscribers', 'Subscriptions that are open at this node.', () => server.hub.size);
  counter('latchkey_slow_subscribers_closed_total', 'Subscriptions that were closed as they did not keep up.', () => server.hub.counts.slow);
  counter('latchkey_gap_reads_total', 'How often events were read from the log that the bus had not brought.', () => server.hub.counts.gapReads);
}

/** What waits. The returned function looks it up anew: once for all of it, whenever somebody asks. */
function backlogOf(server: Server, registry: Registry): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: 'what'[] = []) => new Gauge({ name, help, labelNames, registers: [registry] });
  const waiting = gauge('latchkey_waiting', 'What waits, by kind.', ['what']);
  const oldest = gauge('latchkey_oldest_seconds', 'For how long the oldest of it waits.', ['what']);
  const database = gauge('latchkey_database_seconds', 'How long the database took to tell what waits, the wait for a connection included.');
  return async () => {
    const started = performance.now();
    for (const { what, count, oldestSeconds } of await backlog(server)) {
      waiting.set({ what }, count);
      oldest.set({ what }, oldestSeconds);
    }
    database.set((performance.now() - started) / 1_000);
  };
}
