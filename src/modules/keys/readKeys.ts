import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { anyOf, prepare, preparedRead } from '../../db/prepared.ts';
import { users } from '../../db/tables/directory.ts';
import { authenticatorModels, type KeyKind, type KeyStatus, securityKeys, webauthnCredentials } from '../../db/tables/keys.ts';
import type { Ctx } from '../context.ts';
import { personFits } from '../directory/readUsers.ts';
import { type Order, type Page, type PageArgs, readPage } from '../paging.ts';
import { require } from '../policy/require.ts';
import { searchPattern } from '../validation.ts';
import type { SecurityKey } from './keys.ts';

/** Which keys a list holds: all that is given must fit. */
export interface SecurityKeyFilter {
  /** Part of the key's name, or of its person's name, email, username or employee number. */
  search?: string | null | undefined;
  kinds?: readonly KeyKind[] | null | undefined;
  statuses?: readonly KeyStatus[] | null | undefined;
  userId?: string | null | undefined;
}

const newestFirst: Order<SecurityKey> = { columns: [sql`${securityKeys.id}`], place: (key) => [key.id], descending: true };

/** The keys of the caller's workspace, newest first, a page of them. @throws AccessDenied, InvalidInput */
export async function listSecurityKeys(ctx: Ctx, { search, kinds, statuses, userId }: SecurityKeyFilter, page: PageArgs): Promise<Page<SecurityKey>> {
  const workspaceId = require(ctx, 'key.read');
  const where = and(
    eq(securityKeys.workspaceId, workspaceId),
    found(ctx.db, workspaceId, searchPattern(search)),
    kinds ? anyOf(securityKeys.kind, kinds) : undefined,
    statuses ? anyOf(securityKeys.status, statuses) : undefined,
    userId ? eq(securityKeys.userId, userId) : undefined,
  );
  return readPage<SecurityKey>(page, newestFirst, ({ place, orderBy, limit }) =>
    prepare(
      ctx.db
        .select()
        .from(securityKeys)
        .where(and(where, place))
        .orderBy(...orderBy)
        .limit(limit),
    ),
  );
}

/** Whether a key, or its person, fits a search. */
function found(db: Db, workspaceId: string, pattern: string | null): SQL | undefined {
  if (pattern === null) return undefined;
  const people = db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.workspaceId, workspaceId), personFits(pattern)));
  return or(sql`lower(${securityKeys.name}) like lower(${pattern})`, inArray(securityKeys.userId, people));
}

const withIds = preparedRead(['workspaceId', 'ids'], (db, { workspaceId, ids }) =>
  db
    .select()
    .from(securityKeys)
    .where(and(eq(securityKeys.workspaceId, workspaceId), anyOf(securityKeys.id, ids))),
);

/** The keys with these ids, in one statement. */
export const keysByIds = (db: Db, workspaceId: string, ids: readonly string[]): Promise<SecurityKey[]> => withIds(db, { workspaceId, ids });

const ofUsers = preparedRead(['workspaceId', 'userIds'], (db, { workspaceId, userIds }) =>
  db
    .select()
    .from(securityKeys)
    .where(and(eq(securityKeys.workspaceId, workspaceId), anyOf(securityKeys.userId, userIds)))
    .orderBy(securityKeys.id),
);

/** The keys of each of these people, oldest first, in one statement. */
export async function keysByUserIds(db: Db, workspaceId: string, userIds: readonly string[]): Promise<Map<string, SecurityKey[]>> {
  const rows = await ofUsers(db, { workspaceId, userIds });
  return Map.groupBy(rows, (key) => key.userId);
}

/** A registered credential, as administrators see it: with the model's name as its AAGUID claims it, proven only where `attested`. */
export interface Credential {
  id: string;
  keyId: string;
  credentialId: string;
  transports: string[];
  aaguid: string;
  attested: boolean;
  attestationFormat: string;
  backupEligible: boolean;
  backedUp: boolean;
  createdAt: Date;
  modelName: string | null;
}

/** The credentials of these keys, in one statement. */
export async function credentialsByKeyIds(db: Db, workspaceId: string, keyIds: readonly string[]): Promise<Map<string, Credential>> {
  const rows = await db
    .select({ credential: webauthnCredentials, modelName: authenticatorModels.name })
    .from(webauthnCredentials)
    .leftJoin(authenticatorModels, eq(authenticatorModels.aaguid, webauthnCredentials.aaguid))
    .where(and(eq(webauthnCredentials.workspaceId, workspaceId), anyOf(webauthnCredentials.keyId, keyIds)));
  return new Map(rows.map(({ credential, modelName }) => [credential.keyId, { ...credential, modelName }]));
}
