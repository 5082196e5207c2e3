/** Sockets to open. */
export interface Opening {
  address: string;
  /** The WebSocket's subprotocol; null, and the server sends to whoever is there. */
  protocol: string | null;
  /** Of graphql-transport-ws: what opens the connection, and what is subscribed to. */
  connectionParams: object;
  query: string;
  count: number;
  /** Whether they read nothing once they stand. */
  stalled: boolean;
}

/** A change that brings each subscriber one message. */
export interface Publishing {
  address: string;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds after which no more messages are waited for. */
  patience: number;
}

/** When the messages came, in milliseconds after the change was asked for. */
export interface Heard {
  first: number;
  last: number;
  /** How long a message is, in bytes, so that servers are compared by the same. */
  bytes: number;
  /** How many subscribers had none. */
  missing: number;
}

export type Order = { open: Opening } | { publish: Publishing } | { close: true };
