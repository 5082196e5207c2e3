import type { Finding } from '../doctor/findings.ts';
import { phonesHeard } from '../doctor/radio.ts';
import { readersAndDrivers } from '../doctor/readers.ts';
import { folderModes, nodeVersion, pairedAndKnown } from '../doctor/state.ts';
import { AgentError } from '../failures.ts';
import type { Given, Said } from './command.ts';

/** Names what is missing, and what mends it. */
export async function doctor({ folder, options: { json = false } }: Given): Promise<Said | null> {
  const findings = [nodeVersion(), folderModes(folder), ...(await pairedAndKnown(folder)), ...(await readersAndDrivers(folder)), await phonesHeard()];
  console.log(json ? JSON.stringify({ findings }) : findings.map(line).join('\n'));
  const missing = findings.filter(({ ok, optional }) => !ok && !optional).length;
  if (missing > 0) throw new AgentError(missing === 1 ? 'One thing is to be mended.' : `${missing} things are to be mended.`);
  return null;
}

const line = ({ what, ok, text, mend, optional }: Finding): string =>
  `${ok ? 'ok     ' : optional ? 'WITHOUT' : 'MISSING'} ${what}: ${text}${mend ? `\n        → ${mend}` : ''}`;
