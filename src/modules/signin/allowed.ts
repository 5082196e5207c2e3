import { and, asc, eq, gte, isNull, type SQL, sql } from 'drizzle-orm';
import { users } from '../../db/tables/directory.ts';
import { securityKeys, webauthnCredentials } from '../../db/tables/keys.ts';
import { hmac } from '../../lib/secrets.ts';
import type { Ctx } from '../context.ts';

/** A credential as options name it. */
export interface Allowed {
  id: string;
  transports: string[];
}

/**
 * The credentials that a sign-in by username names: those of the person's active keys; where nobody has the name, as many of
 * the same lengths and transports as some other person has, so that the answer tells nobody who exists. Both are worked out
 * each time, so that it takes as long.
 */
export async function credentialsNamed(ctx: Ctx, workspaceId: string, username: string): Promise<Allowed[]> {
  const name = username.toLowerCase();
  const key = await ctx.vault.key(ctx.db, workspaceId, 'PIN_PEPPER');
  const theirs = await credentialsOf(ctx, workspaceId, eq(sql`lower(${users.username})`, name));
  const likeness = await someone(ctx, workspaceId, Buffer.from(hmac(key, `nobody's likeness: ${name}`)).toString('base64url'));
  const decoys = likeness.map(({ id, transports }, i) => ({ id: madeUp(key, `${name} ${i}`, Buffer.from(id, 'base64url').length), transports }));
  return theirs.length > 0 ? theirs : decoys;
}

/** The credentials of whoever comes next after a place among all credentials: the same person for the same place. */
async function someone(ctx: Ctx, workspaceId: string, place: string): Promise<Allowed[]> {
  const inOrder = (where: SQL | undefined) =>
    ctx.db
      .select({ userId: webauthnCredentials.userId })
      .from(webauthnCredentials)
      .where(and(eq(webauthnCredentials.workspaceId, workspaceId), where))
      .orderBy(asc(webauthnCredentials.credentialId))
      .limit(1);
  const [[after], [first]] = await Promise.all([inOrder(gte(webauthnCredentials.credentialId, place)), inOrder(undefined)]);
  const found = await credentialsOf(ctx, workspaceId, eq(users.id, after?.userId ?? first?.userId ?? ''));
  // Whoever it is may have no active key just now; then it is a phone as most are.
  return found.length > 0 ? found : [{ id: 'A'.repeat(27), transports: ['hybrid', 'internal'] }];
}

async function credentialsOf(ctx: Ctx, workspaceId: string, whose: SQL): Promise<Allowed[]> {
  const found = await ctx.db
    .select({ id: webauthnCredentials.credentialId, transports: webauthnCredentials.transports, smartphone: securityKeys.smartphone })
    .from(users)
    .innerJoin(securityKeys, and(eq(securityKeys.workspaceId, users.workspaceId), eq(securityKeys.userId, users.id)))
    .innerJoin(webauthnCredentials, and(eq(webauthnCredentials.workspaceId, users.workspaceId), eq(webauthnCredentials.keyId, securityKeys.id)))
    .where(and(eq(users.workspaceId, workspaceId), whose, isNull(users.suspendedAt), eq(securityKeys.status, 'ACTIVE')))
    .orderBy(asc(securityKeys.id));
  // A hint alone would let the PC's own authenticator answer.
  return found.map(({ id, transports, smartphone }) => ({ id, transports: smartphone?.bluetoothProximity ? ['hybrid'] : transports }));
}

/** A credential id of this many bytes that nobody has: the same one each time. */
function madeUp(key: Uint8Array, name: string, length: number): string {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) => Buffer.from(hmac(key, `nobody's credential: ${name} ${i}`)));
  return Buffer.concat(blocks).subarray(0, length).toString('base64url');
}
