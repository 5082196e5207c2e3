import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Db } from '../../db/handle.ts';
import { preparedRead } from '../../db/prepared.ts';
import { apiTokens, type TokenScope } from '../../db/tables/identity.ts';
import { newId } from '../../lib/ids.ts';
import { newToken, sha256 } from '../../lib/secrets.ts';
import { type Ctx, type Server, tx } from '../context.ts';
import { NotFound } from '../errors.ts';
import { type Actor, actorName } from '../policy/actor.ts';
import { require } from '../policy/require.ts';
import { line, parse } from '../validation.ts';

export type ApiToken = typeof apiTokens.$inferSelect;

const day = 24 * 3_600_000;

const tokenInput = z.object({
  name: line('Token name', { max: 100 }),
  scopes: z.array(z.enum(['READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS'])).min(1, 'Choose at least one scope.'),
  days: z
    .int()
    .min(1, 'A token lives 1 to 366 days.')
    .max(366, 'A token lives 1 to 366 days.')
    .nullish()
    .transform((days) => days ?? 90),
});

/** Makes a token for a script. The token itself is in this answer and nowhere else. @throws InvalidInput, AccessDenied */
export async function createApiToken(
  ctx: Ctx,
  input: { name: string; scopes: readonly TokenScope[]; days?: number | null | undefined },
): Promise<{ apiToken: ApiToken; token: string }> {
  const workspaceId = require(ctx, 'token.write');
  const { name, scopes, days } = parse(tokenInput, input);
  const token = newToken('lk_');
  const now = ctx.clock.now();
  return tx(ctx, async (ctx) => {
    const [apiToken] = await ctx.db
      .insert(apiTokens)
      .values({
        workspaceId,
        id: newId('apiToken'),
        name,
        tokenHash: sha256(token),
        scopes: [...new Set(scopes)],
        createdBy: actorName(ctx.actor),
        createdAt: now,
        expiresAt: new Date(now.getTime() + days * day),
      })
      .returning();
    ctx.emit(workspaceId, { type: 'api_token.created', payload: { tokenId: (apiToken as ApiToken).id, scopes } });
    return { apiToken: apiToken as ApiToken, token };
  });
}

/** Ends a token: whoever uses it is out at once. @throws NotFound, AccessDenied */
export async function revokeApiToken(ctx: Ctx, tokenId: string): Promise<ApiToken> {
  const workspaceId = require(ctx, 'token.write');
  return tx(ctx, async (ctx) => {
    const mine = and(eq(apiTokens.workspaceId, workspaceId), eq(apiTokens.id, tokenId));
    const [revoked] = await ctx.db
      .update(apiTokens)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(mine, isNull(apiTokens.revokedAt)))
      .returning();
    if (revoked) {
      ctx.emit(workspaceId, { type: 'api_token.revoked', payload: { tokenId } });
      return revoked;
    }
    const [already] = await ctx.db.select().from(apiTokens).where(mine);
    if (!already) throw new NotFound('API token');
    return already;
  });
}

/** The workspace's tokens, newest first, without their secrets. @throws AccessDenied */
export async function listApiTokens(ctx: Ctx): Promise<ApiToken[]> {
  const workspaceId = require(ctx, 'token.read');
  return ctx.db.select().from(apiTokens).where(eq(apiTokens.workspaceId, workspaceId)).orderBy(desc(apiTokens.id)).limit(200);
}

const standing = preparedRead(['tokenHash', 'now'], (db, { tokenHash, now }) =>
  db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now))),
);

/** Who a token stands for; null where it stands for nobody any more. */
export async function actorOfApiToken({ db, clock }: Server, token: string): Promise<Actor | null> {
  const [found] = await standing(db, { tokenHash: sha256(token), now: clock.now().toISOString() });
  if (!found) return null;
  return { type: 'token', workspaceId: found.workspaceId, tokenId: found.id, scopes: found.scopes, expiresAt: found.expiresAt };
}

/** A token by its id, without its secret; null where there is none. */
export async function findApiToken(db: Db, workspaceId: string, id: string): Promise<ApiToken | null> {
  const [found] = await db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.workspaceId, workspaceId), eq(apiTokens.id, id)));
  return found ?? null;
}
