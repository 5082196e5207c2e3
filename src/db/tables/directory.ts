import { sql } from 'drizzle-orm';
import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns.ts';
import type { KeyKind } from './keys.ts';

export type UserStatus = 'NO_KEY' | 'PENDING' | 'ACTIVE' | 'SUSPENDED';
export type Role = 'AUDITOR' | 'HELPDESK' | 'ADMIN' | 'OWNER';

/** A person. Administrators are people with a role. */
export const users = pgTable(
  'users',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    displayName: text('display_name').notNull(),
    email: text('email').notNull(),
    username: text('username').notNull(),
    employeeNumber: text('employee_number'),
    department: text('department'),
    phone: text('phone'),
    /** Kept by one function (keys/userStatus.ts) from the person's keys. */
    status: text('status').$type<UserStatus>().notNull(),
    role: text('role').$type<Role>(),
    suspendedAt: moment('suspended_at'),
    /** Since when the address is this one; null where it was never another. */
    emailChangedAt: moment('email_changed_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('users_email_key').on(t.workspaceId, sql`lower(${t.email})`),
    uniqueIndex('users_username_key').on(t.workspaceId, sql`lower(${t.username})`),
    index('users_by_name').on(t.workspaceId, sql`lower(${t.displayName})`, t.id),
    index('users_by_status').on(t.workspaceId, t.status, t.id),
  ],
);

/** What a member may do and reach. */
export const groups = pgTable(
  'groups',
  {
    workspaceId: workspaceId(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    /** The kinds of key that members may be given; null means any. */
    allowedKeyKinds: text('allowed_key_kinds').array().$type<KeyKind[]>(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), uniqueIndex('groups_name_key').on(t.workspaceId, sql`lower(${t.name})`)],
);

export const groupMembers = pgTable(
  'group_members',
  {
    workspaceId: workspaceId(),
    groupId: text('group_id').notNull(),
    userId: text('user_id').notNull(),
    joinedAt: moment('joined_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.groupId, t.userId] }),
    index('group_members_by_user').on(t.workspaceId, t.userId, t.groupId),
    foreignKey({ columns: [t.workspaceId, t.groupId], foreignColumns: [groups.workspaceId, groups.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [users.workspaceId, users.id] }).onDelete('cascade'),
  ],
);
