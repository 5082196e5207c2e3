import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { allowAgentDoor, allowStyles } from './headers.ts';

const built = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** The addresses of the console, whose script shows the page for each. Whatever else there is no file for is a 404. */
const isConsole = (path: string): boolean =>
  /^\/(?:(?:users|groups|keys|enrolments|readers|applications)(?:\/[\w-]+){0,2}|activity|settings)?\/?$/.test(path);

// The names of assets hold a hash of what is in them; pages are asked for anew each time.
const isAsset = (path: string): boolean => path.startsWith('/assets/') || path.startsWith('/console/assets/');

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Serves the built pages: `/activate` is activate.html and so on, and the console at its own addresses.
 * @param folder where they were built
 */
export function createPages(folder = built): Handler {
  const files = sirv(folder, {
    extensions: ['html'],
    etag: true,
    setHeaders: (response, path) => {
      response.setHeader('cache-control', isAsset(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  let page: string | null = null;
  return (request, response, next) => {
    const path = request.url?.split('?')[0] ?? '';
    // Before the files are looked at: a 304 has to carry the same policy, or the browser would go by another one.
    if (/^\/(activate|sign-in)(\.html)?\/?$/.test(path)) allowAgentDoor(response);
    // The page itself works at the console's addresses alone.
    if (/^\/console(\/|\/index(\.html)?)?$/.test(path)) return next();
    // A file that is gone since the start, as after an update, ends this answer and not the server.
    response.once('pipe', (file) => file.once('error', () => response.destroy()));
    if (!isConsole(path) || !['GET', 'HEAD'].includes(request.method ?? '')) return files(request, response, next);
    page ??= readFileSync(join(folder, 'console', 'index.html'), 'utf8');
    sendConsole(response, page);
  };
}

/** Sends the console's page with a nonce of its own, so it is never kept. */
function sendConsole(response: ServerResponse, page: string): void {
  const nonce = randomBytes(16).toString('base64');
  allowStyles(response, nonce);
  response.setHeader('cache-control', 'no-store');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  // Node sends no body where the request was HEAD.
  response.end(page.replace('__CSP_NONCE__', nonce));
}
