import { and, desc, eq, gt, isNull, not } from 'drizzle-orm';
import { preparedRead } from '../../db/prepared.ts';
import { users } from '../../db/tables/directory.ts';
import { sessions } from '../../db/tables/identity.ts';
import type { Proximity } from '../../db/tables/signIn.ts';
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

/** How a person came in, as the session keeps it and the log tells it. */
export interface SignInFacts {
  keyId: string;
  /** Whether anything may tell of it. */
  auditable: boolean;
  /** How they were authenticated, by RFC 8176's names. */
  amr: string[];
  proximity?: Proximity | null;
  /** The reader agent on their PC, and the application that they go on to. */
  agentId?: string | null;
  applicationId?: string | null;
  /** A demo's visitor came by its link, without a key. */
  demo?: boolean;
}

/**
 * Signs a person in. Part of a greater transaction, which has verified the key. By a key that is not auditable it leaves
 * nothing that tells of it: no event, and no browser on the session.
 */
export async function startSession(
  ctx: TxCtx,
  { workspaceId, id: userId }: { workspaceId: string; id: string },
  { keyId, auditable, amr, proximity = null, agentId = null, applicationId = null, demo = false }: SignInFacts,
): Promise<StartedSession> {
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
      amr,
      proximity,
      agentId,
      userAgent: auditable ? (ctx.origin.userAgent?.slice(0, 300) ?? null) : null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + life),
    })
    .returning();
  const { id } = session as Session;
  const payload = { sessionId: id, proximity, agentId, applicationId, address: ctx.origin.address, ...(demo && { demo }) };
  if (auditable) ctx.emit(workspaceId, { type: 'session.started', userId, keyId, payload });
  return { session: session as Session, token };
}

const standing = preparedRead(['tokenHash', 'now'], (db, { tokenHash, now }) =>
  db
    .select({ session: sessions, role: users.role })
    .from(sessions)
    .innerJoin(users, and(eq(users.workspaceId, sessions.workspaceId), eq(users.id, sessions.userId)))
    .where(and(eq(sessions.tokenHash, tokenHash), isNull(sessions.endedAt), gt(sessions.expiresAt, now), isNull(users.suspendedAt))),
);

/** Who a session's token stands for; null where it stands for nobody any more. */
export async function actorOfSession({ db, clock, demo }: Server, token: string): Promise<Actor | null> {
  const [found] = await standing(db, { tokenHash: sha256(token), now: clock.now().toISOString() });
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
  const which = and(
    eq(sessions.workspaceId, workspaceId),
    sessionId ? eq(sessions.id, sessionId) : undefined,
    userId ? eq(sessions.userId, userId) : undefined,
    keyId ? eq(sessions.keyId, keyId) : undefined,
    isNull(sessions.endedAt),
  );
  const ended = await ctx.db.update(sessions).set({ endedAt: ctx.clock.now() }).where(and(which, sessions.auditable)).returning();
  for (const { id, userId } of ended) ctx.emit(workspaceId, { type: 'session.ended', userId, payload: { sessionId: id } });
  // Nothing may tell of the others, so their streams hear it directly.
  const gone = await ctx.db
    .delete(sessions)
    .where(and(which, not(sessions.auditable)))
    .returning({ id: sessions.id });
  for (const { id } of gone) ctx.afterCommit(() => ctx.hub.endSession(workspaceId, id));
}

/** A person's sessions that are open now, newest first. */
export const sessionsOf = (ctx: Ctx, workspaceId: string, userId: string): Promise<Session[]> =>
  ctx.db
    .select()
    .from(sessions)
    .where(and(openIn(ctx, workspaceId), eq(sessions.userId, userId)))
    .orderBy(desc(sessions.id))
    .limit(200);

/** The sessions that are open now, newest first; those that nothing may tell of are not among them. @throws AccessDenied */
export async function listSessions(ctx: Ctx): Promise<Session[]> {
  const workspaceId = require(ctx, 'session.read');
  return ctx.db
    .select()
    .from(sessions)
    .where(and(openIn(ctx, workspaceId), sessions.auditable))
    .orderBy(desc(sessions.id))
    .limit(200);
}

/** A session that is open now, by its id; null where there is none. @throws AccessDenied */
export async function findSession(ctx: Ctx, id: string): Promise<Session | null> {
  const workspaceId = require(ctx, 'session.read');
  const [found] = await ctx.db
    .select()
    .from(sessions)
    .where(and(openIn(ctx, workspaceId), sessions.auditable, eq(sessions.id, id)));
  return found ?? null;
}

const openIn = ({ clock }: Ctx, workspaceId: string) =>
  and(eq(sessions.workspaceId, workspaceId), isNull(sessions.endedAt), gt(sessions.expiresAt, clock.now()));
