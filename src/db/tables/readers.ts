import { boolean, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { users } from './directory.ts';
import { enrolments, wizards } from './enrolment.ts';
import { securityKeys } from './keys.ts';

/** An agent serves everybody at its PC, or the one person who paired it by their enrolment. */
export type ReaderAgentKind = 'SHARED' | 'PERSONAL';
/** By what an agent hears phones near its PC. */
export type ReaderAgentRadio = 'BLUEZ' | 'SIMULATED' | 'NONE';
export type ReaderAdapter = 'PCSC' | 'WEDGE' | 'SIMULATED';
export type TapJobStatus = 'QUEUED' | 'CLAIMED' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'CANCELLED';
/** What a tap is for: an administrator assigns a card, a person activates theirs or signs in, or somebody tries a reader out. */
export type TapPurpose = 'ASSIGN' | 'ACTIVATE' | 'SIGN_IN' | 'TEST';
/** What a reader's agent can say went wrong. */
export type ReaderFailure = 'TWO_CARDS' | 'UNREADABLE' | 'READER_GONE';
/** Why a tap gave no card: the reader's reasons, and the server's. */
export type TapFailure = ReaderFailure | 'UID_LENGTH' | 'RANDOM_UID' | 'CARD_TAKEN' | 'CARD_RESERVED' | 'CARD_UNKNOWN' | 'NOT_WANTED';
export type CardTechnology = 'MIFARE_CLASSIC' | 'MIFARE_ULTRALIGHT' | 'NTAG' | 'DESFIRE' | 'ISO_14443_4' | 'UNKNOWN';

/** A paired PC: the public half of its key, and until when it is known to be there. */
export const readerAgents = pgTable(
  'reader_agents',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<ReaderAgentKind>().notNull(),
    /** The 32 bytes of an Ed25519 public key (RFC 8032). */
    publicKey: bytes('public_key').notNull(),
    /** Whose it is, and by which enrolment, where it is personal. */
    userId: text('user_id'),
    enrolmentId: text('enrolment_id'),
    platform: text('platform').notNull(),
    version: text('version').notNull(),
    radio: text('radio').$type<ReaderAgentRadio>().notNull().default('NONE'),
    /** SHA-256 of the code that the agent shows on its PC, for five minutes. */
    codeHash: bytes('code_hash'),
    codeExpiresAt: moment('code_expires_at'),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
    /** Pushed on by the node that holds its stream; null once it left. */
    onlineUntil: moment('online_until'),
    lastSeenAt: moment('last_seen_at'),
    revokedAt: moment('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    // A token names its agent alone.
    uniqueIndex('reader_agents_id_key').on(t.id),
    uniqueIndex('reader_agents_code_hash_key').on(t.workspaceId, t.codeHash),
    index('reader_agents_by_enrolment').on(t.workspaceId, t.enrolmentId),
    index('reader_agents_by_presence').on(t.workspaceId, t.onlineUntil),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [users.workspaceId, users.id] }).onDelete('cascade'),
  ],
);

/** A code that pairs one agent: its first half finds it, its whole proves it. */
export const pairingCodes = pgTable(
  'pairing_codes',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    /** The first four characters: they tell which code is being tried, so that a few wrong second halves burn it. */
    handle: text('handle').notNull(),
    codeHash: bytes('code_hash').notNull(),
    tries: integer('tries').notNull().default(0),
    kind: text('kind').$type<ReaderAgentKind>().notNull(),
    agentName: text('agent_name'),
    userId: text('user_id'),
    enrolmentId: text('enrolment_id'),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('pairing_codes_handle_key').on(t.handle),
    index('pairing_codes_by_expiry').on(t.workspaceId, t.expiresAt),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [users.workspaceId, users.id] }).onDelete('cascade'),
  ],
);

/** The `jti` of the agents' tokens that were used (RFC 7519 §4.1.7), until they are over. */
export const agentTokens = pgTable(
  'agent_tokens',
  {
    workspaceId: workspaceId(),
    agentId: text('agent_id').notNull(),
    jti: text('jti').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.agentId, t.jti] }), index('agent_tokens_by_expiry').on(t.workspaceId, t.expiresAt)],
);

/** A reader that an agent reported. */
export const readers = pgTable(
  'readers',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    agentId: text('agent_id').notNull(),
    name: text('name').notNull(),
    adapter: text('adapter').$type<ReaderAdapter>().notNull(),
    connected: boolean('connected').notNull(),
    createdAt: moment('created_at').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('readers_name_key').on(t.workspaceId, t.agentId, t.name),
    foreignKey({
      columns: [t.workspaceId, t.agentId],
      foreignColumns: [readerAgents.workspaceId, readerAgents.id],
    }).onDelete('cascade'),
  ],
);

/** One request to tap a card on one reader. It never holds the card's number. */
export const tapJobs = pgTable(
  'tap_jobs',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    agentId: text('agent_id').notNull(),
    readerId: text('reader_id').notNull(),
    purpose: text('purpose').$type<TapPurpose>().notNull(),
    /** What the card is for: a wizard, a key, or a key's enrolment. */
    wizardId: text('wizard_id'),
    keyId: text('key_id'),
    enrolmentId: text('enrolment_id'),
    /** The sign-in that it is for; that row is gone once it has ended. */
    signInId: text('sign_in_id'),
    status: text('status').$type<TapJobStatus>().notNull(),
    requestedBy: text('requested_by').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** Which run of the agent has it, and until when. */
    claimKey: text('claim_key'),
    leaseUntil: moment('lease_until'),
    /** Names the result, so that saying it again is harmless. */
    resultKey: text('result_key'),
    failure: text('failure').$type<TapFailure>(),
    /** The key that has the card already, where that is why. */
    takenByKeyId: text('taken_by_key_id'),
    uidSuffix: text('uid_suffix'),
    technology: text('technology').$type<CardTechnology>(),
    fido2Applet: boolean('fido2_applet'),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('tap_jobs_by_agent').on(t.workspaceId, t.agentId, t.status, t.id),
    index('tap_jobs_by_wizard').on(t.workspaceId, t.wizardId),
    index('tap_jobs_by_key').on(t.workspaceId, t.keyId),
    index('tap_jobs_by_enrolment').on(t.workspaceId, t.enrolmentId, t.id),
    index('tap_jobs_by_sign_in').on(t.workspaceId, t.signInId),
    index('tap_jobs_by_status').on(t.workspaceId, t.status, t.expiresAt),
    foreignKey({ columns: [t.workspaceId, t.readerId], foreignColumns: [readers.workspaceId, readers.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.wizardId], foreignColumns: [wizards.workspaceId, wizards.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.keyId], foreignColumns: [securityKeys.workspaceId, securityKeys.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.enrolmentId], foreignColumns: [enrolments.workspaceId, enrolments.id] }).onDelete('cascade'),
  ],
);
