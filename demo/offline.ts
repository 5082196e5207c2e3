import { ApiClient } from '../test/support/apiClient.ts';
import { phoneOverHybrid } from '../test/support/devices.ts';
import { codeOn, signInOnline } from '../test/support/offlinePhone.ts';
import { activate, mailedLink } from '../test/support/people.ts';
import { expectDone, inTime } from './expect.ts';
import type { Stage } from './flows.ts';

const person = { displayName: 'Olaf Offline', email: 'olaf@example.org', username: 'olaf' };

/** A phone signs its person in at the PC without the server: by a code for the challenge that the PC’s agent shows. */
export async function playOffline({ owner, operator, pc }: Stage, say: (line: string) => void): Promise<void> {
  const securityKey = { smartphone: { name: 'Olaf’s phone', offlineLogin: true } };
  expectDone(await owner.mutate('createUser', { details: person, securityKey }, 'user { id }'));
  const device = phoneOverHybrid({ prf: true });
  const link = await inTime(() => mailedLink(operator, person.email));
  expectDone(await activate(new ApiClient(owner.address), link, device, { onPhone: false }));
  const agent = { id: pc.agentId, by: async () => ({ code: await pc.code() }) };
  expectDone(await signInOnline(new ApiClient(owner.address), { phone: device, username: person.username }, agent));
  say('  signed in online at the PC once, as the first time has to be');
  const said = await pc.signInOffline(person.username, (challenge) => codeOn(device, challenge, owner.address));
  say(`  and then without asking the server, by the phone’s code: “${said}”`);
}
