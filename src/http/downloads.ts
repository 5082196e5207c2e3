import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { AgentBundle } from '../modules/readers/drivers.ts';

const file = 'latchkey-agent.mjs';
const built = fileURLToPath(new URL('../../agent/dist/', import.meta.url));

/** The agent's program: its bytes, and what is told of them. */
export interface BuiltAgent {
  told: AgentBundle;
  bytes: Uint8Array;
}

/** Reads the agent's program as it was built; null where it was not. @throws Error where what was built does not belong together */
export async function readAgentBundle(folder = built): Promise<BuiltAgent | null> {
  const missing = (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? null : Promise.reject(error));
  const [bytes, about] = await Promise.all([
    readFile(`${folder}/${file}`).catch(missing),
    readFile(`${folder}/latchkey-agent.json`, 'utf8').catch(missing),
  ]);
  if (bytes === null || about === null) return null;
  const { version, sha256 } = JSON.parse(about) as { version: string; sha256: string };
  // Told to people who check what they downloaded, so it has to be true.
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== actual) throw new Error(`${folder}${file} is not what latchkey-agent.json says: build the agent again.`);
  return { told: { version, address: `/downloads/${file}`, bytes: bytes.length, sha256 }, bytes };
}

/** Whether a path is the agent's program, where it was built. */
export const isDownload = (path: string | undefined, bundle: BuiltAgent | null): bundle is BuiltAgent =>
  bundle !== null && path === bundle.told.address;

/** Sends the agent's program, to be kept as a file and not to be run by a page. */
export function sendDownload({ told, bytes }: BuiltAgent, request: IncomingMessage, response: ServerResponse): void {
  if (!['GET', 'HEAD'].includes(request.method ?? '')) {
    response.setHeader('allow', 'GET, HEAD');
    response.statusCode = 405;
    response.end();
    return;
  }
  const etag = `"${told.sha256}"`;
  response.setHeader('etag', etag);
  response.setHeader('cache-control', 'no-cache');
  if (request.headers['if-none-match'] === etag) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-disposition', `attachment; filename="${file}"`);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-length', told.bytes);
  // Node sends no body where the request was HEAD.
  response.end(bytes);
}
