import { and, eq, lt, not, or } from 'drizzle-orm';
import { challenges } from '../../db/tables/ceremonies.ts';
import { activationSessions, wizards } from '../../db/tables/enrolment.ts';
import { idempotencyKeys, sessions } from '../../db/tables/identity.ts';
import type { Server } from '../context.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Deletes what is over and tells nobody anything any more: challenges, wizards, sessions, remembered answers. */
export async function sweepRemains({ db, clock }: Server, workspaceId: string): Promise<void> {
  const before = (age: number) => new Date(clock.now().getTime() - age);
  await db.delete(challenges).where(and(eq(challenges.workspaceId, workspaceId), lt(challenges.expiresAt, before(hour))));
  await db.delete(wizards).where(and(eq(wizards.workspaceId, workspaceId), lt(wizards.expiresAt, before(0))));
  await db.delete(activationSessions).where(and(eq(activationSessions.workspaceId, workspaceId), lt(activationSessions.expiresAt, before(day))));
  const isOver = or(lt(sessions.expiresAt, before(day)), and(not(sessions.auditable), lt(sessions.expiresAt, before(0))));
  await db.delete(sessions).where(and(eq(sessions.workspaceId, workspaceId), isOver));
  await db.delete(idempotencyKeys).where(and(eq(idempotencyKeys.workspaceId, workspaceId), lt(idempotencyKeys.createdAt, before(day))));
}
