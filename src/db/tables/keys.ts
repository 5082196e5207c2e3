import { sql } from 'drizzle-orm';
import { bigint, boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { users } from './directory.ts';

export type KeyKind = 'SMARTPHONE' | 'CONTACTLESS_CARD' | 'HARDWARE_KEY';
export type KeyStatus = 'PENDING' | 'ACTIVE' | 'SUSPENDED' | 'LOST' | 'REVOKED';
export type Verification = 'BIOMETRIC' | 'PIN';
/** Who activates a card: the administrator who has it in hand, or the person at their own reader. */
export type CardActivation = 'ADMIN_NOW' | 'BY_USER';
export type DeviceEvidence = 'CLAIMED' | 'ATTESTED';

/** What an administrator decides about a smartphone. */
export interface SmartphoneSettings {
  auditable: boolean;
  bluetoothProximity: boolean;
  offlineLogin: boolean;
  verification: Verification;
}

/** One row for a key of any kind. */
export const securityKeys = pgTable(
  'security_keys',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    userId: text('user_id').notNull(),
    kind: text('kind').$type<KeyKind>().notNull(),
    name: text('name').notNull(),
    status: text('status').$type<KeyStatus>().notNull(),
    /** A smartphone's four settings; null for the other kinds. */
    smartphone: jsonb('smartphone').$type<SmartphoneSettings>(),
    /** Who activates a contactless card; null for the other kinds. */
    cardActivation: text('card_activation').$type<CardActivation>(),
    /** Whether the phone can compute the key for offline sign-in (WebAuthn's prf); null until it is activated. */
    offlineReady: boolean('offline_ready'),
    deviceEvidence: text('device_evidence').$type<DeviceEvidence>(),
    pinHash: text('pin_hash'),
    /** Wrong PINs since the last right one. */
    pinTries: integer('pin_tries').notNull().default(0),
    /** Wrong PINs since the last tap or assertion. */
    pinTriesSinceTap: integer('pin_tries_since_tap').notNull().default(0),
    createdAt: moment('created_at').notNull(),
    activatedAt: moment('activated_at'),
    lastUsedAt: moment('last_used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('security_keys_by_user').on(t.workspaceId, t.userId, t.id),
    index('security_keys_by_status').on(t.workspaceId, t.status, t.id),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [users.workspaceId, users.id] }).onDelete('cascade'),
  ],
);

/** A WebAuthn credential, as registered (WebAuthn L3 §7.1). */
export const webauthnCredentials = pgTable(
  'webauthn_credentials',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    keyId: text('key_id').notNull(),
    userId: text('user_id').notNull(),
    /** base64url, as the browser gives it. */
    credentialId: text('credential_id').notNull(),
    publicKey: bytes('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: text('transports').array().notNull(),
    aaguid: text('aaguid').notNull(),
    /** True only where the attestation's chain ends at a root configured for this AAGUID. */
    attested: boolean('attested').notNull(),
    attestationFormat: text('attestation_format').notNull(),
    attestationObject: bytes('attestation_object').notNull(),
    backupEligible: boolean('backup_eligible').notNull(),
    backedUp: boolean('backed_up').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('webauthn_credentials_credential_id_key').on(t.workspaceId, t.credentialId),
    uniqueIndex('webauthn_credentials_key_id_key').on(t.workspaceId, t.keyId),
    index('webauthn_credentials_by_user').on(t.workspaceId, t.userId),
    foreignKey({
      columns: [t.workspaceId, t.keyId],
      foreignColumns: [securityKeys.workspaceId, securityKeys.id],
    }).onDelete('cascade'),
  ],
);

/** What is known of a model, by AAGUID, from the FIDO Metadata Service. The same for every workspace. */
export const authenticatorModels = pgTable('authenticator_models', {
  aaguid: text('aaguid').primaryKey(),
  name: text('name').notNull(),
  roots: text('roots').array().notNull().default(sql`'{}'`),
  revoked: boolean('revoked').notNull(),
  blobNumber: integer('blob_number').notNull(),
  importedAt: moment('imported_at').notNull(),
});
