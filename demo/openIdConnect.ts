import { ApiClient } from '../test/support/apiClient.ts';
import { hardwareKey } from '../test/support/devices.ts';
import { activate, mailedLink, signIn } from '../test/support/people.ts';
import { listenApplication } from './application.ts';
import { expectDone, inTime } from './expect.ts';
import type { Stage } from './flows.ts';

const person = { displayName: 'Wanda Wiki', email: 'wanda@example.org', username: 'wanda' };

/** Registers the sample application, and has somebody of its group sign in to it with their key. */
export async function playOpenIdConnect({ owner, operator }: Omit<Stage, 'pc'>, say: (line: string) => void): Promise<void> {
  const sample = await listenApplication();
  try {
    const key = hardwareKey();
    const wish = { details: person, securityKey: { hardwareKey: { name: 'Wanda’s key' } } };
    const { user } = expectDone(await owner.mutate('createUser', wish, 'user { id }'));
    expectDone(await activate(new ApiClient(owner.address), await inTime(() => mailedLink(operator, person.email)), key, { onPhone: false }));
    const { group } = expectDone(await owner.mutate('createGroup', { name: 'Writers' }, 'group { id }'));
    expectDone(await owner.mutate('setUserGroups', { userId: user.id, groupIds: [group.id] }, 'user { id }'));

    const wanted = { name: 'Team wiki', type: 'CONFIDENTIAL', redirectUris: [`${sample.address}/callback`] };
    const { application, clientSecret } = expectDone(await operator.mutate('createApplication', wanted, 'clientSecret application { id }'));
    const groups = [{ groupId: group.id, claims: ['NAME', 'EMAIL', 'GROUPS'] }];
    expectDone(await operator.mutate('setApplicationGroups', { applicationId: application.id, groups }, 'application { id }'));
    const { openIdProvider } = await operator.ask('{ openIdProvider { issuer } }');
    await sample.connect({ issuer: openIdProvider.issuer, clientId: application.id, clientSecret });
    say(`  “Team wiki” runs at ${sample.address} and is registered as ${application.id}`);

    const claims = await throughTheBrowser(new ApiClient(owner.address), sample.address, key);
    say(`  ${claims.name} is in: amr ${claims.amr.join(', ')}; acr ${claims.acr}; groups ${claims.groups.join(', ')}`);
  } finally {
    sample.stop();
  }
}

interface Claims {
  name: string;
  amr: string[];
  acr: string;
  groups: string[];
}

/** Opens the application as a browser does, and signs in where it leads. */
async function throughTheBrowser(browser: ApiClient, address: string, key: ReturnType<typeof hardwareKey>): Promise<Claims> {
  const cookies: string[] = [];
  let url = new URL(address);
  for (let steps = 0; steps < 10; steps += 1) {
    if (url.pathname === '/sign-in') {
      const interactionId = url.searchParams.get('interaction') ?? '';
      expectDone(await signIn(browser, key));
      url = new URL(`/oidc/interaction/${interactionId}`, browser.address);
      continue;
    }
    const isOurs = url.origin === browser.address;
    const response = isOurs ? await browser.open(url.href) : await fetch(url, { redirect: 'manual', headers: { cookie: cookies.join('; ') } });
    const next = response.headers.get('location');
    if (!isOurs) cookies.push(...response.headers.getSetCookie().map((line) => line.split(';')[0] ?? ''));
    if (next === null && response.ok) return (await response.json()) as Claims;
    if (next === null) throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`);
    url = new URL(next, url);
  }
  throw new Error('The sign-in went round in circles.');
}
