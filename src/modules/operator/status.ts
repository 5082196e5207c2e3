import { count, eq, inArray, max, sql } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { eventOutbox, events } from '../../db/tables/events.ts';
import { mailOutbox } from '../../db/tables/mail.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import type { Ctx } from '../context.ts';
import { type LogVerification, verifyLog } from '../events/verify.ts';
import { operatorIn, requireOperator } from '../identity/operator.ts';
import type { Workspace } from '../workspace/workspaces.ts';

/** How the server stands, for its operator. */
export interface ServerStatus {
  publicUrl: string;
  rpId: string;
  mailTransport: Ctx['mailer']['transport'];
  /** Mails that wait or are tried again. */
  queuedMails: number;
  subscribers: number;
  workspaces: { workspace: Workspace; users: number; lastEvent: number; waitingEvents: number }[];
}

/** How the server stands. @throws AccessDenied */
export async function serverStatus(ctx: Ctx): Promise<ServerStatus> {
  requireOperator(ctx);
  const [all, people, numbered, waiting, mails] = await Promise.all([
    ctx.db.select().from(workspaces).orderBy(workspaces.id),
    ctx.db.select({ id: users.workspaceId, count: count() }).from(users).groupBy(users.workspaceId),
    ctx.db
      .select({ id: events.workspaceId, last: max(events.number) })
      .from(events)
      .groupBy(events.workspaceId),
    ctx.db.select({ id: eventOutbox.workspaceId, count: count() }).from(eventOutbox).groupBy(eventOutbox.workspaceId),
    ctx.db
      .select({ count: count() })
      .from(mailOutbox)
      .where(inArray(mailOutbox.status, ['QUEUED'])),
  ]);
  const find = <T extends { id: string }>(rows: T[], id: string) => rows.find((row) => row.id === id);
  return {
    publicUrl: ctx.publicUrl,
    rpId: ctx.rp.id,
    mailTransport: ctx.mailer.transport,
    queuedMails: mails[0]?.count ?? 0,
    subscribers: ctx.hub.size,
    workspaces: all.map((workspace) => ({
      workspace,
      users: find(people, workspace.id)?.count ?? 0,
      lastEvent: find(numbered, workspace.id)?.last ?? 0,
      waitingEvents: find(waiting, workspace.id)?.count ?? 0,
    })),
  };
}

/** Walks the log of every workspace, or of one. @throws AccessDenied, NotFound */
export async function verifyLogs(ctx: Ctx, workspaceId: string | null): Promise<{ workspace: Workspace; verification: LogVerification }[]> {
  requireOperator(ctx);
  if (workspaceId !== null) await operatorIn(ctx, workspaceId);
  const all = await ctx.db
    .select()
    .from(workspaces)
    .where(workspaceId === null ? undefined : eq(workspaces.id, workspaceId))
    .orderBy(workspaces.id);
  const found = [];
  for (const workspace of all) found.push({ workspace, verification: await verifyLog(ctx, workspace.id) });
  return found;
}

/** Whether the database answers. */
export const databaseAnswers = ({ db }: Pick<Ctx, 'db'>): Promise<boolean> =>
  db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
