import { createClient, type Client as WsClient } from 'graphql-ws';
import WebSocket from 'ws';

/** What a GraphQL request came to. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the document's, which each test writes out.
  data: any;
  errors: { message: string; path?: (string | number)[]; extensions: { code?: string; requestId?: string; [key: string]: unknown } }[];
}

/** The fields of a mutation's union beside its payload: write `...${failure}` into the selection. */
export const failure =
  '... on Error { code message } ... on ValidationError { issues { path code message } } ... on RateLimitedError { retryAfterSeconds }';

/** A caller of the public API, over HTTP and WebSocket, with a cookie jar as a browser has. */
export class ApiClient {
  readonly address: string;
  /** Sent with each request; change it to play another caller. */
  headers: Record<string, string>;
  cookies = new Map<string, string>();
  #sockets: WsClient[] = [];

  constructor(address: string, { bearer, headers = {} }: { bearer?: string; headers?: Record<string, string> } = {}) {
    this.address = address;
    this.headers = { 'x-latchkey-csrf': '1', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...headers };
  }

  /** Sends any request to the endpoint, with this caller's headers and cookies; cookies of the answer are kept. */
  async request({ headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}): Promise<Response> {
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      ...init,
      headers: { 'content-type': 'application/json', ...this.headers, ...this.#cookieHeader(), ...headers },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  /** Opens an address of the server as a browser does, with this caller's cookies; follows no redirect. */
  async open(address: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(new URL(address, this.address), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...this.#cookieHeader() },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  /** Sends a document, and gives whatever came. */
  async send(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await this.request({ body: JSON.stringify({ query, variables }) });
    const text = await response.text();
    const { data = null, errors = [] } = text.startsWith('{') ? JSON.parse(text) : { errors: [{ message: text, extensions: {} }] };
    return { status: response.status, data, errors };
  }

  /** Sends a document that has to succeed. @returns its data */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer['data']> {
    const { data, errors, status } = await this.send(query, variables);
    if (errors.length > 0) throw new Error(`HTTP ${status}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Calls one mutation. @returns its payload, or the expected failure with its code */
  async mutate(name: string, input: Record<string, unknown> | null, selection: string): Promise<Answer['data']> {
    const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    const [declared, given] = input === null ? ['', ''] : [`($input: ${type}Input!)`, '(input: $input)'];
    const data = await this.ask(
      `mutation${declared} { ${name}${given} { __typename ... on ${type}Payload { ${selection} } ${failure} } }`,
      input === null ? {} : { input },
    );
    return data[name];
  }

  /** Subscribes over a WebSocket of its own. The stream ends when `return()` is called, or the server ends it. */
  subscribe(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<Answer['data'], void, void> {
    const client = this.socket();
    return client.iterate({ query, variables }) as AsyncIterableIterator<Answer['data'], void, void>;
  }

  /** A graphql-ws client with this caller's credentials. */
  socket(options: Partial<Parameters<typeof createClient>[0]> = {}): WsClient {
    const { authorization } = this.headers;
    const headers = this.#cookieHeader();
    const client = createClient({
      url: `${this.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string) {
          super(url, protocols, { headers });
        }
      },
      ...(authorization ? { connectionParams: { authorization } } : {}),
      retryAttempts: 0,
      ...options,
    });
    this.#sockets.push(client);
    return client;
  }

  /** Closes what was opened. */
  async close(): Promise<void> {
    await Promise.all(this.#sockets.splice(0).map((socket) => socket.dispose()));
  }

  #cookieHeader(): Record<string, string> {
    return this.cookies.size === 0 ? {} : { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    if (value) this.cookies.set(name, value);
    else this.cookies.delete(name);
  }
}
