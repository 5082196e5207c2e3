import { and, asc, eq, isNull } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { securityKeys } from '../../db/tables/keys.ts';
import { sameSecret, sha256 } from '../../lib/secrets.ts';
import { type Ctx, tx } from '../context.ts';
import { AccessDenied, NotFound } from '../errors.ts';
import { type StartedSession, startSession } from '../identity/sessions.ts';
import { isAuditable } from '../keys/signsIn.ts';

/**
 * Signs in the visitor of a demo as its owner, by the link that the demo printed: they have no key there. It is in the
 * log as a sign-in of that owner, marked.
 * @throws NotFound where the server is no demo; AccessDenied SIGN_IN_REQUIRED; RateLimited
 */
export async function signInToDemo(ctx: Ctx, token: string): Promise<StartedSession> {
  await ctx.limits.take('demo', ctx.origin.address);
  if (!ctx.demo) throw new NotFound('demo');
  if (!sameSecret(ctx.demo.token, sha256(token))) {
    throw new AccessDenied('SIGN_IN_REQUIRED', 'This is not the present demo link: the demo prints a new one each time it starts.');
  }
  return tx(ctx, async (ctx) => {
    const [owner] = await ctx.db
      .select({ user: users, key: securityKeys })
      .from(users)
      .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, users.workspaceId), eq(securityKeys.userId, users.id)))
      .where(and(eq(users.role, 'OWNER'), isNull(users.suspendedAt), eq(securityKeys.status, 'ACTIVE')))
      .orderBy(asc(users.id), asc(securityKeys.id))
      .limit(1);
    if (!owner) throw new NotFound('owner');
    return startSession(ctx, owner.user, { keyId: owner.key.id, auditable: isAuditable(owner.key), amr: [], demo: true });
  });
}
