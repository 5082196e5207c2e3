import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../test/support/apiClient.ts';
import { hardwareKey } from '../test/support/devices.ts';
import { setUp } from '../test/support/people.ts';
import { flows } from './flows.ts';
import { playOffline } from './offline.ts';
import { playOpenIdConnect } from './openIdConnect.ts';
import { startPc } from './pc.ts';
import { play } from './play.ts';
import { playProximity } from './proximity.ts';
import { startServer } from './server.ts';

const json = process.argv.includes('--json');
const say = (line: string) => {
  if (!json) console.log(line);
};

const folder = await mkdtemp(join(tmpdir(), 'latchkey-demo-'));
say('Starting a server of its own, with a fresh database…');
const server = await startServer(folder);
let failed = 0;
try {
  const owner = new ApiClient(server.address);
  const operator = new ApiClient(server.address, { bearer: server.operatorToken });
  await setUp(owner, server.setupLink, hardwareKey(), 'The demo organisation');
  say(`Latchkey runs at ${server.address}; its owner is signed in.`);
  const pc = await startPc(owner);
  say('A reader agent with a simulated reader is paired, and connected.');
  try {
    for (const flow of flows) {
      say(`\n${flow.title}`);
      const result = await play(flow, { owner, operator, pc }, say);
      if (result.status !== 'ACTIVATED') failed += 1;
      if (json) console.log(JSON.stringify(result));
      else say(`  ${result.status} after ${result.ms} ms`);
    }
    say('\nA phone that has to be near the PC (S7)');
    await playProximity({ owner, operator, pc }, say);
    say('\nA phone, while the PC has no network (S7)');
    await playOffline({ owner, operator, pc }, say);
    say('\nAn application, by OpenID Connect (S11, H9)');
    await playOpenIdConnect({ owner, operator }, say);
  } finally {
    await pc.stop();
  }
  await Promise.all([owner.close(), operator.close()]);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);
