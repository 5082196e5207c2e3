import { boolean, foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { securityKeys } from './keys.ts';

/** What is known of a phone’s nearness: the client’s word, or that the PC’s agent heard a phone. */
export type Proximity = 'CLIENT_CLAIMED' | 'AGENT_OBSERVED';

/** A sign-in under way. Deleted with its end, so that one by a key that is not auditable leaves nothing. */
export const signIns = pgTable(
  'sign_ins',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    /** SHA-256 of the token that the page holds. */
    tokenHash: bytes('token_hash').notNull(),
    /** Whether a username was given, so that the options named credentials. */
    named: boolean('named').notNull(),
    /** The application of OpenID Connect that the sign-in is for. */
    applicationId: text('application_id'),
    /** The reader agent on this PC, once the page knows it. */
    agentId: text('agent_id'),
    /** What the agent answers when it hears a phone, and when it heard one. */
    listenNonce: text('listen_nonce'),
    heardAt: moment('heard_at'),
    /** The newest request for a tap. */
    tapJobId: text('tap_job_id'),
    /** The key that was tapped or has signed, and waits for its PIN. */
    keyId: text('key_id'),
    /** Whether the authenticator verified its user, and how near the phone was, where that was asked. */
    userVerified: boolean('user_verified').notNull().default(false),
    proximity: text('proximity').$type<Proximity>(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('sign_ins_token_hash_key').on(t.tokenHash),
    index('sign_ins_by_agent').on(t.workspaceId, t.agentId),
    index('sign_ins_by_expiry').on(t.workspaceId, t.expiresAt),
    foreignKey({ columns: [t.workspaceId, t.keyId], foreignColumns: [securityKeys.workspaceId, securityKeys.id] }).onDelete('cascade'),
  ],
);
