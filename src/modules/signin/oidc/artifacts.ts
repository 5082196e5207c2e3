import { and, eq, gt, isNotNull, isNull, lt, notExists, or } from 'drizzle-orm';
import type { Db } from '../../../db/handle.ts';
import { sessions } from '../../../db/tables/identity.ts';
import { oidcArtifacts } from '../../../db/tables/oidc.ts';
import { sha256 } from '../../../lib/secrets.ts';
import type { Server } from '../../context.ts';
import { sessionOfGrant } from './grants.ts';

type Stored = Pick<Server, 'db' | 'clock'>;
type Payload = Record<string, unknown>;

/** What is kept of an artifact's id: the id of a token is the token itself. */
export const hashOf = (model: string, id: string): Uint8Array => sha256(`${model}:${id}`);

const isArtifact = (workspaceId: string, model: string, id: string) =>
  and(eq(oidcArtifacts.workspaceId, workspaceId), eq(oidcArtifacts.idHash, hashOf(model, id)));

/** Keeps an artifact of the protocol, or what became of it, without its id. */
export async function keepArtifact(
  { db, clock }: Stored,
  workspaceId: string,
  model: string,
  id: string,
  { jti: _, ...payload }: Payload,
  secondsToLive: number,
): Promise<void> {
  const now = clock.now();
  const fields = {
    uid: textOr(payload.uid),
    grantId: textOr(payload.grantId),
    sessionId: sessionOf(model, id, payload),
    applicationId: textOr(payload.clientId),
    payload,
    expiresAt: new Date(now.getTime() + secondsToLive * 1_000),
  };
  await db
    .insert(oidcArtifacts)
    .values({ workspaceId, idHash: hashOf(model, id), model, createdAt: now, ...fields })
    .onConflictDoUpdate({ target: oidcArtifacts.idHash, set: fields });
}

/** An artifact as it was kept; null where there is none, or its time is over. */
export async function findArtifact({ db, clock }: Stored, workspaceId: string, model: string, id: string): Promise<Payload | null> {
  const [found] = await db
    .select()
    .from(oidcArtifacts)
    .where(and(isArtifact(workspaceId, model, id), gt(oidcArtifacts.expiresAt, clock.now())));
  return found ? { ...toPayload(found), jti: id } : null;
}

/** A session of the protocol by its second name. */
export async function findArtifactByUid({ db, clock }: Stored, workspaceId: string, model: string, uid: string): Promise<Payload | null> {
  const [found] = await db
    .select()
    .from(oidcArtifacts)
    .where(
      and(
        eq(oidcArtifacts.workspaceId, workspaceId),
        eq(oidcArtifacts.uid, uid),
        eq(oidcArtifacts.model, model),
        gt(oidcArtifacts.expiresAt, clock.now()),
      ),
    );
  return found ? toPayload(found) : null;
}

/** Marks a code or a token as used. False where it was already: of two at once, one wins. */
export async function spendArtifact({ db, clock }: Stored, workspaceId: string, model: string, id: string): Promise<boolean> {
  const used = await db
    .update(oidcArtifacts)
    .set({ consumedAt: clock.now() })
    .where(and(isArtifact(workspaceId, model, id), isNull(oidcArtifacts.consumedAt)))
    .returning({ model: oidcArtifacts.model });
  return used.length > 0;
}

export async function forgetArtifact(db: Db, workspaceId: string, model: string, id: string): Promise<void> {
  await db.delete(oidcArtifacts).where(isArtifact(workspaceId, model, id));
}

/** Forgets whatever was given out under a grant. */
export async function forgetGrant(db: Db, workspaceId: string, grantId: string): Promise<void> {
  await db.delete(oidcArtifacts).where(and(eq(oidcArtifacts.workspaceId, workspaceId), eq(oidcArtifacts.grantId, grantId)));
}

/** Forgets what is over, and what outlived its session: no trace is left of those that nothing may tell of. */
export async function sweepArtifacts({ db, clock }: Stored, workspaceId: string): Promise<void> {
  const now = clock.now();
  // A session that nothing may tell of has no row once it has ended.
  const standing = db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(eq(sessions.workspaceId, workspaceId), eq(sessions.id, oidcArtifacts.sessionId), isNull(sessions.endedAt), gt(sessions.expiresAt, now)),
    );
  const outlived = and(isNotNull(oidcArtifacts.sessionId), notExists(standing));
  await db.delete(oidcArtifacts).where(and(eq(oidcArtifacts.workspaceId, workspaceId), or(lt(oidcArtifacts.expiresAt, now), outlived)));
}

function toPayload({ payload, consumedAt }: typeof oidcArtifacts.$inferSelect): Payload {
  return consumedAt ? { ...payload, consumed: Math.floor(consumedAt.getTime() / 1_000) } : payload;
}

/** The session that an artifact lives by, which its grant names. */
function sessionOf(model: string, id: string, payload: Payload): string | null {
  if (model === 'Grant') return sessionOfGrant(id);
  const { authorizations, result } = payload as {
    authorizations?: Record<string, { grantId?: string }>;
    result?: { consent?: { grantId?: string } };
  };
  const grantId = payload.grantId ?? result?.consent?.grantId ?? Object.values(authorizations ?? {}).find(({ grantId }) => grantId)?.grantId;
  return typeof grantId === 'string' ? sessionOfGrant(grantId) : null;
}

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);
