import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { users } from '../../db/tables/directory.ts';
import type { UserDetails } from '../../db/tables/enrolment.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import { sameSecret, sha256 } from '../../lib/secrets.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { userDetails } from '../directory/details.ts';
import { insertUser, lockUser, type User } from '../directory/users.ts';
import { Refused } from '../errors.ts';
import { parse } from '../validation.ts';
import { insertWorkspace, organisationName } from '../workspace/workspaces.ts';
import { type Activation, activationOf } from './activation.ts';
import { type StartedActivation, startActivationSession } from './activationSessions.ts';
import { enrol, type SecurityKeyInput } from './enrol.ts';
import { cancel, lockRunning, moveEnrolment } from './enrolments.ts';
import { bySetup } from './links.ts';
import { type OwnerInput, ownerAsPerson, ownerKeyWish, setupIsOpen } from './owners.ts';

/** Read as a whole, so that the form learns of every problem at once. */
const setupForm = z.object({ organisation: organisationName, owner: userDetails, securityKey: ownerKeyWish });

/**
 * Makes the first workspace and its owner, who goes on to register a key in the same browser; no mail is needed. The
 * setup link works until that key is active, so that a closed tab locks nobody out: then this starts over.
 * @throws Refused SETUP_DONE; InvalidInput; RateLimited
 */
export async function setUpWorkspace(
  ctx: Ctx,
  input: { token: string; organisation: string; owner: OwnerInput; securityKey: SecurityKeyInput },
): Promise<{ activation: Activation } & StartedActivation> {
  await ctx.limits.take('setup', ctx.origin.address);
  if (!ctx.setupToken || !sameSecret(ctx.setupToken, sha256(input.token))) throw setupDone();
  const { organisation: name, owner: details, securityKey: wish } = parse(setupForm, { ...input, owner: ownerAsPerson(input.owner) });
  const { opened, started } = await tx(ctx, async (ctx) => {
    // Two browsers with the same setup link take turns.
    await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('setup', 0))`);
    const owner = await firstOwner(ctx, name, details);
    // Asked once the owner is locked: their key may have become active in another browser a moment ago.
    if (!(await setupIsOpen(ctx.db))) throw setupDone();
    const { enrolment } = await enrol(ctx, owner, wish, bySetup);
    const opened = await moveEnrolment(ctx, enrolment, wish.kind, 'OPENED');
    return { opened, started: await startActivationSession(ctx, owner.workspaceId, opened.id) };
  });
  return { activation: await activationOf(ctx, opened), ...started };
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
  await lockUser(ctx, workspaceId, userId);
  await ctx.db.update(workspaces).set({ name }).where(eq(workspaces.id, workspaceId));
  const [owner] = await ctx.db
    .update(users)
    .set({ ...details, updatedAt: ctx.clock.now() })
    .where(and(eq(users.workspaceId, workspaceId), eq(users.id, userId)))
    .returning();
  for (const enrolment of await lockRunning(ctx, workspaceId, { userId })) await cancel(ctx, enrolment);
  return owner as User;
}
