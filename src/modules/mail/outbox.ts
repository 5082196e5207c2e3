import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { mailOutbox } from '../../db/tables/mail.ts';
import { newId } from '../../lib/ids.ts';
import { seal, unseal } from '../../lib/secrets.ts';
import type { TxCtx } from '../context.ts';
import type { Vault } from '../vault.ts';
import type { Message } from './message.ts';

/** Puts a mail into the outbox, sealed. It goes once the transaction is committed. Returns the mail's id. */
export async function queueMail(
  ctx: TxCtx,
  workspaceId: string,
  about: { userId: string; enrolmentId: string | null },
  message: Message,
): Promise<string> {
  const id = newId('mail');
  const now = ctx.clock.now();
  const key = await ctx.vault.key(ctx.db, workspaceId, 'SEALED_BOX');
  await ctx.db.insert(mailOutbox).values({
    workspaceId,
    id,
    ...about,
    sealed: seal(key, new Uint8Array(Buffer.from(JSON.stringify(message))), `mail:${id}`),
    status: 'QUEUED',
    nextAttemptAt: now,
    createdAt: now,
  });
  ctx.afterCommit(() => ctx.mailer.wake());
  return id;
}

/** Opens a mail's sealed message. */
export async function openMail(parts: { db: Db; vault: Vault }, mail: { workspaceId: string; id: string; sealed: Uint8Array }): Promise<Message> {
  const key = await parts.vault.key(parts.db, mail.workspaceId, 'SEALED_BOX');
  return JSON.parse(Buffer.from(unseal(key, mail.sealed, `mail:${mail.id}`)).toString('utf8'));
}

/** Takes back the mails of an enrolment that were not sent yet, and erases those in the trial mailbox: their link has done its work, or works no more. */
export async function cancelMailOf(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<void> {
  await ctx.db
    .update(mailOutbox)
    .set({ status: sql`case ${mailOutbox.status} when 'KEPT' then 'ERASED' else 'CANCELLED' end`, sealed: null })
    .where(and(eq(mailOutbox.workspaceId, workspaceId), eq(mailOutbox.enrolmentId, enrolmentId), inArray(mailOutbox.status, ['QUEUED', 'KEPT'])));
}
