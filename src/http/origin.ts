import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Origin } from '../modules/context.ts';

const asked = ['cookie', 'user-agent', 'x-forwarded-for', 'forwarded', 'x-latchkey-workspace'] as const;

/** What is asked of a request after it has come. */
export interface RequestHead {
  headers: Partial<Pick<IncomingHttpHeaders, (typeof asked)[number]>>;
  method?: string | undefined;
  socket: { remoteAddress?: string | undefined };
}

/** A request’s head without the rest of it, for a connection that stays: there may be tens of thousands. */
export function headOf({ headers, method, socket }: IncomingMessage): RequestHead {
  const given = asked.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]);
  return { headers: Object.fromEntries(given), method: method ?? 'GET', socket };
}

/**
 * Where a request came from. X-Forwarded-For counts only as far as proxies are configured: the last `hops` entries were
 * written by them, and what stands before is whatever the client claims.
 */
export function originOf(request: RequestHead, hops: number): Origin {
  const { headers } = request;
  const socket = request.socket.remoteAddress ?? 'unknown';
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const address = hops > 0 ? (forwarded.at(-hops) ?? forwarded[0] ?? socket) : socket;
  // Both are asked of the connection itself, whatever is configured: a client can claim any address, and a proxy on this
  // machine comes from it too.
  const local = isLoopback(socket) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;
  return { address: address.slice(0, 64), local, userAgent: headers['user-agent'] ?? null };
}

/** Whether an address is of this machine. */
const isLoopback = (address: string): boolean => /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address);

/** The bearer token in an Authorization header, or null. */
export const bearerOf = (header: unknown): string | null => (typeof header === 'string' && /^Bearer\s+(\S{1,900})$/i.exec(header)?.[1]) || null;
