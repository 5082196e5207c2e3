import { createHash } from 'node:crypto';
import postgres from 'postgres';

/**
 * What the product asks of PostgreSQL for a page of people and for one person, text by text, as its log has them: rows/reads.ts
 * says so where they are not the same any more.
 */
export const statements = {
  token:
    'select "workspace_id", "id", "name", "token_hash", "scopes", "created_by", "created_at", "expires_at", "revoked_at" from "api_tokens" where ("api_tokens"."token_hash" = $1 and "api_tokens"."revoked_at" is null and "api_tokens"."expires_at" > $2)',
  page: 'select "workspace_id", "id", "display_name", "email", "username", "employee_number", "department", "phone", "status", "role", "suspended_at", "email_changed_at", "created_at", "updated_at" from "users" where "users"."workspace_id" = $1 order by lower("users"."display_name") asc, "users"."id" asc limit $2',
  people:
    'select "workspace_id", "id", "display_name", "email", "username", "employee_number", "department", "phone", "status", "role", "suspended_at", "email_changed_at", "created_at", "updated_at" from "users" where ("users"."workspace_id" = $1 and "users"."id" = any($2))',
  groups:
    'select "group_members"."user_id", "groups"."workspace_id", "groups"."id", "groups"."name", "groups"."description", "groups"."allowed_key_kinds", "groups"."created_at", "groups"."updated_at" from "group_members" inner join "groups" on ("groups"."workspace_id" = "group_members"."workspace_id" and "groups"."id" = "group_members"."group_id") where ("group_members"."workspace_id" = $1 and "group_members"."user_id" = any($2)) order by lower("groups"."name")',
  keys: 'select "workspace_id", "id", "user_id", "kind", "name", "status", "smartphone", "card_activation", "offline_ready", "device_evidence", "pin_hash", "pin_tries", "pin_tries_since_tap", "created_at", "activated_at", "last_used_at" from "security_keys" where ("security_keys"."workspace_id" = $1 and "security_keys"."user_id" = any($2)) order by "security_keys"."id"',
} as const;

export interface UserRow {
  id: string;
  display_name: string;
  email: string;
  username: string;
  status: string;
  role: string | null;
  created_at: Date;
}

export interface GroupRow {
  user_id: string;
  id: string;
  name: string;
}

export interface KeyRow {
  user_id: string;
  id: string;
  name: string;
  kind: string;
  status: string;
  created_at: Date;
}

/** As many connections as the product has. */
export const poolSize = 10;

// DATABASE_URL cannot hold a socket's path; PGHOST does.
export const sql = postgres(process.env.DATABASE_URL as string, { max: poolSize, onnotice: () => {} });

const run = <T>(text: string, parameters: unknown[]) => sql.unsafe<(T & postgres.Row)[]>(text, parameters as never, { prepare: true });

/** The workspace of whoever has this token; null where it is nobody's. */
export async function workspaceOf(authorization: string | undefined): Promise<string | null> {
  const hash = createHash('sha256')
    .update(authorization?.slice('Bearer '.length) ?? '')
    .digest();
  const [token] = await run<{ workspace_id: string }>(statements.token, [hash, new Date()]);
  return token?.workspace_id ?? null;
}

/** A page of people by name, and one more row where there are more. */
export const readPage = (workspaceId: string, size: number) => run<UserRow>(statements.page, [workspaceId, size + 1]);

export const readPeople = (workspaceId: string, ids: readonly string[]) => run<UserRow>(statements.people, [workspaceId, ids]);

export const readGroups = async (workspaceId: string, userIds: readonly string[]) =>
  Map.groupBy(await run<GroupRow>(statements.groups, [workspaceId, userIds]), (row) => row.user_id);

export const readKeys = async (workspaceId: string, userIds: readonly string[]) =>
  Map.groupBy(await run<KeyRow>(statements.keys, [workspaceId, userIds]), (row) => row.user_id);

/** A row's place in the list, as the product writes it. */
export const cursorOf = (user: UserRow): string => Buffer.from(JSON.stringify([user.display_name, user.id])).toString('base64url');
