import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { type MailStatus, mailOutbox } from '../../db/tables/mail.ts';
import { newId } from '../../lib/ids.ts';
import { seal, unseal } from '../../lib/secrets.ts';
import type { TxCtx } from '../context.ts';
import type { Vault } from '../vault.ts';
import type { Message } from './message.ts';

/** The statuses of mails whose body is still there. */
const held: MailStatus[] = ['QUEUED', 'KEPT'];

/**
 * Puts a mail into the outbox, sealed. It goes once the transaction is committed. Returns the mail's id.
 * @param about `keyId` where it tells a key's PIN
 */
export async function queueMail(
  ctx: TxCtx,
  workspaceId: string,
  { keyId, ...about }: { userId: string; enrolmentId: string | null; keyId?: string },
  message: Message,
): Promise<string> {
  const id = newId('mail');
  const now = ctx.clock.now();
  const key = await ctx.vault.key(ctx.db, workspaceId, 'SEALED_BOX');
  await ctx.db.insert(mailOutbox).values({
    workspaceId,
    id,
    ...about,
    sealed: seal(key, new Uint8Array(Buffer.from(JSON.stringify({ ...message, keyId }))), `mail:${id}`),
    status: 'QUEUED',
    nextAttemptAt: now,
    createdAt: now,
  });
  ctx.afterCommit(() => ctx.mailer.wake());
  return id;
}

/** Opens a mail's sealed message. */
export async function openMail(
  parts: { db: Db; vault: Vault },
  mail: { workspaceId: string; id: string; sealed: Uint8Array },
): Promise<Message & { keyId?: string }> {
  const key = await parts.vault.key(parts.db, mail.workspaceId, 'SEALED_BOX');
  return JSON.parse(Buffer.from(unseal(key, mail.sealed, `mail:${mail.id}`)).toString('utf8'));
}

/** Takes back the mails of an enrolment that were not sent yet, and erases those in the trial mailbox: their link has done its work, or works no more. */
export const cancelMailOf = (ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<void> =>
  takeBack(ctx, and(eq(mailOutbox.workspaceId, workspaceId), eq(mailOutbox.enrolmentId, enrolmentId)));

/** The same for the mails that tell a key's PIN, which is another one now. */
export async function cancelPinMailOf(
  ctx: TxCtx,
  { workspaceId, userId, id: keyId }: { workspaceId: string; userId: string; id: string },
): Promise<void> {
  const found = await ctx.db
    .select({ workspaceId: mailOutbox.workspaceId, id: mailOutbox.id, sealed: mailOutbox.sealed })
    .from(mailOutbox)
    .where(and(tellsPin(workspaceId, userId), inArray(mailOutbox.status, held)));
  for (const { id, sealed } of found) {
    // Which key a mail is about is sealed with it.
    if (!sealed || (await openMail(ctx, { workspaceId, id, sealed })).keyId !== keyId) continue;
    await takeBack(ctx, and(eq(mailOutbox.workspaceId, workspaceId), eq(mailOutbox.id, id)));
  }
}

/** Takes back the PINs that still wait to be mailed to a person: they would go to an address that is theirs no more. */
export const cancelUnsentPinsOf = (ctx: TxCtx, workspaceId: string, userId: string): Promise<void> =>
  takeBack(ctx, and(tellsPin(workspaceId, userId), eq(mailOutbox.status, 'QUEUED')));

// All other mail hangs on an enrolment.
const tellsPin = (workspaceId: string, userId: string) =>
  and(eq(mailOutbox.workspaceId, workspaceId), eq(mailOutbox.userId, userId), isNull(mailOutbox.enrolmentId));

async function takeBack(ctx: TxCtx, which: SQL | undefined): Promise<void> {
  await ctx.db
    .update(mailOutbox)
    .set({ status: sql`case ${mailOutbox.status} when 'KEPT' then 'ERASED' else 'CANCELLED' end`, sealed: null })
    .where(and(which, inArray(mailOutbox.status, held)));
}
