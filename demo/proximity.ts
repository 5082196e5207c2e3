import { ApiClient } from '../test/support/apiClient.ts';
import { phone } from '../test/support/devices.ts';
import { activate, mailedLink } from '../test/support/people.ts';
import { answerSignIn, beginSignIn } from '../test/support/signIns.ts';
import { expectDone, inTime } from './expect.ts';
import type { Stage } from './flows.ts';

const person = { displayName: 'Nora Near', email: 'nora@example.org', username: 'nora' };

/** A phone that has to be near the PC: nobody is let in where this PC’s agent hears none, and its person once it does. */
export async function playProximity(stage: Stage, say: (line: string) => void): Promise<void> {
  const { owner, operator } = stage;
  const securityKey = { smartphone: { name: 'Nora’s phone', bluetoothProximity: true } };
  expectDone(await owner.mutate('createUser', { details: person, securityKey }, 'user { id }'));
  const device = phone();
  expectDone(await activate(new ApiClient(owner.address), await inTime(() => mailedLink(operator, person.email)), device, { onPhone: true }));
  // From now on it answers a PC, over the hybrid transport.
  device.device.attachment = 'cross-platform';
  expectDone(await owner.mutate('updateWorkspace', { minimumProximity: 'AGENT_OBSERVED' }, 'workspace { id }'));
  try {
    const { code, message } = await signIn(stage, device, { near: false });
    if (code !== 'PROXIMITY_REQUIRED') throw new Error(`Expected a refusal while no phone is near, got ${code ?? 'a session'}.`);
    say(`  refused while no phone is near: “${message}”`);
    const { status, ...failure } = await signIn(stage, device, { near: true });
    if (status !== 'SIGNED_IN') throw new Error(`The phone was near, but: ${failure.message}`);
    say('  signed in once the PC’s agent heard the phone (simulated radio)');
  } finally {
    await owner.mutate('updateWorkspace', { minimumProximity: 'CLIENT_CLAIMED' }, 'workspace { id }');
  }
}

async function signIn({ owner, pc }: Stage, device: ReturnType<typeof phone>, { near }: { near: boolean }) {
  const browser = new ApiClient(owner.address);
  const begun = expectDone(await beginSignIn(browser, { username: person.username }));
  const by = { code: await pc.code() };
  const before = await pc.listening();
  expectDone(await browser.mutate('connectSignInAgent', { signInToken: begun.signInToken, by }, 'signIn { status }'));
  if (near) await pc.hold(before);
  return answerSignIn(browser, begun, device);
}
