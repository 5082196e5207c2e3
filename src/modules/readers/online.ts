import { and, gt, isNull, type SQL } from 'drizzle-orm';
import { readerAgents } from '../../db/tables/readers.ts';

/** Whether an agent is there now. */
export const isOnline = ({ onlineUntil, revokedAt }: Pick<typeof readerAgents.$inferSelect, 'onlineUntil' | 'revokedAt'>, now: Date): boolean =>
  revokedAt === null && onlineUntil !== null && onlineUntil > now;

/** The same, asked of the rows. */
export const isOnlineNow = (now: Date): SQL | undefined => and(isNull(readerAgents.revokedAt), gt(readerAgents.onlineUntil, now));
