import { and, desc, eq, lt } from 'drizzle-orm';
import { mailOutbox } from '../../db/tables/mail.ts';
import { sameSecret, sha256 } from '../../lib/secrets.ts';
import { type Ctx, type Server, tx } from '../context.ts';
import { AccessDenied, NotFound } from '../errors.ts';
import type { Actor } from '../policy/actor.ts';
import type { Message } from './message.ts';
import { openMail } from './outbox.ts';

const shown = 100;
const keptFor = 7 * 24 * 3_600_000;

/** A mail in the trial mailbox, opened. */
export interface KeptMail extends Message {
  id: string;
  workspaceId: string;
  enrolmentId: string | null;
  createdAt: Date;
}

/**
 * The newest mails of the trial mailbox, of all workspaces: for the operator, or whoever has the mailbox's token. Every
 * look is in the log of each workspace that it shows mail of.
 * @throws NotFound where a real transport is set; AccessDenied, RateLimited
 */
export async function readTrialMailbox(ctx: Ctx, token: string | null): Promise<KeptMail[]> {
  const actor = await readerOf(ctx, token);
  return tx({ ...ctx, actor }, async (ctx) => {
    const rows = await ctx.db
      .select()
      .from(mailOutbox)
      .where(eq(mailOutbox.status, 'KEPT'))
      .orderBy(desc(mailOutbox.createdAt), desc(mailOutbox.id))
      .limit(shown);
    const mails: KeptMail[] = [];
    for (const { workspaceId, id, enrolmentId, createdAt, sealed } of rows) {
      if (!sealed) continue;
      const message = await openMail(ctx, { workspaceId, id, sealed });
      mails.push({ id, workspaceId, enrolmentId, createdAt, ...message });
    }
    for (const [workspaceId, ofWorkspace] of Map.groupBy(mails, (mail) => mail.workspaceId)) {
      ctx.emit(workspaceId, { type: 'mailbox.read', payload: { mails: ofWorkspace.length } });
    }
    return mails;
  });
}

/** Who looks: the operator, also by the token, which only the operator was given. */
async function readerOf({ actor, limits, origin, mailboxToken, demo }: Ctx, token: string | null): Promise<Actor> {
  if (actor.type !== 'operator') await limits.take('mailbox', origin.address);
  if (!mailboxToken) throw new NotFound('trial mailbox');
  if (actor.type === 'operator') return actor;
  // Whoever tries a demo out is its operator, and reads the mail of people who are made up.
  if (demo && actor.type === 'user' && actor.role === 'OWNER') return { type: 'operator' };
  if (token !== null && sameSecret(mailboxToken, sha256(token))) return { type: 'operator' };
  throw new AccessDenied('SIGN_IN_REQUIRED', 'The trial mailbox opens by its own link, which the server prints when it starts.');
}

/** Erases the mails that have lain in the trial mailbox for 7 days. Returns how many. */
export async function sweepMailbox({ db, clock }: Server, workspaceId: string): Promise<number> {
  const before = new Date(clock.now().getTime() - keptFor);
  const swept = await db
    .update(mailOutbox)
    .set({ status: 'ERASED', sealed: null })
    .where(and(eq(mailOutbox.workspaceId, workspaceId), eq(mailOutbox.status, 'KEPT'), lt(mailOutbox.createdAt, before)))
    .returning({ id: mailOutbox.id });
  return swept.length;
}
