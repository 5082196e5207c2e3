import { workspaces } from '../../db/tables/workspaces.ts';
import { type Ctx, tx } from '../context.ts';
import { requireOperator } from '../identity/operator.ts';
import { Vault } from '../vault.ts';

/** Where the server's secret is kept. */
export interface SecretStore {
  /**
   * A new secret, already kept beside the old one: a crash before the end loses neither. Where the secrets come from
   * the environment, the first of them.
   */
  renew(): Promise<string>;
  /** Forgets every secret but this one: it wraps every data key. */
  settle(secret: string): Promise<void>;
}

/** Wraps every data key by a new secret; nothing that is stored under them changes. @throws AccessDenied */
export async function rotateSecret(ctx: Ctx): Promise<{ dataKeys: number }> {
  requireOperator(ctx);
  const { secret, count: dataKeys } = await ctx.vault.rewrap(ctx.db, () => ctx.secretStore.renew());
  await new Vault([secret]).check(ctx.db);
  await ctx.secretStore.settle(secret);
  await tx(ctx, async (ctx) => {
    const all = await ctx.db.select({ id: workspaces.id }).from(workspaces);
    for (const { id } of all) ctx.emit(id, { type: 'secret.rotated', payload: {} });
  });
  return { dataKeys };
}
