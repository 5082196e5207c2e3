import { statSync } from 'node:fs';
import { join } from 'node:path';
import { wordsOf } from '../failures.ts';
import { Api } from '../server/api.ts';
import { ServerClock } from '../server/clock.ts';
import { isTokenRefused } from '../server/errors.ts';
import { type Pairing, readPairing } from '../state/pairing.ts';
import { bad, type Finding, good } from './findings.ts';

const oldestNode = 20;
/** A skew below this is not worth a word; the agent reckons with any. */
const tolerable = 30_000;

const pairAnew = 'Get a pairing code, and run: latchkey-agent pair --force --server https://… --code ABCD-EFGH';

export function nodeVersion(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= oldestNode) return good('node', `Node ${process.version}`);
  return bad('node', `Node ${process.version} is too old: ${oldestNode} or newer is needed.`, 'Install a newer Node from https://nodejs.org');
}

/** Whether others on this PC can read the agent's key. Windows has no such modes; there the folder's owner is who counts. */
export function folderModes(folder: string): Finding {
  const files = [folder, ...['agent.json', 'settings.json', 'agent.sock'].map((name) => join(folder, name))];
  const open = process.platform === 'win32' ? [] : files.filter((path) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0);
  if (open.length === 0) return good('folder', folder);
  return bad(
    'folder',
    `Others on this PC may read ${open.join(', ')}.`,
    `chmod 700 "${folder}" && chmod 600 "${folder}"/agent.* "${folder}"/settings.json`,
  );
}

/** Whether the agent is paired, and the server knows it. */
export async function pairedAndKnown(folder: string): Promise<Finding[]> {
  let pairing: Pairing | null;
  try {
    pairing = readPairing(folder);
  } catch (error) {
    return [bad('paired', wordsOf(error), pairAnew)];
  }
  if (!pairing) return [bad('paired', 'This agent is not paired with a server.', pairAnew.replace(' --force', ''))];
  const paired = good('paired', `With ${pairing.organisation} at ${pairing.server}, as “${pairing.name}”`);
  const clock = new ServerClock();
  try {
    await new Api(pairing, clock).self();
    return [paired, good('server', `${pairing.server} answers, and knows this agent`), skewOf(clock)];
  } catch (error) {
    if (isTokenRefused(error))
      return [paired, bad('server', `The server does not take this agent any more: ${wordsOf(error)}`, pairAnew), skewOf(clock)];
    return [paired, bad('server', wordsOf(error), `Look at the network, and open ${pairing.server} in a browser on this PC.`)];
  }
}

function skewOf({ skew }: ServerClock): Finding {
  const seconds = Math.round(Math.abs(skew) / 1_000);
  if (Math.abs(skew) < tolerable) return good('clock', 'This PC’s clock agrees with the server’s');
  const mend = process.platform === 'linux' ? 'sudo timedatectl set-ntp true' : 'Let the operating system set the time by itself.';
  return bad(
    'clock',
    `This PC’s clock is ${seconds} seconds ${skew > 0 ? 'behind' : 'ahead of'} the server’s. The agent reckons with it; other programs may not.`,
    mend,
  );
}
