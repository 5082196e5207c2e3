import { ApiClient } from '../../test/support/apiClient.ts';
import { hardwareKey } from '../../test/support/devices.ts';
import { activate, signIn } from '../../test/support/people.ts';
import type { Organisation } from './organisation.ts';
import { operatorOf } from './product.ts';
import type { Served } from './programs.ts';

let owners = 0;

/**
 * Invites an owner, who activates a hardware key and signs in, and lets administrators see the links that they send: so nobody
 * has to look for them in the mail.
 */
export async function signedInOwner({ address, publicUrl }: Served, { workspaceId }: Organisation): Promise<ApiClient> {
  owners += 1;
  const owner = { displayName: 'Olive Owner', email: `olive${owners}@owner.example` };
  const { link } = await operatorOf(address).mutate('inviteOwner', { workspaceId, owner, securityKey: { hardwareKey: { name: 'Key' } } }, 'link');
  const [browser, key] = [new ApiClient(address), hardwareKey()];
  await activate(browser, link, key, { onPhone: false, origin: publicUrl });
  await signIn(browser, key, publicUrl);
  const updated = await browser.mutate('updateWorkspace', { activationLinkVisible: true }, 'workspace { id }');
  if (!updated.workspace) throw new Error(`The owner may not change anything: ${JSON.stringify(updated)}`);
  return browser;
}
