import { foreignKey, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { securityKeys } from './keys.ts';
import { readerAgents } from './readers.ts';

/** What a reader agent has for offline sign-in: the key to which its secrets are sealed, and how far its journal is known. */
export const offlineAgents = pgTable(
  'offline_agents',
  {
    workspaceId: workspaceId(),
    agentId: text('agent_id').notNull(),
    /** The 32 bytes of an X25519 public key (RFC 7748); null until the agent told it. */
    sealingKey: bytes('sealing_key'),
    /** The last entry that was taken: its number, and its SHA-256 as base64url. */
    journalNumber: integer('journal_number').notNull().default(0),
    journalHash: text('journal_hash').notNull().default(''),
    /** Since when the journal is known to have been cut or changed: from then on, nothing is granted there. */
    journalBrokenAt: moment('journal_broken_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId] }),
    foreignKey({ columns: [t.workspaceId, t.agentId], foreignColumns: [readerAgents.workspaceId, readerAgents.id] }).onDelete('cascade'),
  ],
);

/**
 * That a key may sign in offline at one agent's PC. It begins with a whole day and holds no other time: that it is there
 * tells that the key was used at that PC, but not when. Kept until the agent said that it has no grant by it any more.
 */
export const offlineGrants = pgTable(
  'offline_grants',
  {
    workspaceId: workspaceId(),
    agentId: text('agent_id').notNull(),
    keyId: text('key_id').notNull(),
    /** What the agent checks codes by, sealed for it (RFC 7516): the server cannot open it. */
    verifier: text('verifier').notNull(),
    /** The newest grant's life. */
    notBefore: moment('not_before').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.keyId] }),
    index('offline_grants_by_key').on(t.workspaceId, t.keyId),
    index('offline_grants_by_expiry').on(t.workspaceId, t.expiresAt),
    foreignKey({ columns: [t.workspaceId, t.agentId], foreignColumns: [readerAgents.workspaceId, readerAgents.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.keyId], foreignColumns: [securityKeys.workspaceId, securityKeys.id] }).onDelete('cascade'),
  ],
);
