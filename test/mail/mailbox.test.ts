import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newToken, sha256 } from '../../src/lib/secrets.ts';
import { systemCtx, tx } from '../../src/modules/context.ts';
import { readTrialMailbox, sweepMailbox } from '../../src/modules/mail/mailbox.ts';
import { cancelMailOf } from '../../src/modules/mail/outbox.ts';
import { keptTransport } from '../../src/modules/mail/transports/kept.ts';
import { Limits } from '../../src/modules/policy/limits.ts';
import { callBy, newWorkspace, signedIn } from '../support/modules.ts';
import { mailSetting, person } from './setting.ts';

/** A server with a trial mailbox. */
async function trial() {
  const setting = await mailSetting(keptTransport());
  const token = newToken();
  const server = { ...setting.server, mailboxToken: sha256(token) };
  return { ...setting, server, token };
}

const day = 24 * 3_600_000;

test('a mail is kept at once, and the operator reads it; every look is in the log', async () => {
  const { server, mailer, queue, mail, told, clock } = await trial();
  const first = await queue();
  clock.advance(1000);
  const second = await queue();
  await mailer.idle();
  expect(await mail(first.id)).toMatchObject({ status: 'KEPT', transport: 'mailbox', attempts: 1 });
  const mails = await readTrialMailbox(callBy(server, { type: 'operator' }), null);
  expect(mails.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect(mails[0]).toMatchObject({
    to: person.email,
    toName: person.name,
    subject: 'Activate your smartphone for Example',
    enrolmentId: second.enrolmentId,
    createdAt: clock.now(),
  });
  expect(mails[0]?.text).toContain(second.token);
  expect(mails[1]?.html).toContain(first.token);
  expect((await told()).map(({ type, actor, payload }) => ({ type, actor, ...payload }))).toEqual([
    { type: 'mail.sent', actor: 'system', mailId: first.id, transport: 'mailbox' },
    { type: 'mail.sent', actor: 'system', mailId: second.id, transport: 'mailbox' },
    { type: 'mailbox.read', actor: 'operator', mails: 2 },
  ]);
});

test('the mailbox’s token opens it for anybody; the look is in the log of each workspace that it shows mail of', async () => {
  const { server, mailer, queue, told, workspace, token, everythingTold } = await trial();
  const { workspace: other } = await newWorkspace(server, 'Other');
  const { workspace: empty } = await newWorkspace(server, 'Empty');
  await queue();
  await queue();
  await queue({ workspaceId: other.id });
  await mailer.idle();
  const looks = async (id: string) =>
    (await told(id)).filter(({ type }) => type === 'mailbox.read').map(({ actor, payload }) => ({ actor, ...payload }));
  expect(await readTrialMailbox(callBy(server, { type: 'anonymous' }), token)).toHaveLength(3);
  expect(await looks(workspace.id)).toEqual([{ actor: 'operator', mails: 2 }]);
  expect(await looks(other.id)).toEqual([{ actor: 'operator', mails: 1 }]);
  expect(await looks(empty.id)).toEqual([]);
  expect(await everythingTold()).not.toContain(token);
});

test('nobody else reads it, not an owner either, and no look is written', async () => {
  const { server, mailer, queue, told, workspace } = await trial();
  await queue();
  await mailer.idle();
  for (const actor of [{ type: 'anonymous' }, signedIn(server, workspace.id), { type: 'system', workspaceId: workspace.id }] as const) {
    for (const wrong of [null, '', newToken(), randomBytes(32).toString('hex')]) {
      await expect(readTrialMailbox(callBy(server, actor), wrong)).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' });
    }
  }
  expect((await told()).map(({ type }) => type)).toEqual(['mail.sent']);
});

test('once a real transport is set there is no mailbox, for the operator either', async () => {
  const { server, token } = await trial();
  const real = { ...server, mailboxToken: null };
  await expect(readTrialMailbox(callBy(real, { type: 'operator' }), null)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(readTrialMailbox(callBy(real, { type: 'anonymous' }), token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('an address has 30 tries a minute, right ones included', async () => {
  const { server, token } = await trial();
  const limited = { ...server, limits: new Limits() };
  for (let i = 0; i < 30; i += 1) await readTrialMailbox(callBy(limited, { type: 'anonymous' }), i % 2 ? token : newToken()).catch(() => {});
  await expect(readTrialMailbox(callBy(limited, { type: 'anonymous' }), token)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  const elsewhere = { ...callBy(limited, { type: 'anonymous' }), origin: { address: '192.0.2.7', local: false, userAgent: null } };
  expect(await readTrialMailbox(elsewhere, token)).toEqual([]);
});

test('it shows the newest hundred', async () => {
  const { server, mailer, queue, clock } = await trial();
  const oldest = await queue();
  clock.advance(1);
  for (let i = 0; i < 100; i += 1) await queue();
  await mailer.idle();
  const mails = await readTrialMailbox(callBy(server, { type: 'operator' }), null);
  expect(mails).toHaveLength(100);
  expect(mails.map(({ id }) => id)).not.toContain(oldest.id);
});

test('a kept mail whose link is dead loses its body', async () => {
  const { server, mailer, queue, mail, workspace } = await trial();
  const dead = await queue();
  const alive = await queue();
  await mailer.idle();
  await tx(systemCtx(server, workspace.id), (ctx) => cancelMailOf(ctx, workspace.id, dead.enrolmentId));
  expect(await mail(dead.id)).toMatchObject({ status: 'ERASED', sealed: null });
  expect((await readTrialMailbox(callBy(server, { type: 'operator' }), null)).map(({ id }) => id)).toEqual([alive.id]);
});

test('after 7 days the mailbox forgets', async () => {
  const { server, mailer, queue, mail, clock, workspace } = await trial();
  const { workspace: other } = await newWorkspace(server, 'Other');
  const old = await queue();
  await queue({ workspaceId: other.id });
  clock.advance(1);
  const newer = await queue();
  await mailer.idle();
  clock.advance(7 * day);
  expect(await sweepMailbox(server, workspace.id)).toBe(1);
  expect(await mail(old.id)).toMatchObject({ status: 'ERASED', sealed: null });
  expect((await mail(newer.id)).status).toBe('KEPT');
  expect(await readTrialMailbox(callBy(server, { type: 'operator' }), null)).toHaveLength(2);
  expect(await sweepMailbox(server, workspace.id)).toBe(0);
});
