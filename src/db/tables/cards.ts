import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { wizards } from './enrolment.ts';
import { securityKeys } from './keys.ts';
import type { CardTechnology } from './readers.ts';

/** What a card proves: its number, which can be copied, or a key of its own. */
export type CardAssurance = 'UID_ONLY' | 'CRYPTOGRAPHIC';
/** Kept for a wizard, in use, or free for somebody else since its key was revoked. */
export type CardState = 'RESERVED' | 'ACTIVE' | 'RELEASED';

/** A contactless card: an HMAC of its number and the last four digits, never the number. */
export const cards = pgTable(
  'cards',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    /** Whose reservation it is; null once a key has it. */
    wizardId: text('wizard_id'),
    keyId: text('key_id'),
    uidHmac: bytes('uid_hmac').notNull(),
    uidSuffix: text('uid_suffix').notNull(),
    /** The answer to reset, as hexadecimal digits; null where the reader gives none. */
    atr: text('atr'),
    technology: text('technology').$type<CardTechnology>().notNull(),
    fido2Applet: boolean('fido2_applet').notNull(),
    assurance: text('assurance').$type<CardAssurance>().notNull(),
    state: text('state').$type<CardState>().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('cards_uid_hmac_key').on(t.workspaceId, t.uidHmac).where(sql`state <> 'RELEASED'`),
    uniqueIndex('cards_key_id_key').on(t.workspaceId, t.keyId),
    uniqueIndex('cards_wizard_id_key').on(t.workspaceId, t.wizardId),
    index('cards_by_state').on(t.workspaceId, t.state),
    foreignKey({ columns: [t.workspaceId, t.wizardId], foreignColumns: [wizards.workspaceId, wizards.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.keyId], foreignColumns: [securityKeys.workspaceId, securityKeys.id] }).onDelete('cascade'),
  ],
);
