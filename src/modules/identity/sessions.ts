import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { sessions } from '../../db/tables/identity.ts';
import { newId } from '../../lib/ids.ts';
import { newToken, sha256 } from '../../lib/secrets.ts';
import { type Ctx, type Server, type TxCtx, tx } from '../context.ts';
import { NotFound } from '../errors.ts';
import type { Actor } from '../policy/actor.ts';
import { require, requireRankOver } from '../policy/require.ts';

export type Session = typeof sessions.$inferSelect;

const life = 12 * 3_600_000;

/** A session that was just started, and the token for the browser's cookie. */
export interface StartedSession {
  session: Session;
  token: string;
}

/**
 * Signs a person in. Part of a greater transaction, which has verified the key. By a key that is not auditable it leaves
 * nothing that tells of it: no event, and no browser on the session.
 */
export async function startSession(
  ctx: TxCtx,
  { workspaceId, id: userId }: { workspaceId: string; id: string },
  { id: keyId, smartphone }: { id: string; smartphone: { auditable: boolean } | null },
): Promise<StartedSession> {
  const auditable = smartphone?.auditable ?? true;
  const token = newToken('lks_');
  const now = ctx.clock.now();
  const [session] = await ctx.db
    .insert(sessions)
    .values({
      workspaceId,
      userId,
      keyId,
      id: newId('session'),
      tokenHash: sha256(token),
      auditable,
      userAgent: auditable ? (ctx.origin.userAgent?.slice(0, 300) ?? null) : null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + life),
    })
    .returning();
  const { id } = session as Session;
  if (auditable) ctx.emit(workspaceId, { type: 'session.started', userId, keyId, payload: { sessionId: id } });
  return { session: session as Session, token };
}

/** Who a session's token stands for; null where it stands for nobody any more. */
export async function actorOfSession({ db, clock, demo }: Server, token: string): Promise<Actor | null> {
  const [found] = await db
    .select({ session: sessions, role: users.role })
    .from(sessions)
    .innerJoin(users, and(eq(users.workspaceId, sessions.workspaceId), eq(users.id, sessions.userId)))
    .where(and(eq(sessions.tokenHash, sha256(token)), isNull(sessions.endedAt), gt(sessions.expiresAt, clock.now()), isNull(users.suspendedAt)));
  if (!found) return null;
  const { id: sessionId, workspaceId, userId, createdAt, expiresAt } = found.session;
  // A demo's visitor has no key to sign in again by, so there every sign-in stays fresh.
  const signedInAt = demo ? clock.now() : createdAt;
  return { type: 'user', workspaceId, userId, sessionId, role: found.role, signedInAt, expiresAt };
}

/** Ends the caller's own session. Nothing happens where there is none. */
export async function signOut(ctx: Ctx): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== 'user') return;
  await tx(ctx, async (ctx) => {
    await endSessions(ctx, actor.workspaceId, { sessionId: actor.sessionId });
  });
}

/** Ends somebody's session. @throws NotFound, AccessDenied */
export async function revokeSession(ctx: Ctx, sessionId: string): Promise<{ sessionId: string }> {
  const workspaceId = require(ctx, 'session.revoke');
  return tx(ctx, async (ctx) => {
    const [found] = await ctx.db
      .select({ role: users.role, userId: users.id })
      .from(sessions)
      .innerJoin(users, and(eq(users.workspaceId, sessions.workspaceId), eq(users.id, sessions.userId)))
      .where(and(eq(sessions.workspaceId, workspaceId), eq(sessions.id, sessionId)));
    if (!found) throw new NotFound('session');
    requireRankOver(ctx, found);
    await endSessions(ctx, workspaceId, { sessionId });
    return { sessionId };
  });
}

/** Ends sessions: one, all of a person, or those that one of their keys opened. Their streams end with them. */
export async function endSessions(
  ctx: TxCtx,
  workspaceId: string,
  { sessionId, userId, keyId }: { sessionId?: string; userId?: string; keyId?: string },
): Promise<void> {
  const ended = await ctx.db
    .update(sessions)
    .set({ endedAt: ctx.clock.now() })
    .where(
      and(
        eq(sessions.workspaceId, workspaceId),
        sessionId ? eq(sessions.id, sessionId) : undefined,
        userId ? eq(sessions.userId, userId) : undefined,
        keyId ? eq(sessions.keyId, keyId) : undefined,
        isNull(sessions.endedAt),
      ),
    )
    .returning();
  for (const { id, auditable, userId } of ended) {
    if (auditable) ctx.emit(workspaceId, { type: 'session.ended', userId, payload: { sessionId: id } });
    // The log must not tell of it, so its streams hear it directly.
    else ctx.afterCommit(() => ctx.hub.endSession(workspaceId, id));
  }
}

/** The sessions that are open now, newest first. @throws AccessDenied */
export async function listSessions(ctx: Ctx): Promise<Session[]> {
  const workspaceId = require(ctx, 'session.read');
  return ctx.db.select().from(sessions).where(openIn(ctx, workspaceId)).orderBy(desc(sessions.id)).limit(200);
}

/** A session that is open now, by its id; null where there is none. @throws AccessDenied */
export async function findSession(ctx: Ctx, id: string): Promise<Session | null> {
  const workspaceId = require(ctx, 'session.read');
  const [found] = await ctx.db
    .select()
    .from(sessions)
    .where(and(openIn(ctx, workspaceId), eq(sessions.id, id)));
  return found ?? null;
}

const openIn = ({ clock }: Ctx, workspaceId: string) =>
  and(eq(sessions.workspaceId, workspaceId), isNull(sessions.endedAt), gt(sessions.expiresAt, clock.now()));
