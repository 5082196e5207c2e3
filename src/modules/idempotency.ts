import { and, eq } from 'drizzle-orm';
import { idempotencyKeys } from '../db/tables/identity.ts';
import { sameSecret, sha256 } from '../lib/secrets.ts';
import type { TxCtx } from './context.ts';
import { Refused } from './errors.ts';
import { actorName } from './policy/actor.ts';
import { line, parse } from './validation.ts';

type Ids = Record<string, string | null>;

/**
 * Runs `make` once for an idempotency key and gives its ids again to whoever repeats the call. Two at once take turns:
 * the second waits at the key's row until the first has committed.
 * @throws Refused IDEMPOTENCY_KEY_REUSED where the key came with another input
 */
export async function once<T extends Ids>(
  ctx: TxCtx,
  workspaceId: string,
  call: { mutation: string; input: unknown; key: string | null | undefined },
  make: () => Promise<T>,
): Promise<{ ids: T; repeated: boolean }> {
  if (call.key == null) return { ids: await make(), repeated: false };
  const key = parse(line('Idempotency key', { max: 200 }), call.key, ['idempotencyKey']);
  const requestHash = sha256(JSON.stringify([call.mutation, call.input]));
  const mine = { workspaceId, actor: actorName(ctx.actor), key };
  const where = and(eq(idempotencyKeys.workspaceId, workspaceId), eq(idempotencyKeys.actor, mine.actor), eq(idempotencyKeys.key, key));
  const claimed = await ctx.db
    .insert(idempotencyKeys)
    .values({ ...mine, requestHash, result: {}, createdAt: ctx.clock.now() })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (claimed.length === 0) {
    const [earlier] = await ctx.db.select().from(idempotencyKeys).where(where);
    if (!earlier || !sameSecret(earlier.requestHash, requestHash)) {
      throw new Refused('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used for another input; take a new one.');
    }
    return { ids: earlier.result as T, repeated: true };
  }
  const ids = await make();
  await ctx.db.update(idempotencyKeys).set({ result: ids }).where(where);
  return { ids, repeated: false };
}
