import type { IncomingMessage } from 'node:http';

/** A request's body, as text. */
export const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    let body = '';
    request.on('data', (bytes) => (body += bytes)).once('end', () => resolve(body));
  });
