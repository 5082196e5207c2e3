import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smtpTransport } from '../../src/modules/mail/transports/smtp.ts';
import { from, mailSetting, note, person, publicUrl } from './setting.ts';
import { smtpServer } from './smtpServer.ts';

let smtp: Awaited<ReturnType<typeof smtpServer>>;
beforeEach(async () => {
  smtp = await smtpServer();
});
afterEach(() => smtp.close());

const settingBy = (url = smtp.url) => mailSetting(smtpTransport({ url, from, publicUrl }));

/** No link, token, address or word of the mail is anywhere but in the mail. */
async function expectSecretsKept({ everythingTold, tokens }: Awaited<ReturnType<typeof settingBy>>, ...expected: string[]) {
  const all = await everythingTold();
  for (const word of expected) expect(all).toContain(word);
  for (const secret of [...tokens, '/activate', person.email, person.name, note.slice(0, 12)]) expect(all).not.toContain(secret);
}

test('a mail that is queued goes by itself, whole, and its body is erased', async () => {
  const setting = await settingBy();
  const { id, token, userId, enrolmentId } = await setting.queue();
  await setting.mailer.idle();
  const [received] = smtp.received;
  expect(smtp.received).toHaveLength(1);
  expect(received?.to).toEqual([person.email]);
  expect(received?.mail.to).toMatchObject({ value: [{ name: person.name, address: person.email }] });
  expect(received?.mail.from).toMatchObject({ value: [{ name: 'Latchkey', address: 'latchkey@example.org' }] });
  expect(received?.mail.subject).toBe('Activate your smartphone for Example');
  expect(received?.mail.messageId).toBe(`<${id}@keys.example.org>`);
  expect(received?.mail.headers.get('auto-submitted')).toBe('auto-generated');
  const link = `${publicUrl}/activate#${token}`;
  expect(received?.mail.text).toContain(link);
  expect(received?.mail.html).toContain(`href="${link}"`);
  expect(await setting.mail(id)).toMatchObject({
    status: 'SENT',
    sealed: null,
    transport: 'smtp',
    attempts: 1,
    lastError: null,
    sentAt: setting.clock.now(),
  });
  expect(await setting.told()).toEqual([{ type: 'mail.sent', actor: 'system', userId, enrolmentId, payload: { mailId: id, transport: 'smtp' } }]);
  await expectSecretsKept(setting, 'mail.sent');
});

test('a 451 is tried again after 10 seconds, under the same Message-ID', async () => {
  smtp.replies.push({ at: 'DATA', code: 451 });
  const setting = await settingBy();
  const { id } = await setting.queue();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: 'SMTP 451' });
  setting.clock.advance(9_999);
  expect(await setting.mailer.runOnce()).toBe(0);
  setting.clock.advance(1);
  expect(await setting.mailer.runOnce()).toBe(1);
  expect(await setting.mail(id)).toMatchObject({ status: 'SENT', sealed: null, attempts: 2, lastError: null });
  expect(smtp.received.map(({ mail }) => mail.messageId)).toEqual(Array(2).fill(`<${id}@keys.example.org>`));
  expect((await setting.told()).map(({ type }) => type)).toEqual(['mail.sent']);
  await expectSecretsKept(setting, 'SMTP 451', 'it is tried again');
});

test.each(['RCPT', 'DATA'] as const)('a 550 at %s is for good: the mail fails at once and is erased', async (at) => {
  smtp.replies.push({ at, code: 550 });
  const setting = await settingBy();
  const { id, userId, enrolmentId } = await setting.queue();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'FAILED', sealed: null, attempts: 1, lastError: 'SMTP 550', sentAt: null });
  expect(await setting.told()).toEqual([
    { type: 'mail.failed', actor: 'system', userId, enrolmentId, payload: { mailId: id, transport: 'smtp', reason: 'SMTP 550' } },
  ]);
  setting.clock.advance(48 * 3_600_000);
  expect(await setting.mailer.runOnce()).toBe(0);
  await expectSecretsKept(setting, 'SMTP 550', 'is given up');
});

test('a server that is away is tried for a day, ever more seldom, and then the mail is given up', async () => {
  await smtp.close();
  const setting = await settingBy();
  const { id } = await setting.queue();
  await setting.mailer.idle();
  const waits: number[] = [];
  for (;;) {
    const { status, nextAttemptAt } = await setting.mail(id);
    if (status !== 'QUEUED') break;
    const wait = nextAttemptAt.getTime() - setting.clock.now().getTime();
    waits.push(wait / 1000);
    setting.clock.advance(wait);
    expect(await setting.mailer.runOnce()).toBe(1);
  }
  expect(waits).toEqual([10, 30, 120, 600, 1800, ...Array(23).fill(3600)]);
  expect(await setting.mail(id)).toMatchObject({ status: 'FAILED', sealed: null, attempts: 29, lastError: 'ESOCKET' });
  expect((await setting.told()).map(({ type, payload }) => ({ type, reason: payload.reason }))).toEqual([{ type: 'mail.failed', reason: 'ESOCKET' }]);
  await expectSecretsKept(setting, 'ESOCKET');
});

test('a server that never answers is given up after the time for one attempt', async () => {
  const mute = createServer((socket) => void socket.resume());
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const setting = await mailSetting(smtpTransport({ url: `smtp://127.0.0.1:${port}`, from, publicUrl, within: 50 }));
  const { id } = await setting.queue();
  await setting.mailer.idle();
  await new Promise((resolve) => mute.close(resolve));
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: 'ETIMEDOUT' });
});

test('with requireTLS in the address nothing goes in the clear', async () => {
  const setting = await settingBy(`${smtp.url}?requireTLS=true`);
  const { id } = await setting.queue();
  await setting.mailer.idle();
  expect(smtp.received).toEqual([]);
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: 'SMTP 500' });
});

test('a refused login says nothing of the mail, which goes once the login is right', async () => {
  const guarded = await smtpServer({ user: 'latchkey', pass: 'correct horse' });
  const login = (pass: string) => guarded.url.replace('//', `//latchkey:${encodeURIComponent(pass)}@`);
  const setting = await settingBy(login('wrong'));
  const { id } = await setting.queue();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: 'SMTP 535' });
  await expectSecretsKept(setting, 'SMTP 535');
  setting.clock.advance(10_000);
  await setting.node(smtpTransport({ url: login('correct horse'), from, publicUrl })).mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'SENT', attempts: 2 });
  expect(guarded.received).toHaveLength(1);
  await guarded.close();
});

test('two nodes share what waits: each mail goes once', async () => {
  const setting = await settingBy();
  const other = setting.node(smtpTransport({ url: smtp.url, from, publicUrl }));
  const ids: string[] = [];
  for (let i = 0; i < 24; i += 1) ids.push((await setting.queue({ by: i % 2 ? setting.server : other.server })).id);
  await Promise.all([setting.mailer.runOnce(), other.mailer.runOnce()]);
  await Promise.all([setting.mailer.idle(), other.mailer.idle()]);
  expect(smtp.received.map(({ mail }) => mail.messageId).sort()).toEqual(ids.map((id) => `<${id}@keys.example.org>`).sort());
  expect((await setting.told()).map(({ payload }) => payload.mailId).sort()).toEqual([...ids].sort());
});
