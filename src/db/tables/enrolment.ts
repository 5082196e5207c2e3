import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { users } from './directory.ts';
import { type CardActivation, type SmartphoneSettings, securityKeys } from './keys.ts';
import type { ActivationProof } from './workspaces.ts';

export type EnrolmentStatus = 'PENDING' | 'OPENED' | 'ACTIVATED' | 'EXPIRED' | 'CANCELLED';

/** One attempt to give a key to a person. */
export const enrolments = pgTable(
  'enrolments',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    keyId: text('key_id').notNull(),
    status: text('status').$type<EnrolmentStatus>().notNull(),
    proof: text('proof').$type<ActivationProof>().notNull(),
    /** SHA-256 of the activation code, where the workspace asks for one. */
    codeHash: bytes('code_hash'),
    codeTries: integer('code_tries').notNull().default(0),
    createdBy: text('created_by').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    openedAt: moment('opened_at'),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('enrolments_by_user').on(t.workspaceId, t.userId, t.id),
    index('enrolments_by_key').on(t.workspaceId, t.keyId, t.id),
    index('enrolments_by_status').on(t.workspaceId, t.status, t.id),
    index('enrolments_by_expiry').on(t.workspaceId, t.status, t.expiresAt),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [users.workspaceId, users.id] }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.keyId],
      foreignColumns: [securityKeys.workspaceId, securityKeys.id],
    }).onDelete('cascade'),
  ],
);

/** A link that was mailed: its hash, never the token. */
export const activationLinks = pgTable(
  'activation_links',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    enrolmentId: text('enrolment_id').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    /** Whether somebody beside the mail’s reader saw it: then its use proves no address. */
    shown: boolean('shown').notNull().default(false),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** Set when a newer link took its place. */
    replacedAt: moment('replaced_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('activation_links_token_hash_key').on(t.tokenHash),
    index('activation_links_by_enrolment').on(t.workspaceId, t.enrolmentId),
    foreignKey({
      columns: [t.workspaceId, t.enrolmentId],
      foreignColumns: [enrolments.workspaceId, enrolments.id],
    }).onDelete('cascade'),
  ],
);

/** The browser that opened a link. A later opening ends the earlier session. */
export const activationSessions = pgTable(
  'activation_sessions',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    enrolmentId: text('enrolment_id').notNull(),
    tokenHash: bytes('token_hash').notNull(),
    /** The reader agent on the person's PC, once the page knows it. */
    agentId: text('agent_id'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('activation_sessions_token_hash_key').on(t.tokenHash),
    index('activation_sessions_by_enrolment').on(t.workspaceId, t.enrolmentId),
    foreignKey({
      columns: [t.workspaceId, t.enrolmentId],
      foreignColumns: [enrolments.workspaceId, enrolments.id],
    }).onDelete('cascade'),
  ],
);

/** The key that a wizard's third step chose, or null where the toggle is off. */
export type SecurityKeyWish =
  | { kind: 'SMARTPHONE'; name: string; smartphone: SmartphoneSettings }
  | { kind: 'CONTACTLESS_CARD'; name: string; activation: CardActivation }
  | { kind: 'HARDWARE_KEY'; name: string };

/** The person that a wizard's first step describes. */
export interface UserDetails {
  displayName: string;
  email: string;
  username: string;
  employeeNumber: string | null;
  department: string | null;
  phone: string | null;
}

export type WizardStatus = 'OPEN' | 'CONFIRMED' | 'DISCARDED';

/** A wizard half done. On the server, so that it survives a closed tab. */
export const wizards = pgTable(
  'wizards',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    createdBy: text('created_by').notNull(),
    status: text('status').$type<WizardStatus>().notNull(),
    details: jsonb('details').$type<UserDetails>(),
    groupIds: text('group_ids').array(),
    /** Null until the step is set; `{ wish: null }` means no key now. */
    securityKey: jsonb('security_key').$type<{ wish: SecurityKeyWish | null }>(),
    userId: text('user_id'),
    enrolmentId: text('enrolment_id'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('wizards_by_creator').on(t.workspaceId, t.createdBy, t.id),
    index('wizards_by_expiry').on(t.workspaceId, t.expiresAt),
  ],
);
