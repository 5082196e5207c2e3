import { count, eq, inArray, min } from 'drizzle-orm';
import { eventOutbox } from '../../db/tables/events.ts';
import { mailOutbox } from '../../db/tables/mail.ts';
import { tapJobs } from '../../db/tables/readers.ts';
import type { Server } from '../context.ts';

/** What waits to be done, in all workspaces. */
export interface Backlog {
  what: 'events' | 'mails' | 'tap_jobs';
  count: number;
  oldestSeconds: number;
}

/** Events that are not numbered yet, mails that are not sent, and taps that are asked for. */
export async function backlog({ db, clock }: Pick<Server, 'db' | 'clock'>): Promise<Backlog[]> {
  const [[events], [mails], [taps]] = await Promise.all([
    db.select({ count: count(), oldest: min(eventOutbox.occurredAt) }).from(eventOutbox),
    db
      .select({ count: count(), oldest: min(mailOutbox.createdAt) })
      .from(mailOutbox)
      .where(eq(mailOutbox.status, 'QUEUED')),
    db
      .select({ count: count(), oldest: min(tapJobs.createdAt) })
      .from(tapJobs)
      .where(inArray(tapJobs.status, ['QUEUED', 'CLAIMED'])),
  ]);
  const told = (what: Backlog['what'], row: { count: number; oldest: Date | null } | undefined): Backlog => ({
    what,
    count: row?.count ?? 0,
    oldestSeconds: row?.oldest ? Math.max(0, (clock.now().getTime() - row.oldest.getTime()) / 1_000) : 0,
  });
  return [told('events', events), told('mails', mails), told('tap_jobs', taps)];
}
