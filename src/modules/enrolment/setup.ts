import { and, eq, inArray, sql } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { activationSessions, enrolments, type UserDetails } from '../../db/tables/enrolment.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import { newId } from '../../lib/ids.ts';
import { newToken, sameSecret, sha256 } from '../../lib/secrets.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { insertUser, lockUser, type User } from '../directory/users.ts';
import { Refused } from '../errors.ts';
import { lockKey, moveKey } from '../keys/keys.ts';
import { parse } from '../validation.ts';
import { insertWorkspace, organisationName } from '../workspace/workspaces.ts';
import { type Activation, activationOf } from './activation.ts';
import { enrol, type SecurityKeyInput, securityKeyWish } from './enrol.ts';
import { moveEnrolment } from './enrolments.ts';
import { openStatuses } from './machine.ts';
import { sessionLife } from './open.ts';
import { bySetup, type OwnerInput, ownerDetails, setupIsOpen } from './owners.ts';

/**
 * Makes the first workspace and its owner, who goes on to register a key in the same browser; no mail is needed. The
 * setup link works until that key is active, so that a closed tab locks nobody out: then this starts over.
 * @throws Refused SETUP_DONE; InvalidInput; RateLimited
 */
export async function setUpWorkspace(
  ctx: Ctx,
  input: { token: string; organisation: string; owner: OwnerInput; securityKey: SecurityKeyInput },
): Promise<{ activation: Activation; sessionToken: string; expiresAt: Date }> {
  await ctx.limits.take('setup', ctx.origin.address);
  if (!ctx.setupToken || !sameSecret(ctx.setupToken.hash, sha256(input.token))) throw setupDone();
  const name = parse(organisationName, input.organisation, ['organisation']);
  const details = ownerDetails(input.owner);
  const wish = parse(securityKeyWish, input.securityKey, ['securityKey']);
  const now = ctx.clock.now();
  const sessionToken = newToken();
  const expiresAt = new Date(now.getTime() + sessionLife);
  const enrolment = await tx(ctx, async (ctx) => {
    // Two browsers with the same setup link take turns.
    await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('setup', 0))`);
    if (!(await setupIsOpen(ctx.db))) throw setupDone();
    const owner = await firstOwner(ctx, name, details);
    const { enrolment: pending } = await enrol(ctx, owner, wish, { createdBy: bySetup, mailed: false });
    const opened = await moveEnrolment(ctx, pending, wish.kind, 'OPENED');
    await ctx.db.insert(activationSessions).values({
      workspaceId: owner.workspaceId,
      id: newId('activationSession'),
      enrolmentId: opened.id,
      tokenHash: sha256(sessionToken),
      createdAt: now,
      expiresAt,
    });
    return opened;
  });
  return { activation: await activationOf(ctx, enrolment), sessionToken, expiresAt };
}

const setupDone = () => new Refused('SETUP_DONE', 'This setup link is not the present one, or the server has its owner already.');

/** The first owner: new, or the one whose setup was broken off, under the new name. */
async function firstOwner(ctx: TxCtx, name: string, details: UserDetails): Promise<User> {
  const [begun] = await ctx.db.select().from(users).where(eq(users.role, 'OWNER')).limit(1);
  if (!begun) {
    const workspace = await insertWorkspace(ctx, name);
    return insertUser(ctx, workspace.id, details, 'OWNER');
  }
  const { workspaceId, id: userId } = begun;
  await ctx.db.update(workspaces).set({ name }).where(eq(workspaces.id, workspaceId));
  await ctx.db
    .update(users)
    .set({ ...details, updatedAt: ctx.clock.now() })
    .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)));
  const running = await ctx.db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, workspaceId), eq(enrolments.userId, userId), inArray(enrolments.status, [...openStatuses])));
  for (const enrolment of running) {
    const { key } = await lockKey(ctx, workspaceId, enrolment.keyId);
    await moveEnrolment(ctx, enrolment, key.kind, 'CANCELLED');
    await moveKey(ctx, key, 'REVOKED');
  }
  return lockUser(ctx, workspaceId, userId);
}
