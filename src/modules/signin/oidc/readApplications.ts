import { and, asc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../../db/handle.ts';
import { anyOf } from '../../../db/prepared.ts';
import { groups } from '../../../db/tables/directory.ts';
import { type ApplicationClaim, applicationGroups, applications } from '../../../db/tables/oidc.ts';
import type { Ctx } from '../../context.ts';
import type { Group } from '../../directory/groups.ts';
import { require } from '../../policy/require.ts';
import type { Application } from './applications.ts';

/** The organisation’s applications by name, 200 at most. @throws AccessDenied */
export async function listApplications(ctx: Ctx): Promise<Application[]> {
  const workspaceId = require(ctx, 'application.read');
  return ctx.db
    .select()
    .from(applications)
    .where(eq(applications.workspaceId, workspaceId))
    .orderBy(asc(sql`lower(${applications.name})`), asc(applications.id))
    .limit(200);
}

/** The applications with these ids, in one statement. */
export const applicationsByIds = (db: Db, workspaceId: string, ids: readonly string[]): Promise<Application[]> =>
  db
    .select()
    .from(applications)
    .where(and(eq(applications.workspaceId, workspaceId), anyOf(applications.id, ids)));

/** An application by its id; null where there is none. */
export async function findApplication(db: Db, workspaceId: string, id: string): Promise<Application | null> {
  const [found] = await db
    .select()
    .from(applications)
    .where(and(eq(applications.workspaceId, workspaceId), eq(applications.id, id)));
  return found ?? null;
}

/** A group whose members may sign in to an application, and what it learns of them. */
export interface ApplicationGroup {
  group: Group;
  claims: ApplicationClaim[];
}

/** The groups of each of these applications, by name. */
export async function groupsByApplicationIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<Map<string, ApplicationGroup[]>> {
  const rows = await db
    .select({ applicationId: applicationGroups.applicationId, claims: applicationGroups.claims, group: groups })
    .from(applicationGroups)
    .innerJoin(groups, and(eq(groups.workspaceId, applicationGroups.workspaceId), eq(groups.id, applicationGroups.groupId)))
    .where(and(eq(applicationGroups.workspaceId, workspaceId), anyOf(applicationGroups.applicationId, ids)))
    .orderBy(asc(sql`lower(${groups.name})`), asc(groups.id));
  const found = new Map<string, ApplicationGroup[]>(ids.map((id) => [id, []]));
  for (const { applicationId, group, claims } of rows) found.get(applicationId)?.push({ group, claims });
  return found;
}
