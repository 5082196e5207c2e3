import { AgentError } from '../failures.ts';

const isLocal = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]';

/** The origin of the server that was named. @throws AgentError where it is no address, or one that anybody could listen to */
export function serverOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new AgentError(`--server must be the server's address, such as https://keys.example.org, got ${text}`, 'WRONG_USAGE');
  }
  if (url.protocol === 'http:' && !isLocal(url.hostname)) {
    throw new AgentError(
      '--server must begin with https, save for localhost: over plain http anybody on the way could pair in your place.',
      'WRONG_USAGE',
    );
  }
  return url.origin;
}
