import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { groupMembers, groups, users } from '../../../db/tables/directory.ts';
import { sessions } from '../../../db/tables/identity.ts';
import { securityKeys, webauthnCredentials } from '../../../db/tables/keys.ts';
import { type ApplicationClaim, applicationGroups } from '../../../db/tables/oidc.ts';
import type { Server } from '../../context.ts';
import type { User } from '../../directory/users.ts';
import type { Session } from '../../identity/sessions.ts';

/** Somebody who is signed in, by a session that stands. */
export interface SignedIn {
  session: Session;
  user: User;
  /** Whether the model of the key that signed is attested. */
  attested: boolean;
}

/** Somebody who may be in an application. */
export interface Admitted extends SignedIn {
  /** The person’s groups that let them in. */
  groups: { id: string; name: string }[];
  claims: ReadonlySet<ApplicationClaim>;
}

/** Who a session stands for now; null where it has ended, or the person or the key was stopped. */
export async function signedInBy({ db, clock }: Pick<Server, 'db' | 'clock'>, workspaceId: string, sessionId: string): Promise<SignedIn | null> {
  const [found] = await db
    .select({ session: sessions, user: users, attested: webauthnCredentials.attested })
    .from(sessions)
    .innerJoin(users, and(eq(users.workspaceId, sessions.workspaceId), eq(users.id, sessions.userId)))
    .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, sessions.workspaceId), eq(securityKeys.id, sessions.keyId)))
    .leftJoin(webauthnCredentials, and(eq(webauthnCredentials.workspaceId, sessions.workspaceId), eq(webauthnCredentials.keyId, sessions.keyId)))
    .where(
      and(
        eq(sessions.workspaceId, workspaceId),
        eq(sessions.id, sessionId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, clock.now()),
        isNull(users.suspendedAt),
        eq(securityKeys.status, 'ACTIVE'),
      ),
    );
  return found ? { ...found, attested: found.attested ?? false } : null;
}

/** Somebody who is signed in as a member of an application; null where none of their groups lets them in. */
export async function admit({ db }: Pick<Server, 'db'>, signedIn: SignedIn, applicationId: string): Promise<Admitted | null> {
  const { workspaceId, id: userId } = signedIn.user;
  const rows = await db
    .select({ id: groups.id, name: groups.name, claims: applicationGroups.claims })
    .from(groupMembers)
    .innerJoin(
      applicationGroups,
      and(eq(applicationGroups.workspaceId, groupMembers.workspaceId), eq(applicationGroups.groupId, groupMembers.groupId)),
    )
    .innerJoin(groups, and(eq(groups.workspaceId, groupMembers.workspaceId), eq(groups.id, groupMembers.groupId)))
    .where(and(eq(groupMembers.workspaceId, workspaceId), eq(groupMembers.userId, userId), eq(applicationGroups.applicationId, applicationId)))
    .orderBy(asc(sql`lower(${groups.name})`));
  if (rows.length === 0) return null;
  return { ...signedIn, groups: rows.map(({ id, name }) => ({ id, name })), claims: new Set(rows.flatMap(({ claims }) => claims)) };
}
