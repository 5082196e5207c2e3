import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { users } from './directory.ts';
import type { Proximity } from './signIn.ts';

export type TokenScope = 'READ' | 'DIRECTORY' | 'ENROLMENT' | 'EVENTS';

/** Somebody who signed in: the cookie's hash. */
export const sessions = pgTable(
  'sessions',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    keyId: text('key_id').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    /** As the key was when it signed in: false, and nothing tells of the session. */
    auditable: boolean('auditable').notNull().default(true),
    userAgent: text('user_agent'),
    /** How the person was authenticated, by RFC 8176's names. */
    amr: text('amr').array().notNull().default(sql`'{}'`),
    /** How near the phone was known to be; null where that was not asked. */
    proximity: text('proximity').$type<Proximity>(),
    /** The reader agent on the PC, where the sign-in had one. */
    agentId: text('agent_id'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('sessions_token_hash_key').on(t.tokenHash),
    index('sessions_by_user').on(t.workspaceId, t.userId),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [users.workspaceId, users.id] }).onDelete('cascade'),
  ],
);

/** A script's way in: `lk_` and 32 random bytes, of which the hash is kept. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    scopes: text('scopes').array().$type<TokenScope[]>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), uniqueIndex('api_tokens_token_hash_key').on(t.tokenHash)],
);

/** The answer to a mutation that creates, kept so that the same key gives the same answer. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: workspaceId(),
    /** Who called: a key of one caller is nothing to another. */
    actor: text('actor').notNull(),
    key: text('key').notNull(),
    /** SHA-256 of the mutation's name and input: the same key with another input is an error. */
    requestHash: bytes('request_hash').notNull(),
    /** The ids of what was made. */
    result: jsonb('result').$type<Record<string, string | null>>().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.actor, t.key] }), index('idempotency_keys_by_age').on(t.workspaceId, t.createdAt)],
);
