/** What a load is made of. */
export interface Asking {
  address: string;
  path: string;
  headers: Record<string, string>;
  /** Sent one after the other, by whichever connection is free. */
  bodies: string[];
  connections: number;
  seconds: number;
  /** Goes on for longer until there were as many requests: what is compiled while it runs needs its number of calls. */
  atLeast?: number;
}

/** How a server bore it; times in milliseconds. */
export interface Asked {
  perSecond: number;
  p50: number;
  p99: number;
}
