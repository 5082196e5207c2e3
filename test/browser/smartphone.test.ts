import { expect, test } from 'vitest';
import { virtual } from '../support/authenticators.ts';
import { tokenOf } from '../support/people.ts';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const stage = setStage();

test('S10, S11: by the link to an active phone, which signs its person in; who watches sees it at once', async () => {
  const invitation = await stage.invite({ smartphone: { auditable: false } }, { name: 'Zoë Łukaszewicz', role: 'HELPDESK' });
  const owner = await stage.owner();
  const watched = owner.subscribe('subscription ($id: ID!) { enrolmentStatusChanged(filter: { enrolmentId: $id }) { change { from to } } }', {
    id: invitation.enrolmentId,
  });
  const first = watched.next();

  const { page, plugIn } = await stage.visit('phone', invitation.link);
  const phone = await plugIn(virtual.platform);
  await atStep(page, 'Set up your phone as your key');
  await sees(page, 'Zoë Łukaszewicz');
  await sees(page, 'Olive Owner');
  await sees(page, 'Your sign-ins with this key are not recorded, and nobody can trace them.');
  // Opening the page changes nothing: mail scanners do it too.
  expect(await invitation.status()).toBe('PENDING');
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');
  expect(await invitation.status()).toBe('ACTIVATED');
  expect(await invitation.key()).toMatchObject({ status: 'ACTIVE', deviceBound: false, credential: { transports: ['internal'] } });
  expect(await phone.credentials()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }]);
  expect((await first).value).toMatchObject({ data: { enrolmentStatusChanged: { change: { from: 'PENDING', to: 'OPENED' } } } });
  expect((await watched.next()).value).toMatchObject({ data: { enrolmentStatusChanged: { change: { from: 'OPENED', to: 'ACTIVATED' } } } });
  await watched.return?.();

  await page.goto(`${stage.server.app.address}/sign-in`);
  await press(page, 'Sign in with your key');
  await atStep(page, 'Dashboard');
  await press(page, 'Account of Zoë Łukaszewicz');
  await sees(page, 'Help desk');
});

test('the longest names fit on the narrowest screen (WCAG 1.4.10), and a name is no markup', async () => {
  const name = `<b>${'W'.repeat(196)}`;
  const invitation = await stage.invite({ smartphone: {} }, { name });
  const { page } = await stage.visit('phone', invitation.link);
  await page.setViewportSize({ width: 320, height: 640 });
  await sees(page, name);
  await atStep(page, 'Set up your phone as your key');
});

test('the token leaves the address bar at once, and is in no request’s address and in no storage', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn, requests } = await stage.visit('phone', invitation.link);
  await plugIn(virtual.platform);
  await atStep(page, 'Set up your phone as your key');
  expect(page.url()).toBe(`${stage.server.app.address}/activate`);
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');
  // The browser keeps the fragment to itself.
  const asked = requests.map((url) => url.replace(/#.*$/, ''));
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.filter((url) => url.includes(tokenOf(invitation.link)))).toEqual([]);
  expect(asked.filter((url) => url.includes('?'))).toEqual([]);
  expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state])')).toBe('[{},{},"",null]');
});

test('S10: a PIN is chosen by rules that are shown as it is typed', async () => {
  const invitation = await stage.invite({ smartphone: { verification: 'PIN' } });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  await plugIn(virtual.platform);
  await atStep(page, 'Set up your phone as your key');
  await sees(page, 'You press the button and choose a PIN');
  await press(page, 'Set up this phone');
  await atStep(page, 'Choose a PIN');

  const pin = page.getByLabel('PIN', { exact: true });
  const again = page.getByLabel('PIN once more');
  const typed = async (value: string) => {
    await pin.fill(value);
    return (await page.getByRole('listitem').filter({ hasText: '(done)' }).allTextContents()).map((line) => line.replace(' (done)', ''));
  };
  const [length, run, repeat, date] = ['4 to 63 characters', 'No run such as 1234', 'Not one part over and over, such as 1111 or 1212', 'No date'];
  expect(await typed('12')).toEqual([]);
  expect(await typed('2345')).toEqual([length, repeat, date]);
  expect(await typed('7171')).toEqual([length, run, date]);
  expect(await typed('2412')).toEqual([length, run, repeat]);
  expect(await typed('830517')).toEqual([length, run, repeat]);
  expect(await typed('40921')).toEqual([length, run, repeat, date]);
  await atStep(page, 'Choose a PIN');

  await pin.fill('1111');
  await press(page, 'Go on');
  await sees(page, 'This PIN does not keep all of the rules below.');
  await page.locator('input:focus[aria-invalid=true]').waitFor();
  await atStep(page, 'Choose a PIN');
  await pin.fill('40921');
  await again.fill('40912');
  await press(page, 'Go on');
  await sees(page, 'The two PINs differ. Type the same one in both fields.');
  await page.getByLabel('Show the PIN').check();
  expect(await pin.getAttribute('type')).toBe('text');
  await again.fill('40921');
  await press(page, 'Go on');
  await atStep(page, 'Your phone is ready');
  await sees(page, 'confirm on the phone and type the PIN that you chose');
  expect(await invitation.status()).toBe('ACTIVATED');
  expect(stage.server.logged.filter((line) => line.includes('40921'))).toEqual([]);
});

test('S10: what the server says against a PIN is shown at its field, and another one goes through', async () => {
  const invitation = await stage.invite({ smartphone: { verification: 'PIN' } });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  await plugIn(virtual.platform);
  await press(page, 'Set up this phone');
  await atStep(page, 'Choose a PIN');
  // As a page would that knows fewer rules than the server.
  await page.route('**/graphql', async (route) => {
    const body = route.request().postDataJSON();
    if (body.variables?.input?.pin) body.variables.input.pin = '1234';
    await route.continue({ postData: JSON.stringify(body) });
  });
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await page.getByLabel('PIN once more').fill('40921');
  await press(page, 'Go on');
  await sees(page, 'The PIN must not be a run such as 1234 or dcba.');
  await atStep(page, 'Choose a PIN');
  expect(await invitation.status()).toBe('OPENED');
  await page.unrouteAll();
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await page.getByLabel('PIN once more').fill('40921');
  await press(page, 'Go on');
  await atStep(page, 'Your phone is ready');
});

test.each([
  ['with prf it is ready', virtual.platformWithPrf, true, 'It can also sign you in while your computer has no network.'],
  ['without prf the person is told', virtual.platform, false, 'This phone cannot sign in offline; everything else works.'],
] as const)('S7: proximity, and offline login: %s', async (_, device, offlineReady, sentence) => {
  const invitation = await stage.invite({ smartphone: { bluetoothProximity: true, offlineLogin: true } });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  await plugIn(device);
  await sees(page, 'To sign in on a computer, your phone has to be near it, with Bluetooth on.');
  await sees(page, 'You will be able to sign in on your computer while it has no network, if your phone supports it.');
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');
  await sees(page, sentence);
  expect(await invitation.key()).toMatchObject({ status: 'ACTIVE', offlineReady });
});

test('a reload goes on: before the key is there, and after', async () => {
  const invitation = await stage.invite({ smartphone: { verification: 'PIN' } });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  await plugIn(virtual.platform);
  await press(page, 'Set up this phone');
  await atStep(page, 'Choose a PIN');
  expect(await invitation.status()).toBe('OPENED');
  await page.reload();
  await atStep(page, 'Set up your phone as your key');
  await sees(page, 'You have opened the link in this browser already.');
  await press(page, 'Set up this phone');
  await page.getByLabel('PIN', { exact: true }).fill('40921');
  await page.getByLabel('PIN once more').fill('40921');
  await press(page, 'Go on');
  await atStep(page, 'Your phone is ready');
  await page.reload();
  await atStep(page, 'Your phone is ready');
});

test('a reload before the link was opened says to use it once more', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page } = await stage.visit('phone', invitation.link);
  await atStep(page, 'Set up your phone as your key');
  await page.reload();
  await atStep(page, 'Open the link from your email');
  // Pasted over the open page, which does not load it anew by itself.
  await page.evaluate(`location.href = ${JSON.stringify(invitation.link)}`);
  await atStep(page, 'Set up your phone as your key');
});

test('S10: a phone that did not check its user is refused, in words that help; then it goes through', async () => {
  const invitation = await stage.invite({ smartphone: { verification: 'BIOMETRIC' } });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  const phone = await plugIn(virtual.platform);
  await phone.override({ isBadUV: true });
  await press(page, 'Set up this phone');
  await atStep(page, 'It did not check that it is you');
  await sees(page, 'The phone did not check that it is you. Turn on its screen lock');
  expect(await invitation.status()).toBe('OPENED');
  await phone.override({ isBadUV: false });
  await press(page, 'Try again');
  await atStep(page, 'Your phone is ready');
});

test('S10: without a screen lock the phone cannot do it; with one it can', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  const phone = await plugIn(virtual.unlockedPhone);
  await press(page, 'Set up this phone');
  await atStep(page, 'That did not finish');
  await phone.unplug();
  await plugIn(virtual.platform);
  await press(page, 'Try again');
  await atStep(page, 'Your phone is ready');
});

test('a phone that is registered already says so', async () => {
  const invitation = await stage.invite({ smartphone: {} });
  const { page, plugIn } = await stage.visit('phone', invitation.link);
  await plugIn(virtual.platform);
  await press(page, 'Set up this phone');
  await atStep(page, 'Your phone is ready');
  const owner = await stage.owner();
  await owner.mutate('assignSecurityKey', { userId: invitation.userId, securityKey: { smartphone: {} } }, 'enrolment { id }');
  await page.goto(await stage.server.mailTo(invitation.email));
  await press(page, 'Set up this phone');
  await atStep(page, 'Set up already');
  await sees(page, 'This phone is registered for you already.');
});
