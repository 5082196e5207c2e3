import { and, eq, gt, isNull, type SQL } from 'drizzle-orm';
import { activationSessions, enrolments } from '../../db/tables/enrolment.ts';
import { newId } from '../../lib/ids.ts';
import { newToken, sha256 } from '../../lib/secrets.ts';
import type { Ctx, TxCtx } from '../context.ts';
import { revokeAgentsOf } from '../readers/agents.ts';
import { cancelTapJobsOf } from '../readers/tapJobs.ts';

const life = 15 * 60_000;

/** The token for the cookie of the browser that opened a link. */
export interface StartedActivation {
  sessionToken: string;
  expiresAt: Date;
}

/** Takes a browser in for 15 minutes. Part of a greater transaction. */
export async function startActivationSession(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<StartedActivation> {
  const sessionToken = newToken();
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + life);
  await ctx.db
    .insert(activationSessions)
    .values({ workspaceId, id: newId('activationSession'), enrolmentId, tokenHash: sha256(sessionToken), createdAt: now, expiresAt });
  return { sessionToken, expiresAt };
}

const openOf = (workspaceId: string, enrolmentId: string): SQL | undefined =>
  and(eq(activationSessions.workspaceId, workspaceId), eq(activationSessions.enrolmentId, enrolmentId), isNull(activationSessions.endedAt));

/** Ends the sessions of the browsers that opened an enrolment's link, and the requests for a tap that they made. */
export async function endActivationSessions(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<void> {
  await ctx.db.update(activationSessions).set({ endedAt: ctx.clock.now() }).where(openOf(workspaceId, enrolmentId));
  await cancelTapJobsOf(ctx, workspaceId, { enrolmentId });
}

/**
 * Ends all that the holders of an enrolment's links made of them: their sessions, and the agents that they paired or could
 * still pair. Whoever holds the next link is somebody else, for all that is known.
 */
export async function endHolders(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<void> {
  await revokeAgentsOf(ctx, workspaceId, { enrolmentId });
  await endActivationSessions(ctx, workspaceId, enrolmentId);
}

/** The session of the browser that has an enrolment open; null where none has. Lock the enrolment first. */
export async function openSessionOf(ctx: TxCtx, workspaceId: string, enrolmentId: string): Promise<string | null> {
  const [open] = await ctx.db.select({ id: activationSessions.id }).from(activationSessions).where(openOf(workspaceId, enrolmentId)).limit(1);
  return open?.id ?? null;
}

/** What the calling browser opened in the last 15 minutes, ended or not; null where it opened nothing. */
export async function sessionOfBrowser(
  ctx: Ctx,
): Promise<{ sessionId: string; endedAt: Date | null; enrolment: typeof enrolments.$inferSelect } | null> {
  if (!ctx.activationToken) return null;
  const [found] = await ctx.db
    .select({ sessionId: activationSessions.id, endedAt: activationSessions.endedAt, enrolment: enrolments })
    .from(activationSessions)
    .innerJoin(enrolments, and(eq(enrolments.workspaceId, activationSessions.workspaceId), eq(enrolments.id, activationSessions.enrolmentId)))
    .where(and(eq(activationSessions.tokenHash, sha256(ctx.activationToken)), gt(activationSessions.expiresAt, ctx.clock.now())));
  return found ?? null;
}

/** Spends a session, once: of two answers, or two browsers, one gets through. */
export async function spendActivationSession(ctx: TxCtx, workspaceId: string, sessionId: string): Promise<boolean> {
  const open: SQL | undefined = and(
    eq(activationSessions.workspaceId, workspaceId),
    eq(activationSessions.id, sessionId),
    isNull(activationSessions.endedAt),
  );
  const spent = await ctx.db.update(activationSessions).set({ endedAt: ctx.clock.now() }).where(open).returning({ id: activationSessions.id });
  return spent.length > 0;
}
