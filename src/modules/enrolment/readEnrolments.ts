import { and, count, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { anyOf, prepare, preparedRead } from '../../db/prepared.ts';
import { type EnrolmentStatus, enrolments, wizards } from '../../db/tables/enrolment.ts';
import { type MailStatus, mailOutbox } from '../../db/tables/mail.ts';
import type { Ctx } from '../context.ts';
import { type Order, type Page, type PageArgs, readPage } from '../paging.ts';
import { actorName } from '../policy/actor.ts';
import { require } from '../policy/require.ts';
import type { Enrolment } from './enrolments.ts';
import type { Wizard } from './wizard.ts';

/** Which enrolments a list holds: all that is given must fit. */
export interface EnrolmentFilter {
  statuses?: readonly EnrolmentStatus[] | null | undefined;
  userId?: string | null | undefined;
  keyId?: string | null | undefined;
  expiresBefore?: Date | null | undefined;
}

const matching = (workspaceId: string, { statuses, userId, keyId, expiresBefore }: EnrolmentFilter): SQL | undefined =>
  and(
    eq(enrolments.workspaceId, workspaceId),
    statuses ? anyOf(enrolments.status, statuses) : undefined,
    userId ? eq(enrolments.userId, userId) : undefined,
    keyId ? eq(enrolments.keyId, keyId) : undefined,
    expiresBefore ? lt(enrolments.expiresAt, expiresBefore) : undefined,
  );

const newestFirst: Order<Enrolment> = { columns: [sql`${enrolments.id}`], place: (enrolment) => [enrolment.id], descending: true };

/** The enrolments of the caller's workspace, newest first, a page of them. @throws AccessDenied, InvalidInput */
export async function listEnrolments(ctx: Ctx, filter: EnrolmentFilter, page: PageArgs): Promise<Page<Enrolment>> {
  const where = matching(require(ctx, 'enrolment.read'), filter);
  return readPage<Enrolment>(page, newestFirst, ({ place, orderBy, limit }) =>
    prepare(
      ctx.db
        .select()
        .from(enrolments)
        .where(and(where, place))
        .orderBy(...orderBy)
        .limit(limit),
    ),
  );
}

/** How many enrolments the filter fits in all. @throws AccessDenied */
export async function countEnrolments(ctx: Ctx, filter: EnrolmentFilter): Promise<number> {
  const [row] = await ctx.db
    .select({ count: count() })
    .from(enrolments)
    .where(matching(require(ctx, 'enrolment.read'), filter));
  return row?.count ?? 0;
}

const byStatus = preparedRead(['workspaceId'], (db, { workspaceId }) =>
  db.select({ status: enrolments.status, count: count() }).from(enrolments).where(eq(enrolments.workspaceId, workspaceId)).groupBy(enrolments.status),
);

/** How many enrolments are in each status now. @throws AccessDenied */
export async function enrolmentSummary(ctx: Ctx): Promise<Record<EnrolmentStatus, number>> {
  const workspaceId = require(ctx, 'enrolment.read');
  const rows = await byStatus(ctx.db, { workspaceId });
  const summary: Record<EnrolmentStatus, number> = { PENDING: 0, OPENED: 0, ACTIVATED: 0, EXPIRED: 0, CANCELLED: 0 };
  for (const row of rows) summary[row.status] = row.count;
  return summary;
}

const withIds = preparedRead(['workspaceId', 'ids'], (db, { workspaceId, ids }) =>
  db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, workspaceId), anyOf(enrolments.id, ids))),
);

/** The enrolments with these ids, in one statement. */
export const enrolmentsByIds = (db: Db, workspaceId: string, ids: readonly string[]): Promise<Enrolment[]> => withIds(db, { workspaceId, ids });

const newestOf = preparedRead(['workspaceId', 'keyIds'], (db, { workspaceId, keyIds }) =>
  db
    .selectDistinctOn([enrolments.keyId])
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, workspaceId), anyOf(enrolments.keyId, keyIds)))
    .orderBy(enrolments.keyId, sql`${enrolments.id} desc`),
);

/** The newest enrolment of each of these keys, in one statement. */
export async function newestEnrolmentByKeyIds(db: Db, workspaceId: string, keyIds: readonly string[]): Promise<Map<string, Enrolment>> {
  const rows = await newestOf(db, { workspaceId, keyIds });
  return new Map(rows.map((row) => [row.keyId, row]));
}

/** What became of a mail. */
export interface MailState {
  status: MailStatus;
  sentAt: Date | null;
  lastError: string | null;
}

/** The newest mail of each of these enrolments, without what it says, in one statement. */
export async function newestMailByEnrolmentIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<Map<string, MailState>> {
  const rows = await db
    .selectDistinctOn([mailOutbox.enrolmentId], {
      enrolmentId: mailOutbox.enrolmentId,
      status: mailOutbox.status,
      sentAt: mailOutbox.sentAt,
      lastError: mailOutbox.lastError,
    })
    .from(mailOutbox)
    .where(and(eq(mailOutbox.workspaceId, workspaceId), anyOf(mailOutbox.enrolmentId, ids)))
    .orderBy(mailOutbox.enrolmentId, sql`${mailOutbox.id} desc`);
  return new Map(rows.map(({ enrolmentId, ...mail }) => [enrolmentId ?? '', mail]));
}

const newestWizards: Order<Wizard> = { columns: [sql`${wizards.id}`], place: (wizard) => [wizard.id], descending: true };

/** The caller's own wizards that are not done, newest first. @throws AccessDenied, InvalidInput */
export async function listWizards(ctx: Ctx, page: PageArgs): Promise<Page<Wizard>> {
  const workspaceId = require(ctx, 'wizard.use');
  const mine = and(
    eq(wizards.workspaceId, workspaceId),
    eq(wizards.createdBy, actorName(ctx.actor)),
    eq(wizards.status, 'OPEN'),
    sql`${wizards.expiresAt} > ${ctx.clock.now().toISOString()}::timestamptz`,
  );
  return readPage<Wizard>(page, newestWizards, ({ place, orderBy, limit }) =>
    ctx.db
      .select()
      .from(wizards)
      .where(and(mine, place))
      .orderBy(...orderBy)
      .limit(limit),
  );
}
