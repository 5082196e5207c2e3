import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

const built = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Serves the built pages: `/activate` is activate.html, and so on. */
export function createPages(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  return sirv(built, {
    extensions: ['html'],
    etag: true,
    setHeaders: (response, path) => {
      // The names of assets hold a hash of what is in them; pages are asked for anew each time.
      response.setHeader('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
