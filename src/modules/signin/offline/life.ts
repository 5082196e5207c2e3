import { and, eq, gt, inArray, lt, max } from 'drizzle-orm';
import type { Db } from '../../../db/handle.ts';
import { offlineGrants } from '../../../db/tables/offline.ts';
import type { Server } from '../../context.ts';

const day = 24 * 3_600_000;
/** A PC that was away for longer than this has nothing to tell any more of what was granted there. */
const remembered = 90 * day;

/**
 * Until when each of these keys could still sign in offline somewhere, were it stopped now: the end of the newest grant at
 * an agent that did not say that it is gone. In one statement.
 */
export async function offlineUntilByKeyIds(
  { db, clock }: { db: Db; clock: Server['clock'] },
  workspaceId: string,
  keyIds: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await db
    .select({ keyId: offlineGrants.keyId, until: max(offlineGrants.expiresAt) })
    .from(offlineGrants)
    .where(and(eq(offlineGrants.workspaceId, workspaceId), inArray(offlineGrants.keyId, [...keyIds]), gt(offlineGrants.expiresAt, clock.now())))
    .groupBy(offlineGrants.keyId);
  return new Map(rows.flatMap(({ keyId, until }) => (until ? [[keyId, new Date(until)] as const] : [])));
}

/** Deletes what ended long ago at agents that never came back. */
export async function sweepOfflineGrants({ db, clock }: Server, workspaceId: string): Promise<void> {
  const before = new Date(clock.now().getTime() - remembered);
  await db.delete(offlineGrants).where(and(eq(offlineGrants.workspaceId, workspaceId), lt(offlineGrants.expiresAt, before)));
}
