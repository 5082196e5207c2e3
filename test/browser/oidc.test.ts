import { afterAll, beforeAll, expect, test } from 'vitest';
import { virtual } from '../support/authenticators.ts';
import { addApplication, addGroup } from '../support/scenarios.ts';
import { listenExpress } from './expressApplication.ts';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const stage = setStage();
let application: Awaited<ReturnType<typeof listenExpress>>;
beforeAll(async () => {
  application = await listenExpress();
});
afterAll(() => application?.close());

/** What the browser asks of the application is asked of another site. */
const fromElsewhere = [/^a request to http:\/\/localhost:\d+\//];

test('S11: an Express application sends a person to sign in by their key, learns who they are, and signs them out', async () => {
  const owner = await stage.owner();
  const { address } = application;
  const wiki = await addApplication(owner, {
    name: 'Team wiki',
    redirectUris: [`${address}/callback`],
    postLogoutRedirectUris: [address],
  });
  const groupId = await addGroup(owner, 'Writers');
  await owner.mutate('setApplicationGroups', { applicationId: wiki.id, groups: [{ groupId, claims: ['NAME', 'EMAIL', 'GROUPS'] }] }, '__typename');
  application.connect(`${stage.server.app.address}/oidc`, wiki);

  const invitation = await stage.invite({ smartphone: { name: 'Work phone' } }, { name: 'Paula Person' });
  await owner.mutate('setUserGroups', { userId: invitation.userId, groupIds: [groupId] }, 'user { id }');
  const { page, plugIn } = await stage.visit('phone', invitation.link, fromElsewhere);
  await plugIn(virtual.platform);
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');

  await page.goto(`${address}/profile`);
  await sees(page, 'Team wiki');
  await press(page, 'Sign in with your key');
  await page.waitForURL(`${address}/profile`);
  expect(JSON.parse((await page.textContent('body')) ?? '')).toMatchObject({
    sub: invitation.userId,
    name: 'Paula Person',
    email: invitation.email,
    email_verified: true,
    groups: ['Writers'],
    amr: ['swk', 'user', 'mfa'],
    acr: 'phr',
  });
  // The sign-in that told the page the application's name is the one that was used.
  expect(await stage.server.database.sql`select id from sign_ins where application_id = ${wiki.id}`).toHaveLength(0);
  // Signed in here already, the next application asks for nothing; this one, asked again, neither.
  await page.goto(`${address}/login`);
  await sees(page, 'You are in');

  await page.goto(`${address}/logout`);
  await sees(page, 'You are out');
  await page.goto(`${stage.server.app.address}/my-keys`);
  await atStep(page, 'Sign in');
});

test('who may not is told so by the application, and nobody is left at a dead end', async () => {
  const invitation = await stage.invite({ hardwareKey: {} }, { name: 'Otto Outsider' });
  const { page, plugIn } = await stage.visit('computer', invitation.link, [...fromElsewhere, /status of 4\d\d|status of 500/]);
  await plugIn(virtual.hardwareKey);
  await press(page, 'Set up my security key');
  await atStep(page, 'Your security key is ready');
  await page.goto(`${application.address}/profile`);
  await press(page, 'Sign in with your key');
  await page.waitForURL(/\/callback\?/);
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');
  // An address that was kept from an earlier sign-in leads to a page that says what to do.
  await page.goto(`${stage.server.app.address}/oidc/interaction/${'x'.repeat(43)}`);
  await atStep(page, 'This sign-in is over');
});
