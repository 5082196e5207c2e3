import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { users } from '../../db/tables/directory.ts';
import { enrolments } from '../../db/tables/enrolment.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { takenMeanwhile, userDetails } from '../directory/details.ts';
import { insertUser, lockUser, type User } from '../directory/users.ts';
import { NotFound } from '../errors.ts';
import { operatorIn, requireOperator } from '../identity/operator.ts';
import { signsInAnywhere } from '../keys/signsIn.ts';
import { parse } from '../validation.ts';
import { findWorkspace, insertWorkspace, organisationName, type Workspace } from '../workspace/workspaces.ts';
import { enrolByMail, type SecurityKeyInput, securityKeyWish } from './enrol.ts';
import { bySetup, type Sent } from './links.ts';

/** Whoever owns a workspace, as the setup and the operator name them. Without a username, the email's first part is it. */
export interface OwnerInput {
  displayName: string;
  email: string;
  username?: string | null | undefined;
}

/** An owner's details, as a person's are read. */
export const ownerAsPerson = ({ displayName, email, username }: OwnerInput) => ({ displayName, email, username: username ?? email.split('@')[0] });

/** An owner's key: one that signs in wherever there is a browser. An owner who cannot sign in has locked everybody out. */
export const ownerKeyWish = securityKeyWish.refine(signsInAnywhere, {
  message: 'An owner signs in by a phone or a hardware key; a card can be given to them later.',
  params: { code: 'OWNER_KEY' },
});

/** An owner who was invited, with the link that was mailed: the operator may pass it on where mail does not work. */
export interface InvitedOwner extends Sent {
  workspace: Workspace;
  user: User;
}

/**
 * Invites an owner by mail: into the named workspace, the only one, or, on a new server, one that is made here.
 * @throws AccessDenied, NotFound, InvalidInput, Refused WORKSPACE_UNCLEAR
 */
export async function inviteOwner(
  ctx: Ctx,
  input: { workspaceId?: string | null | undefined; organisation?: string | null | undefined; owner: OwnerInput; securityKey: SecurityKeyInput },
): Promise<InvitedOwner> {
  requireOperator(ctx);
  const wish = parse(ownerKeyWish, input.securityKey, ['securityKey']);
  const details = parse(userDetails, ownerAsPerson(input.owner), ['owner']);
  const isNew = !input.workspaceId && (await isEmpty(ctx.db));
  const name = isNew ? parse(organisationName, input.organisation ?? 'Latchkey', ['organisation']) : null;
  const operator = isNew ? ctx : await operatorIn(ctx, input.workspaceId);
  try {
    return await tx(operator, async (ctx) => {
      const workspace = name === null ? await findWorkspace(ctx.db, workspaceOf(ctx)) : await insertWorkspace(ctx, name);
      const user = await insertUser(ctx, workspace.id, details, 'OWNER');
      const enrolled = await enrolByMail(ctx, user, wish);
      // The key has changed how they stand.
      return { ...enrolled, workspace, user: await lockUser(ctx, workspace.id, user.id) };
    });
  } catch (error) {
    throw takenMeanwhile(error, ['owner']);
  }
}

/**
 * Lets somebody into a workspace whose owners are locked out: makes the person an owner again and mails a link for a
 * new key. Their other keys stay as they are.
 * @throws AccessDenied, NotFound, InvalidInput
 */
export async function recoverOwner(
  ctx: Ctx,
  input: { workspaceId?: string | null | undefined; email: string; securityKey: SecurityKeyInput },
): Promise<InvitedOwner> {
  const operator = await operatorIn(ctx, input.workspaceId);
  const wish = parse(ownerKeyWish, input.securityKey, ['securityKey']);
  return tx(operator, async (ctx) => {
    const workspace = await findWorkspace(ctx.db, workspaceOf(ctx));
    const [found] = await ctx.db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.workspaceId, workspace.id), sql`lower(${users.email}) = lower(${input.email.trim()})`));
    if (!found) throw new NotFound('person');
    const user = await lockUser(ctx, workspace.id, found.id);
    if (user.role !== 'OWNER' || user.suspendedAt) {
      await ctx.db
        .update(users)
        .set({ role: 'OWNER', suspendedAt: null })
        .where(and(eq(users.workspaceId, workspace.id), eq(users.id, user.id)));
      if (user.suspendedAt) ctx.emit(workspace.id, { type: 'user.resumed', userId: user.id, payload: {} });
      if (user.role !== 'OWNER') ctx.emit(workspace.id, { type: 'user.role_changed', userId: user.id, payload: { from: user.role, to: 'OWNER' } });
    }
    const enrolled = await enrolByMail(ctx, user, wish);
    return { ...enrolled, workspace, user: await lockUser(ctx, workspace.id, user.id) };
  });
}

/** Makes another workspace, without anybody in it. @throws AccessDenied, InvalidInput */
export async function createWorkspace(ctx: Ctx, name: string): Promise<Workspace> {
  requireOperator(ctx);
  const wanted = parse(organisationName, name, ['name']);
  return tx(ctx, (ctx) => insertWorkspace(ctx, wanted));
}

/** Whether the setup link works: until an owner is active, or was invited in another way. */
export async function setupIsOpen(db: Db): Promise<boolean> {
  const invited = db
    .select({ one: sql`1` })
    .from(enrolments)
    .where(and(eq(enrolments.workspaceId, users.workspaceId), eq(enrolments.userId, users.id), ne(enrolments.createdBy, bySetup)));
  const owners = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'OWNER'), or(inArray(users.status, ['ACTIVE', 'SUSPENDED']), sql`exists ${invited}`)))
    .limit(1);
  return owners.length === 0;
}

/** The workspace that the operator acts in. */
function workspaceOf({ actor }: TxCtx): string {
  if (actor.type !== 'operator' || !actor.workspaceId) throw new NotFound('workspace');
  return actor.workspaceId;
}

const isEmpty = async (db: Db): Promise<boolean> => (await db.select({ id: workspaces.id }).from(workspaces).limit(1)).length === 0;
