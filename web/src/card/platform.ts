import type { ReaderPlatform } from '../shared/documents.ts';

/** The system of this PC, as its browser tells it. */
export function thisPlatform(): ReaderPlatform {
  const { userAgentData } = navigator as { userAgentData?: { platform?: string } };
  const told = `${userAgentData?.platform ?? ''} ${navigator.userAgent}`;
  if (/Windows/.test(told)) return 'WINDOWS';
  return /mac/i.test(told) ? 'MACOS' : 'LINUX';
}

/** How a program is installed and run there. */
export const commands = {
  packages: (packages: readonly string[]) => `sudo apt install ${packages.join(' ')}`,
  addOn: (packages: readonly string[]) => `npm install ${packages.filter((name) => !name.startsWith('lib')).join(' ')}`,
  pair: (server: string, code: string) => `node latchkey-agent.mjs pair --server ${server} --code ${code}`,
  run: 'node latchkey-agent.mjs run',
  code: 'node latchkey-agent.mjs code',
  doctor: 'node latchkey-agent.mjs doctor',
};
