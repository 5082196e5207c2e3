import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemCtx, tx } from '../../src/modules/context.ts';
import { cancelMailOf } from '../../src/modules/mail/outbox.ts';
import { resendTransport } from '../../src/modules/mail/transports/resend.ts';
import { waitFor } from '../support/waitFor.ts';
import { resendServer } from './resendServer.ts';
import { from, gate, mailSetting, note, person, publicUrl } from './setting.ts';

let resend: Awaited<ReturnType<typeof resendServer>>;
beforeEach(async () => {
  resend = await resendServer();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await resend.close();
});

const transport = (within?: number) => resendTransport({ apiKey: 're_test', from, baseUrl: resend.url, ...(within ? { within } : {}) });
const setUp = () => mailSetting(transport());

test('a mail goes by the API, with its id as the idempotency key', async () => {
  vi.stubEnv('RESEND_BASE_URL', resend.url);
  const setting = await mailSetting(resendTransport({ apiKey: 're_test', from }));
  const { id, token, userId, enrolmentId } = await setting.queue();
  await setting.mailer.idle();
  const [request] = resend.requests;
  expect(resend.requests).toHaveLength(1);
  expect(request?.headers).toMatchObject({ 'idempotency-key': id, authorization: 'Bearer re_test' });
  expect(request?.email).toMatchObject({
    from,
    to: [person.email],
    subject: 'Activate your smartphone for Example',
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  expect(request?.email.text).toContain(`${publicUrl}/activate#${token}`);
  expect(request?.email.html).toContain(`${publicUrl}/activate#${token}`);
  expect(await setting.mail(id)).toMatchObject({ status: 'SENT', sealed: null, transport: 'resend', attempts: 1 });
  expect(await setting.told()).toEqual([{ type: 'mail.sent', actor: 'system', userId, enrolmentId, payload: { mailId: id, transport: 'resend' } }]);
});

test.each([
  [{ status: 429, name: 'rate_limit_exceeded' }, 'HTTP 429 rate_limit_exceeded'],
  [{ status: 409, name: 'concurrent_idempotent_requests' }, 'HTTP 409 concurrent_idempotent_requests'],
  [{ status: 500 }, 'HTTP 500 application_error'],
  [{ status: 503, body: '<html>Unavailable</html>' }, 'HTTP 503 application_error'],
  [{ status: 200, body: 'no JSON' }, 'NETWORK'],
  [{ status: 502, body: 'null' }, 'NETWORK'],
])('after %o it is tried again under the same key', async (reply, reason) => {
  resend.replies.push(reply);
  const setting = await setUp();
  const { id } = await setting.queue();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: reason });
  setting.clock.advance(10_000);
  expect(await setting.mailer.runOnce()).toBe(1);
  expect(await setting.mail(id)).toMatchObject({ status: 'SENT', sealed: null, attempts: 2, lastError: null });
  expect(resend.requests.map(({ headers }) => headers['idempotency-key'])).toEqual([id, id]);
});

test.each([
  [{ status: 422, name: 'validation_error' }, 'HTTP 422 validation_error'],
  [{ status: 401, name: 'Bearer is not <allowed>' }, 'HTTP 401'],
])('%o is for good, and what the API said of the mail is told nowhere', async (reply, reason) => {
  resend.replies.push(reply);
  const setting = await setUp();
  const { id, token, userId, enrolmentId } = await setting.queue();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'FAILED', sealed: null, attempts: 1, lastError: reason });
  expect(await setting.told()).toEqual([
    { type: 'mail.failed', actor: 'system', userId, enrolmentId, payload: { mailId: id, transport: 'resend', reason } },
  ]);
  const all = await setting.everythingTold();
  expect(all).toContain('a mail was not sent, and is given up');
  for (const secret of [token, '/activate', person.email, person.name, note.slice(0, 12), 're_test']) expect(all).not.toContain(secret);
});

test('an API that nobody answers at is tried again', async () => {
  const setting = await setUp();
  await resend.close();
  const { id } = await setting.queue();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: 'NETWORK' });
});

test('an API that never answers is given up after the time for one attempt', async () => {
  const { opened, open } = gate();
  resend.replies.push(() => opened.then(() => null));
  const setting = await mailSetting(transport(50));
  const { id } = await setting.queue();
  await setting.mailer.idle();
  open();
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1, lastError: 'ETIMEDOUT' });
});

test('one "slower" gives the rest a pause until the next look', async () => {
  resend.replies.push({ status: 429 });
  const setting = await setUp();
  await setting.mailer.stop();
  for (let i = 0; i < 12; i += 1) await setting.queue();
  const { mailer } = setting.node(transport());
  await mailer.idle();
  expect(resend.requests).toHaveLength(5);
  expect(await mailer.runOnce()).toBe(7);
  expect(resend.delivered.size).toBe(11);
});

test('a mail that was cancelled while it was being sent stays cancelled', async () => {
  const { opened, open } = gate();
  resend.replies.push(() => opened.then(() => null));
  const setting = await setUp();
  const { id, enrolmentId } = await setting.queue();
  await waitFor(() => resend.requests.length === 1);
  await tx(systemCtx(setting.server, setting.workspace.id), (ctx) => cancelMailOf(ctx, setting.workspace.id, enrolmentId));
  open();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'CANCELLED', sealed: null, sentAt: null });
  expect(await setting.told()).toEqual([]);
});

test('a mail that was cancelled before is not sent', async () => {
  resend.replies.push({ status: 500 });
  const setting = await setUp();
  const { enrolmentId } = await setting.queue();
  await setting.mailer.idle();
  await tx(systemCtx(setting.server, setting.workspace.id), (ctx) => cancelMailOf(ctx, setting.workspace.id, enrolmentId));
  setting.clock.advance(3_600_000);
  expect(await setting.mailer.runOnce()).toBe(0);
  expect(resend.requests).toHaveLength(1);
});

test('a mail of a node that hangs or died is sent by another after its lease, and delivered once', async () => {
  const { opened, open } = gate();
  resend.replies.push(() => opened.then(() => null));
  const setting = await setUp();
  const { id } = await setting.queue();
  await waitFor(() => resend.requests.length === 1);
  const other = setting.node(transport());
  setting.clock.advance(39_999);
  expect(await other.mailer.runOnce()).toBe(0);
  setting.clock.advance(1);
  expect(await other.mailer.runOnce()).toBe(1);
  expect(await setting.mail(id)).toMatchObject({ status: 'SENT', attempts: 2 });
  open();
  await setting.mailer.idle();
  expect([...resend.delivered.keys()]).toEqual([id]);
  expect((await setting.told()).map(({ type }) => type)).toEqual(['mail.sent']);
});

test('a failure that comes after another node took the mail counts for nothing', async () => {
  const first = gate();
  const second = gate();
  resend.replies.push(
    () => first.opened.then(() => ({ status: 422 })),
    () => second.opened.then(() => null),
  );
  const setting = await setUp();
  const { id } = await setting.queue();
  await waitFor(() => resend.requests.length === 1);
  setting.clock.advance(40_000);
  const other = setting.node(transport());
  await waitFor(() => resend.requests.length === 2);
  first.open();
  await setting.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 2, lastError: null });
  second.open();
  await other.mailer.idle();
  expect(await setting.mail(id)).toMatchObject({ status: 'SENT', attempts: 2 });
  expect((await setting.told()).map(({ type }) => type)).toEqual(['mail.sent']);
});

test('a stop waits for the mail in flight, and takes no other', async () => {
  const { opened, open } = gate();
  resend.replies.push(() => opened.then(() => null));
  const setting = await setUp();
  const { id } = await setting.queue();
  await waitFor(() => resend.requests.length === 1);
  let stopped = false;
  const stop = setting.mailer.stop().then(() => {
    stopped = true;
  });
  const late = await setting.queue();
  expect(stopped).toBe(false);
  open();
  await stop;
  expect(await setting.mail(id)).toMatchObject({ status: 'SENT' });
  expect(await setting.mail(late.id)).toMatchObject({ status: 'QUEUED', attempts: 0 });
});

test('what is due again goes without a wake, at the next look', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    resend.replies.push({ status: 500 });
    const setting = await setUp();
    const { id } = await setting.queue();
    await setting.mailer.idle();
    setting.clock.advance(10_000);
    expect(await setting.mail(id)).toMatchObject({ status: 'QUEUED', attempts: 1 });
    vi.advanceTimersByTime(5_000);
    await setting.mailer.idle();
    expect(await setting.mail(id)).toMatchObject({ status: 'SENT', attempts: 2 });
    await setting.mailer.stop();
  } finally {
    vi.useRealTimers();
  }
});
