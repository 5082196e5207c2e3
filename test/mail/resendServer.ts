import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { newId } from '../../src/lib/ids.ts';

interface Email {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

type Reply = { status: number; name?: string; body?: string };

/** Resend's POST /emails over HTTP: a key that was accepted once is answered alike again, and delivers nothing more. */
export async function resendServer() {
  const requests: { headers: IncomingHttpHeaders; email: Email }[] = [];
  const delivered = new Map<string, { id: string; email: Email }>();
  /** The answers to come, one a request; without one a mail is accepted. */
  const replies: (Reply | (() => Promise<Reply | null>))[] = [];
  const server = createServer(async (request, response) => {
    const email = (await json(request)) as Email;
    const key = String(request.headers['idempotency-key']);
    requests.push({ headers: request.headers, email });
    const next = replies.shift();
    const reply = typeof next === 'function' ? await next() : next;
    response.setHeader('content-type', 'application/json');
    if (reply) {
      response.statusCode = reply.status;
      // It echoes what it was sent, as validation errors do.
      const error = { statusCode: reply.status, name: reply.name ?? 'application_error', message: `Not this: ${email.to} ${email.text}` };
      return response.end(reply.body ?? JSON.stringify(error));
    }
    const known = delivered.get(key) ?? { id: newId('mail'), email };
    delivered.set(key, known);
    response.end(JSON.stringify({ id: known.id }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    delivered,
    replies,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
