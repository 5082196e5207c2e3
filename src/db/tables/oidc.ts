import { foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, moment, workspaceId } from './columns.ts';
import { groups } from './directory.ts';
import { sessions } from './identity.ts';

/** Whether an application can keep a secret: one that runs in a browser cannot. */
export type ApplicationType = 'CONFIDENTIAL' | 'PUBLIC';

/** By what an application is told a person’s groups. */
export type GroupsClaim = 'NAMES' | 'IDS';

export type SigningAlgorithm = 'RS256' | 'ES256';

/** What an application may learn of a person, beside who they are to it. */
export type ApplicationClaim = 'NAME' | 'USERNAME' | 'EMAIL' | 'PHONE' | 'EMPLOYMENT' | 'GROUPS';

/** An application that people sign in to by OpenID Connect. */
export const applications = pgTable(
  'applications',
  {
    workspaceId: workspaceId(),
    /** Also its `client_id`. */
    id: text('id').notNull(),
    name: text('name').notNull(),
    type: text('type').$type<ApplicationType>().notNull(),
    /** SHA-256 of the client secret; null for a public one. */
    secretHash: bytes('secret_hash'),
    redirectUris: text('redirect_uris').array().notNull(),
    postLogoutRedirectUris: text('post_logout_redirect_uris').array().notNull(),
    idTokenAlgorithm: text('id_token_algorithm').$type<SigningAlgorithm>().notNull(),
    groupsClaim: text('groups_claim').$type<GroupsClaim>().notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** Whose members may sign in to an application, and what it learns of them. */
export const applicationGroups = pgTable(
  'application_groups',
  {
    workspaceId: workspaceId(),
    applicationId: text('application_id').notNull(),
    groupId: text('group_id').notNull(),
    claims: text('claims').array().$type<ApplicationClaim[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.applicationId, t.groupId] }),
    index('application_groups_by_group').on(t.workspaceId, t.groupId),
    foreignKey({ columns: [t.workspaceId, t.applicationId], foreignColumns: [applications.workspaceId, applications.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.groupId], foreignColumns: [groups.workspaceId, groups.id] }).onDelete('cascade'),
  ],
);

/** The keys that ID tokens are signed by. The newest of each algorithm signs; older ones stay published for a while. */
export const oidcKeys = pgTable(
  'oidc_keys',
  {
    workspaceId: workspaceId(),
    /** Also its `kid`. */
    id: text('id').notNull(),
    algorithm: text('algorithm').$type<SigningAlgorithm>().notNull(),
    /** The private key as a JWK, sealed. */
    sealed: bytes('sealed').notNull(),
    createdAt: moment('created_at').notNull(),
    retiredAt: moment('retired_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** What the protocol keeps: codes, tokens, grants, its own sessions and interactions. Their ids are secrets, so hashed. */
export const oidcArtifacts = pgTable(
  'oidc_artifacts',
  {
    workspaceId: workspaceId(),
    idHash: bytes('id_hash').notNull(),
    model: text('model').notNull(),
    /** A second name that the protocol finds its own sessions by. */
    uid: text('uid'),
    grantId: text('grant_id'),
    /** The session that it lives by, and the application that it was given to. */
    sessionId: text('session_id'),
    applicationId: text('application_id'),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    consumedAt: moment('consumed_at'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.idHash] }),
    uniqueIndex('oidc_artifacts_id_hash_key').on(t.idHash),
    index('oidc_artifacts_by_uid').on(t.workspaceId, t.uid),
    index('oidc_artifacts_by_grant').on(t.workspaceId, t.grantId),
    index('oidc_artifacts_by_session').on(t.workspaceId, t.sessionId),
    index('oidc_artifacts_by_expiry').on(t.workspaceId, t.expiresAt),
    foreignKey({ columns: [t.workspaceId, t.sessionId], foreignColumns: [sessions.workspaceId, sessions.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.applicationId], foreignColumns: [applications.workspaceId, applications.id] }).onDelete('cascade'),
  ],
);
