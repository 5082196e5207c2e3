import { discover } from '../card/useAgentDoor.ts';
import { accessBySignIn } from './agentAccess.ts';

/** Longer than an agent takes that may be asked; who has none waits no longer for it. */
const answersWithin = 2_000;

/**
 * Connects the reader agent on this PC with a sign-in, so that it can listen for the phone meanwhile: only where the
 * browser lets the page ask it without asking the person first. That there is none is nothing to tell.
 */
export async function connectSilently(signInToken: string): Promise<void> {
  if (!(await mayAskDoor())) return;
  let wanted = true;
  const late = new Promise<void>((go) => setTimeout(go, answersWithin)).then(() => {
    wanted = false;
  });
  await Promise.race([discover(accessBySignIn(signInToken), () => wanted), late]);
}

/** Chrome’s permission for pages that ask other programs on the same device; a browser that knows none just refuses or does it. */
async function mayAskDoor(): Promise<boolean> {
  for (const name of ['loopback-network', 'local-network-access']) {
    try {
      return (await navigator.permissions.query({ name: name as PermissionName })).state === 'granted';
    } catch {
      // Not known by this name.
    }
  }
  return true;
}
