import { isDeepStrictEqual } from 'node:util';
import { eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { type WorkspacePolicies, workspaces } from '../../db/tables/workspaces.ts';
import { newId } from '../../lib/ids.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { NotFound } from '../errors.ts';
import { require } from '../policy/require.ts';
import { line, parse } from '../validation.ts';

export type Workspace = typeof workspaces.$inferSelect;

/** An organisation's name, as it is kept. */
export const organisationName = line('Organisation', { max: 100 });

/** Makes a workspace with its data keys. Part of a greater transaction. */
export async function insertWorkspace(ctx: TxCtx, name: string): Promise<Workspace> {
  const now = ctx.clock.now();
  const [workspace] = await ctx.db
    .insert(workspaces)
    .values({ id: newId('workspace'), name, policies: { activationProof: 'LINK' }, createdAt: now })
    .returning();
  const { id } = workspace as Workspace;
  await ctx.vault.create(ctx.db, id, now);
  ctx.emit(id, { type: 'workspace.created', payload: {} });
  return workspace as Workspace;
}

/** A workspace, which is there. @throws NotFound */
export async function findWorkspace(db: Db, id: string): Promise<Workspace> {
  const [workspace] = await db.select().from(workspaces).where(eq(workspaces.id, id));
  if (!workspace) throw new NotFound('workspace');
  return workspace;
}

/** A workspace's policies: what was never set is as it was before it could be. */
export const policiesOf = ({ policies }: Pick<Workspace, 'policies'>): Required<WorkspacePolicies> => ({
  typedCardFormat: 'HEX',
  minimumProximity: 'CLIENT_CLAIMED',
  activationLinkVisible: false,
  ...policies,
});

/** Changes the caller's workspace; what is left out stays. @throws InvalidInput, AccessDenied */
export async function updateWorkspace(
  ctx: Ctx,
  { name: newName, ...changes }: { name?: string | null | undefined } & { [P in keyof WorkspacePolicies]?: WorkspacePolicies[P] | null | undefined },
): Promise<Workspace> {
  const workspaceId = require(ctx, 'workspace.update');
  const name = newName == null ? undefined : parse(organisationName, newName, ['name']);
  return tx(ctx, async (ctx) => {
    const [before] = await ctx.db.select().from(workspaces).where(eq(workspaces.id, workspaceId)).for('update');
    if (!before) throw new NotFound('workspace');
    const now = policiesOf(before);
    const policies: WorkspacePolicies = { ...now, ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value != null)) };
    if (isDeepStrictEqual(policies, now) && (name ?? before.name) === before.name) return before;
    const [after] = await ctx.db
      .update(workspaces)
      .set({ policies, name: name ?? before.name })
      .where(eq(workspaces.id, workspaceId))
      .returning();
    ctx.emit(workspaceId, { type: 'workspace.policies_changed', payload: policies });
    return after as Workspace;
  });
}

/** Every workspace's id. */
export const workspaceIds = async (db: Db): Promise<string[]> => (await db.select({ id: workspaces.id }).from(workspaces)).map(({ id }) => id);

/** The RP IDs that credentials are bound to already. */
export async function fixedRpIds(db: Db): Promise<string[]> {
  const rows = await db.selectDistinct({ rpId: workspaces.rpId }).from(workspaces).where(isNotNull(workspaces.rpId));
  return rows.flatMap(({ rpId }) => rpId ?? []);
}
