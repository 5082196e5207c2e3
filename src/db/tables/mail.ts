import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';

export type MailStatus = 'QUEUED' | 'SENT' | 'FAILED' | 'KEPT' | 'ERASED' | 'CANCELLED';

/** Mail to be sent. The message is sealed, and erased once it is sent; KEPT mails lie in the trial mailbox, until they are ERASED. */
export const mailOutbox = pgTable(
  'mail_outbox',
  {
    workspaceId: workspaceId(),
    /** Also the idempotency key at the transport. */
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    enrolmentId: text('enrolment_id'),
    sealed: bytes('sealed'),
    status: text('status').$type<MailStatus>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: moment('next_attempt_at').notNull(),
    lastError: text('last_error'),
    transport: text('transport'),
    createdAt: moment('created_at').notNull(),
    sentAt: moment('sent_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('mail_outbox_due').on(t.status, t.nextAttemptAt),
    index('mail_outbox_by_enrolment').on(t.workspaceId, t.enrolmentId),
  ],
);
