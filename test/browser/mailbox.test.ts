import { expect, test } from 'vitest';
import { setStage } from './stage.ts';
import { atStep, press, sees } from './steps.ts';

const stage = setStage();
const mailboxLink = () => stage.server.app.mailboxLink ?? '';

test('S9: the operator sees the mail by the printed link, and goes on to the activation from there', async () => {
  const { page } = await stage.visit('computer', mailboxLink());
  await atStep(page, 'Trial mailbox');
  await sees(page, 'No mail yet.');
  const invitation = await stage.invite({ smartphone: {} }, { name: 'Paul <b>Person</b>' });
  await stage.invite({ hardwareKey: {} });
  await press(page, 'Look again');
  await sees(page, '2 mails');
  await page.getByText('Activate your smartphone for Example').click();
  await sees(page, 'Hello Paul <b>Person</b>,');
  await atStep(page, 'Trial mailbox');
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('listitem').filter({ hasText: 'smartphone' }).getByRole('link', { name: 'Open the link' }).click(),
  ]);
  await atStep(opened, 'Set up your phone as your key');
  expect(await opened.evaluate('String(window.opener)')).toBe('null');
  expect(await invitation.status()).toBe('PENDING');

  await page.reload();
  await atStep(page, 'Open the mailbox link');
});

test('a wrong link opens no mailbox', async () => {
  const { page } = await stage.visit('computer', '/mailbox#not-the-token');
  await atStep(page, 'This link does not open the mailbox');
});
