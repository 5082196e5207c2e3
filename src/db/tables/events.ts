import { bigint, bigserial, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';

/** What happened, committed with its change, not numbered yet. */
export const eventOutbox = pgTable(
  'event_outbox',
  {
    workspaceId: workspaceId(),
    position: bigserial('position', { mode: 'number' }).notNull(),
    type: text('type').notNull(),
    actor: text('actor').notNull(),
    userId: text('user_id'),
    keyId: text('key_id'),
    enrolmentId: text('enrolment_id'),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    occurredAt: moment('occurred_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.position] })],
);

/** The log: numbered without a gap, chained. */
export const events = pgTable(
  'events',
  {
    workspaceId: workspaceId(),
    number: bigint('number', { mode: 'number' }).notNull(),
    type: text('type').notNull(),
    actor: text('actor').notNull(),
    userId: text('user_id'),
    keyId: text('key_id'),
    enrolmentId: text('enrolment_id'),
    occurredAt: moment('occurred_at').notNull(),
    /** The text that the MAC covers, as it was: all of the event as JSON. */
    canonical: text('canonical').notNull(),
    mac: bytes('mac').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.number] }),
    index('events_by_user').on(t.workspaceId, t.userId, t.number),
    index('events_by_type').on(t.workspaceId, t.type, t.number),
  ],
);

/** A signed mark in the log: up to this number, this was the chain. */
export const eventCheckpoints = pgTable(
  'event_checkpoints',
  {
    workspaceId: workspaceId(),
    number: bigint('number', { mode: 'number' }).notNull(),
    mac: bytes('mac').notNull(),
    signature: bytes('signature').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.number] })],
);
