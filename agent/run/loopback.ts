import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Api } from '../server/api.ts';
import { newProof } from '../server/token.ts';

/** The port that pages ask; they know no other, so another one is for trying out. */
export const defaultPort = 47_113;

const nonceShape = /^[\w-]{16,200}$/;

/** What the door needs of the agent. */
type Signer = Pick<Api, 'pairing' | 'clock'>;

/**
 * Opens the door by which a page of the paired server, in a browser on this PC, learns that this agent is here: it
 * brings a nonce of the server's and gets it back signed. Nobody else gets an answer: another site's page shows by its
 * Origin (RFC 6454), and a name that was bent to 127.0.0.1 by its Host.
 */
export async function openDoor(signer: Signer, port: number): Promise<Server> {
  const door = createServer((request, response) => {
    answer(signer, door, request, response).catch(() => end(response, 500));
  });
  // A page asks one short thing.
  Object.assign(door, { requestTimeout: 5_000, headersTimeout: 5_000, maxConnections: 20 });
  await new Promise<void>((resolve, reject) => {
    door.once('error', reject);
    door.listen(port, '127.0.0.1', () => {
      door.off('error', reject);
      resolve();
    });
  });
  return door;
}

async function answer({ pairing, clock }: Signer, door: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { port } = door.address() as { port: number };
  response.setHeader('vary', 'origin');
  response.setHeader('cache-control', 'no-store');
  const ours = request.headers.origin === pairing.server && request.headersDistinct.host?.join() === `127.0.0.1:${port}`;
  if (!ours) return end(response, 403);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname !== '/latchkey') return end(response, 404);
  response.setHeader('access-control-allow-origin', pairing.server);
  if (request.method === 'OPTIONS') return preflight(request, response);
  if (request.method !== 'GET') return end(response, 405);
  const nonce = url.searchParams.get('nonce') ?? '';
  if (!nonceShape.test(nonce)) return end(response, 400);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ proof: await newProof(pairing, nonce, clock.now()) }));
}

/** Browsers ask before a public page may reach this PC (Private Network Access, §3.1.2). */
function preflight(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'GET');
  if (request.headers['access-control-request-private-network'] === 'true') response.setHeader('access-control-allow-private-network', 'true');
  end(response, 204);
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
