import { ApiClient } from '../test/support/apiClient.ts';
import { beginSignIn, enterPin, signInSelection } from '../test/support/signIns.ts';
import { expectDone } from './expect.ts';
import type { Stage } from './flows.ts';

/** Signs somebody in at the PC, by their card and the PIN that they were mailed. @returns their name */
export async function signInByCard({ owner, pc }: Stage, { uid, pin }: { uid: string; pin: string }): Promise<string> {
  const browser = new ApiClient(owner.address);
  try {
    const { signInToken } = expectDone(await beginSignIn(browser));
    const by = { code: await pc.code() };
    expectDone(await browser.mutate('connectSignInAgent', { signInToken, by }, 'signIn { status }'));
    const { signIn } = expectDone(await browser.mutate('signInWithCard', { signInToken, readerId: pc.readerId }, signInSelection));
    await pc.tap(signIn.cardTap.id, uid);
    await pinWanted(browser, signInToken);
    const { user } = expectDone(await enterPin(browser, signInToken, pin));
    return user.displayName;
  } finally {
    await browser.close();
  }
}

/** Resolves once the page would ask for the PIN. @throws Error where the card signs nobody in */
async function pinWanted(browser: ApiClient, token: string): Promise<void> {
  const query = 'subscription ($token: String!) { signInChanged(signInToken: $token) { status cardTap { failure } } }';
  for await (const { data } of browser.subscribe(query, { token })) {
    const { status, cardTap } = data.signInChanged;
    if (status === 'PIN_WANTED') return;
    if (cardTap.failure) throw new Error(`The card signs nobody in: ${cardTap.failure}`);
  }
}
