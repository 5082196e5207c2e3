import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { eventCheckpoints, events } from '../../db/tables/events.ts';
import { sameSecret } from '../../lib/secrets.ts';
import type { Vault } from '../vault.ts';
import { chainMac, chainStart, checkpointSignature } from './chain.ts';

/** What a walk over the whole log found. */
export interface LogVerification {
  /** How many events are good, from the first one on. */
  events: number;
  checkpoints: number;
  /** What is wrong first, and at which number; null where all is well. */
  problem: { number: number; what: 'CHANGED' | 'MISSING' | 'CUT_OFF' | 'CHECKPOINT_FORGED' | 'COLUMNS_DIFFER' } | null;
}

const page = 1_000;

/**
 * Walks a workspace's log and its checkpoints: finds an event that was changed, taken out of the middle, or cut from
 * the end after a checkpoint.
 */
export async function verifyLog({ db, vault }: { db: Db; vault: Vault }, workspaceId: string): Promise<LogVerification> {
  const key = await vault.key(db, workspaceId, 'LOG');
  const marks = await db.select().from(eventCheckpoints).where(eq(eventCheckpoints.workspaceId, workspaceId)).orderBy(asc(eventCheckpoints.number));
  const forged = marks.find((mark) => !sameSecret(mark.signature, checkpointSignature(key, workspaceId, mark.number, mark.mac)));
  const byNumber = new Map(marks.map((mark) => [mark.number, mark]));
  const result = (count: number, problem: LogVerification['problem']): LogVerification => ({ events: count, checkpoints: marks.length, problem });
  if (forged) return result(0, { number: forged.number, what: 'CHECKPOINT_FORGED' });
  let number = 0;
  let mac = chainStart;
  for (;;) {
    const rows = await db
      .select()
      .from(events)
      .where(and(eq(events.workspaceId, workspaceId), gt(events.number, number)))
      .orderBy(asc(events.number))
      .limit(page);
    for (const row of rows) {
      if (row.number !== number + 1) return result(number, { number: number + 1, what: 'MISSING' });
      mac = chainMac(key, mac, row.canonical);
      const mark = byNumber.get(row.number);
      if (!sameSecret(mac, row.mac) || (mark && !sameSecret(mark.mac, mac))) return result(number, { number: row.number, what: 'CHANGED' });
      if (!columnsAgree(row)) return result(number, { number: row.number, what: 'COLUMNS_DIFFER' });
      number = row.number;
    }
    if (rows.length < page) break;
  }
  const last = marks.at(-1);
  return result(number, last && last.number > number ? { number: number + 1, what: 'CUT_OFF' } : null);
}

/** Whether the columns that queries filter by say what the signed text says. */
function columnsAgree(row: typeof events.$inferSelect): boolean {
  const told = JSON.parse(row.canonical) as Record<string, unknown>;
  return (
    told.number === row.number &&
    told.workspaceId === row.workspaceId &&
    told.occurredAt === row.occurredAt.toISOString() &&
    (['type', 'actor', 'userId', 'keyId', 'enrolmentId'] as const).every((column) => told[column] === row[column])
  );
}
