import { type Attributes, context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/**
 * Spans by OpenTelemetry's API, which do nothing until src/tracing.ts was asked to send them anywhere. Their names and
 * attributes are the program's own texts: no id, address, name or value of anybody, and of an error no more than that it was one.
 */
const tracer = trace.getTracer('latchkey');

/** Runs some work as a span: part of the one that runs, or the first of a trace. */
export const span = <T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> =>
  tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, async (open) => {
    try {
      return await work();
    } catch (error) {
      open.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      open.end();
    }
  });

/** Notes a call to another system as a span until it has ended. Only within one: what the server looks up by itself all the time is no trace. */
export function spanOfCall(name: string, attributes: Attributes, ended: PromiseLike<unknown>): void {
  if (!trace.getActiveSpan()) return;
  const open = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes });
  ended.then(
    () => open.end(),
    () => {
      open.setStatus({ code: SpanStatusCode.ERROR });
      open.end();
    },
  );
}

/** Keeps a callback that is called from elsewhere in the span that runs now. */
export const inThisSpan = <A extends unknown[], R>(call: (...args: A) => R): ((...args: A) => R) => context.bind(context.active(), call);
