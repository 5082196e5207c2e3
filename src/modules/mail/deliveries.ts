import { and, asc, eq, gt, lte, or, sql } from 'drizzle-orm';
import { mailOutbox } from '../../db/tables/mail.ts';
import { type Server, systemCtx, tx } from '../context.ts';
import { nextTry } from './retry.ts';
import { PermanentFailure, reasonOf, type Transport } from './transports/transport.ts';

/** A mail that this node has taken to send. While a mail is QUEUED, its body is there. */
export type TakenMail = typeof mailOutbox.$inferSelect & { sealed: Uint8Array };

/** How many mails are taken, and sent, at a time. */
export const batchSize = 5;
// Far longer than an attempt may take. A node that dies leaves its mails to the others after this.
const lease = 40_000;

/** Takes some of the mails that are due, so that no other node does: their next attempt is put off by the lease. */
export async function takeDue({ db, clock }: Pick<Server, 'db' | 'clock'>): Promise<TakenMail[]> {
  const now = clock.now();
  return db.transaction(async (tx) => {
    const due = await tx
      .select({ workspaceId: mailOutbox.workspaceId, id: mailOutbox.id })
      .from(mailOutbox)
      .where(and(eq(mailOutbox.status, 'QUEUED'), lte(mailOutbox.nextAttemptAt, now)))
      .orderBy(asc(mailOutbox.nextAttemptAt), asc(mailOutbox.id))
      .limit(batchSize)
      .for('update', { skipLocked: true });
    if (due.length === 0) return [];
    const taken = await tx
      .update(mailOutbox)
      .set({ attempts: sql`${mailOutbox.attempts} + 1`, nextAttemptAt: new Date(now.getTime() + lease) })
      .where(or(...due.map(theMail)))
      .returning();
    return taken as TakenMail[];
  });
}

/** Makes all that waits due. At the start of a server that has its database to itself, what was under way died with the one before. */
export async function makeDue({ db, clock }: Pick<Server, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  await db
    .update(mailOutbox)
    .set({ nextAttemptAt: now })
    .where(and(eq(mailOutbox.status, 'QUEUED'), gt(mailOutbox.nextAttemptAt, now)));
}

/**
 * Writes down that a mail went: its body is erased, save in the trial mailbox. One that was cancelled meanwhile stays
 * so, and one that another node has written down already is left alone.
 */
export async function recordSent(server: Server, mail: TakenMail, transport: Transport['name']): Promise<void> {
  const { workspaceId, id } = mail;
  await tx(systemCtx(server, workspaceId), async (ctx) => {
    const [sent] = await ctx.db
      .update(mailOutbox)
      .set({
        ...(transport === 'mailbox' ? { status: 'KEPT' } : { status: 'SENT', sealed: null }),
        sentAt: ctx.clock.now(),
        transport,
        lastError: null,
      })
      .where(and(theMail(mail), eq(mailOutbox.status, 'QUEUED')))
      .returning({ id: mailOutbox.id });
    if (sent) ctx.emit(workspaceId, { type: 'mail.sent', ...about(mail), payload: { mailId: id, transport } });
  });
}

/** Writes down that an attempt failed: the mail waits for its next one, or is given up and erased. Returns when that will be. */
export async function recordFailure(server: Server, mail: TakenMail, transport: Transport['name'], error: unknown): Promise<Date | null> {
  const { workspaceId, id, attempts } = mail;
  const reason = reasonOf(error);
  const again = error instanceof PermanentFailure ? null : nextTry(mail, server.clock.now());
  await tx(systemCtx(server, workspaceId), async (ctx) => {
    const [failed] = await ctx.db
      .update(mailOutbox)
      .set({ lastError: reason, transport, ...(again ? { nextAttemptAt: again } : { status: 'FAILED', sealed: null }) })
      // Another node may have taken the mail after the lease: its attempt counts then, not this one.
      .where(and(theMail(mail), eq(mailOutbox.status, 'QUEUED'), eq(mailOutbox.attempts, attempts)))
      .returning({ id: mailOutbox.id });
    if (failed && !again) ctx.emit(workspaceId, { type: 'mail.failed', ...about(mail), payload: { mailId: id, transport, reason } });
  });
  return again;
}

const theMail = ({ workspaceId, id }: { workspaceId: string; id: string }) => and(eq(mailOutbox.workspaceId, workspaceId), eq(mailOutbox.id, id));

const about = ({ userId, enrolmentId }: TakenMail) => ({ userId, ...(enrolmentId === null ? {} : { enrolmentId }) });
