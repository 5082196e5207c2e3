import type { IncomingMessage } from 'node:http';
import { context, propagation, ROOT_CONTEXT, type TextMapGetter } from '@opentelemetry/api';
import type { Plugin } from 'graphql-yoga';
import { span } from '../lib/trace.ts';
import { rootFieldOf } from './rootField.ts';

/** Makes an operation's execution a span, under the name of its first root field, as the metrics do. */
export const traceOperations: Plugin = {
  onExecute: ({ args: { document, operationName }, executeFn, setExecuteFn }) => {
    const { type, field } = rootFieldOf(document.definitions, operationName);
    const attributes = { 'graphql.operation.type': type };
    setExecuteFn((args) => span(`${type} ${field}`, attributes, async () => executeFn(args)));
  },
};

const headers: TextMapGetter<IncomingMessage['headers']> = {
  keys: (carrier) => Object.keys(carrier),
  get: (carrier, name) => carrier[name],
};

/** A request as a span. It goes on with a trace that a reverse proxy began (W3C Trace Context), and not with anybody else's. */
export function requestSpan(request: IncomingMessage, trustedProxyHops: number, work: () => Promise<void>): Promise<void> {
  const begun = trustedProxyHops > 0 ? propagation.extract(ROOT_CONTEXT, request.headers, headers) : ROOT_CONTEXT;
  return context.with(begun, () =>
    span(`${request.method} /graphql`, { 'http.request.method': request.method ?? '', 'http.route': '/graphql' }, work),
  );
}
