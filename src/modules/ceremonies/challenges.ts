import { randomBytes } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { type ChallengePurpose, challenges } from '../../db/tables/ceremonies.ts';
import { newId } from '../../lib/ids.ts';
import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';

const life = 5 * 60_000;

/** A new challenge of 32 random bytes (WebAuthn L3 §13.4.3 asks for 16), bound to its purpose and owner. */
export async function newChallenge(ctx: Ctx, workspaceId: string, purpose: ChallengePurpose, owner: string): Promise<Uint8Array<ArrayBuffer>> {
  const random = new Uint8Array(randomBytes(32));
  const now = ctx.clock.now();
  await ctx.db.insert(challenges).values({
    workspaceId,
    id: newId('challenge'),
    challenge: Buffer.from(random).toString('base64url'),
    purpose,
    owner,
    createdAt: now,
    expiresAt: new Date(now.getTime() + life),
  });
  return random;
}

/**
 * Spends the challenge that a browser's response answers. Outside the transaction that follows: a failed answer spends it too.
 * @throws Refused CHALLENGE_SPENT
 */
export const spendChallenge = (ctx: Ctx, workspaceId: string, purpose: ChallengePurpose, owner: string, clientDataJSON: string): Promise<string> =>
  spendChallengeValue(ctx, workspaceId, purpose, owner, challengeIn(clientDataJSON));

/** The same, for an answer that repeats the challenge as it is. @throws Refused CHALLENGE_SPENT */
export async function spendChallengeValue(
  ctx: Ctx,
  workspaceId: string,
  purpose: ChallengePurpose,
  owner: string,
  challenge: string,
): Promise<string> {
  const now = ctx.clock.now();
  const [spent] = await ctx.db
    .update(challenges)
    .set({ usedAt: now })
    .where(
      and(
        eq(challenges.workspaceId, workspaceId),
        eq(challenges.challenge, challenge),
        eq(challenges.purpose, purpose),
        eq(challenges.owner, owner),
        isNull(challenges.usedAt),
        gt(challenges.expiresAt, now),
      ),
    )
    .returning();
  if (!spent) throw new Refused('CHALLENGE_SPENT', 'That took too long, or was done already. Please try once more.');
  return spent.challenge;
}

/** The challenge that the client says it answered; empty where it says nothing that can be read. */
function challengeIn(clientDataJSON: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}
