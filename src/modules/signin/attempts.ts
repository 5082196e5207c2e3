import { and, eq, gt, lt } from 'drizzle-orm';
import { signIns } from '../../db/tables/signIn.ts';
import { newId } from '../../lib/ids.ts';
import { newToken, sha256 } from '../../lib/secrets.ts';
import type { Ctx, Server, TxCtx } from '../context.ts';
import { Refused } from '../errors.ts';

/** A sign-in under way. */
export type SignIn = typeof signIns.$inferSelect;

const life = 10 * 60_000;

/** Whether a key was tapped or has signed, and its PIN is waited for. */
export const wantsPin = ({ keyId }: SignIn): boolean => keyId !== null;

/** Begins a sign-in. @returns it, and the token that the page holds */
export async function insertSignIn(
  ctx: Ctx,
  workspaceId: string,
  wish: { named: boolean; applicationId: string | null },
): Promise<{ signIn: SignIn; token: string }> {
  const token = newToken('lki_');
  const now = ctx.clock.now();
  const [signIn] = await ctx.db
    .insert(signIns)
    .values({
      workspaceId,
      id: newId('signIn'),
      tokenHash: sha256(token),
      ...wish,
      createdAt: now,
      expiresAt: new Date(now.getTime() + life),
    })
    .returning();
  return { signIn: signIn as SignIn, token };
}

/** The sign-in whose token this is. @throws Refused SIGN_IN_ENDED */
export async function requireSignIn({ db, clock }: Pick<Ctx, 'db' | 'clock'>, token: string): Promise<SignIn> {
  const [signIn] = await db
    .select()
    .from(signIns)
    .where(and(eq(signIns.tokenHash, sha256(token)), gt(signIns.expiresAt, clock.now())));
  if (!signIn) throw signInEnded();
  return signIn;
}

export const signInEnded = (): Refused => new Refused('SIGN_IN_ENDED', 'That took too long, or was done already. Start the sign-in once more.');

/** The condition that finds a sign-in. */
export const theSignIn = ({ workspaceId, id }: Pick<SignIn, 'workspaceId' | 'id'>) => and(eq(signIns.workspaceId, workspaceId), eq(signIns.id, id));

/** Notes something on a sign-in. @throws Refused SIGN_IN_ENDED */
export async function updateSignIn(ctx: Pick<Ctx, 'db'>, signIn: SignIn, change: Partial<SignIn>): Promise<SignIn> {
  const [changed] = await ctx.db.update(signIns).set(change).where(theSignIn(signIn)).returning();
  if (!changed) throw signInEnded();
  return changed;
}

/** A sign-in, locked for the rest of the transaction; null where it has ended. Lock its key first, and its request for a tap after. */
export async function lockSignIn(ctx: TxCtx, workspaceId: string, id: string): Promise<SignIn | null> {
  const [signIn] = await ctx.db
    .select()
    .from(signIns)
    .where(and(theSignIn({ workspaceId, id }), gt(signIns.expiresAt, ctx.clock.now())))
    .for('update');
  return signIn ?? null;
}

/** Ends a sign-in, once: of two answers one gets through. @throws Refused SIGN_IN_ENDED */
export async function spendSignIn(ctx: TxCtx, signIn: SignIn): Promise<void> {
  const spent = await ctx.db.delete(signIns).where(theSignIn(signIn)).returning({ id: signIns.id });
  if (spent.length === 0) throw signInEnded();
}

/** Deletes the sign-ins that were given up. */
export async function sweepSignIns({ db, clock }: Server, workspaceId: string): Promise<void> {
  await db.delete(signIns).where(and(eq(signIns.workspaceId, workspaceId), lt(signIns.expiresAt, clock.now())));
}
