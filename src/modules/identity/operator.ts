import { asc, eq } from 'drizzle-orm';
import { workspaces } from '../../db/tables/workspaces.ts';
import type { Ctx } from '../context.ts';
import { AccessDenied, NotFound, Refused } from '../errors.ts';

/** Throws unless the operator calls. */
export function requireOperator({ actor }: Pick<Ctx, 'actor'>): void {
  if (actor.type === 'operator') return;
  if (actor.type === 'anonymous') throw new AccessDenied('SIGN_IN_REQUIRED', 'This is for the operator: send the operator token.');
  throw new AccessDenied('FORBIDDEN', 'This is for the operator of the server alone.');
}

/**
 * The operator, in one workspace: the named one, or the only one there is.
 * @throws AccessDenied, NotFound; Refused WORKSPACE_UNCLEAR where there are several and none is named
 */
export async function operatorIn(ctx: Ctx, workspaceId: string | null | undefined): Promise<Ctx> {
  requireOperator(ctx);
  const id = workspaceId ?? (await onlyWorkspace(ctx));
  const [workspace] = await ctx.db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, id));
  if (!workspace) throw new NotFound('workspace');
  return { ...ctx, actor: { type: 'operator', workspaceId: id } };
}

/** The id of the only workspace. @throws NotFound, Refused WORKSPACE_UNCLEAR */
export async function onlyWorkspace({ db }: Pick<Ctx, 'db'>): Promise<string> {
  const [first, second] = await db.select({ id: workspaces.id }).from(workspaces).orderBy(asc(workspaces.id)).limit(2);
  if (!first) throw new NotFound('workspace');
  if (second) throw new Refused('WORKSPACE_UNCLEAR', 'This server has several workspaces; say which one.');
  return first.id;
}

/** The workspace that the operator's call is about: the named one, or the only one; null where that says none. */
export async function onlyWorkspaceOrNone({ db }: Pick<Ctx, 'db'>, named: string | null): Promise<string | null> {
  const found = await db
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(named === null ? undefined : eq(workspaces.id, named))
    .limit(2);
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
