import type { Answer, ApiClient } from './apiClient.ts';

/** What came of a stream so far, and how it ended. */
export interface Followed {
  items: Answer['data'][];
  /** `done`, or the error that ended it; null while it runs. */
  end: { done: true } | { error: unknown } | null;
  stop(): Promise<unknown>;
}

/** Reads a stream in the background. */
export function follow(stream: AsyncIterableIterator<Answer['data'], void, void>): Followed {
  const followed: Followed = { items: [], end: null, stop: async () => stream.return?.() };
  const read = async () => {
    for await (const item of stream) followed.items.push(item);
  };
  read().then(
    () => {
      followed.end ??= { done: true };
    },
    (error) => {
      followed.end = { error };
    },
  );
  return followed;
}

/** Subscribes over Server-Sent Events, in the distinct connections mode: one POST, an event a result, `complete` at the end. */
export function overSse(
  client: ApiClient,
  query: string,
  variables: Record<string, unknown> = {},
): AsyncIterableIterator<Answer['data'], void, void> {
  const over = new AbortController();
  const results = read(client, JSON.stringify({ query, variables }), over.signal);
  const stream: AsyncIterableIterator<Answer['data'], void, void> = {
    next: () => results.next(),
    // A generator's own return() would wait for the next event.
    return: async () => {
      over.abort();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

async function* read(client: ApiClient, body: string, signal: AbortSignal): AsyncGenerator<Answer['data'], void, void> {
  const response = await client.request({ headers: { accept: 'text/event-stream' }, body, signal });
  if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  let waiting = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    waiting += text;
    const events = waiting.split('\n\n');
    waiting = events.pop() ?? '';
    for (const event of events) {
      if (/^event: ?complete$/m.test(event)) return;
      const data = /^data: ?(.+)$/m.exec(event)?.[1];
      if (/^event: ?next$/m.test(event) && data) yield JSON.parse(data);
    }
  }
}

/** The codes of the errors that ended a stream, or that its last item carried. */
export function endCodes({ items, end }: Followed): (string | undefined)[] {
  const thrown = end && 'error' in end ? end.error : [];
  const errors = (Array.isArray(thrown) ? thrown : [thrown]).concat(items.at(-1)?.errors ?? []);
  return errors.map((error) => error?.extensions?.code ?? String(error?.message ?? error));
}
