import { and, asc, eq } from 'drizzle-orm';
import type { Db } from '../../../db/handle.ts';
import { users } from '../../../db/tables/directory.ts';
import { securityKeys } from '../../../db/tables/keys.ts';
import { offlineAgents, offlineGrants } from '../../../db/tables/offline.ts';
import { readerAgents } from '../../../db/tables/readers.ts';
import type { SecurityKey } from '../../keys/keys.ts';
import { type ReaderAgent, serves } from '../../readers/agents.ts';

const day = 24 * 3_600_000;

/** How long a grant counts, and how often it may be used before the server is heard again. */
export const grantDays = 7;
export const grantUses = 20;

/** The life of a grant that is given now: it begins with the day, in UTC, and so tells no hour. */
export function grantLife(now: Date): { notBefore: Date; expiresAt: Date } {
  const notBefore = new Date(Math.floor(now.getTime() / day) * day);
  return { notBefore, expiresAt: new Date(notBefore.getTime() + grantDays * day) };
}

/** Whether a phone is one that may sign in offline, and can. */
export const isForOffline = ({ status, smartphone, offlineReady }: SecurityKey): boolean =>
  status === 'ACTIVE' && smartphone?.offlineLogin === true && offlineReady === true;

/** A grant as it is kept, with whom and what it is about. */
export interface KeptGrant {
  grant: typeof offlineGrants.$inferSelect;
  key: SecurityKey;
  user: typeof users.$inferSelect;
  agent: ReaderAgent;
  journalBrokenAt: Date | null;
}

/** What is kept for an agent, in one statement. */
export const keptGrants = (db: Db, workspaceId: string, agentId: string): Promise<KeptGrant[]> =>
  db
    .select({ grant: offlineGrants, key: securityKeys, user: users, agent: readerAgents, journalBrokenAt: offlineAgents.journalBrokenAt })
    .from(offlineGrants)
    .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, offlineGrants.workspaceId), eq(securityKeys.id, offlineGrants.keyId)))
    .innerJoin(users, and(eq(users.workspaceId, offlineGrants.workspaceId), eq(users.id, securityKeys.userId)))
    .innerJoin(readerAgents, and(eq(readerAgents.workspaceId, offlineGrants.workspaceId), eq(readerAgents.id, offlineGrants.agentId)))
    .leftJoin(offlineAgents, and(eq(offlineAgents.workspaceId, offlineGrants.workspaceId), eq(offlineAgents.agentId, offlineGrants.agentId)))
    .where(and(eq(offlineGrants.workspaceId, workspaceId), eq(offlineGrants.agentId, agentId)))
    .orderBy(asc(offlineGrants.keyId));

/** Whether a grant counts now: its key, its person, its agent and its time all stand. */
export const stands = ({ grant, key, user, agent, journalBrokenAt }: KeptGrant, now: Date): boolean =>
  isForOffline(key) &&
  user.suspendedAt === null &&
  agent.revokedAt === null &&
  serves(agent, user.id) &&
  journalBrokenAt === null &&
  grant.expiresAt > now;
