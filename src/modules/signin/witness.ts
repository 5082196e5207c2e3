import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { signIns } from '../../db/tables/signIn.ts';
import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';
import { requireAgent } from '../readers/agentActor.ts';
import { verifyAgentJwt } from '../readers/agentTokens.ts';
import { theSignIn } from './attempts.ts';
import { listens } from './listening.ts';

/** How far an agent's clock may be off, in seconds, as with its tokens. */
const tolerance = 5;

/** What an agent swears to: that it heard a hybrid advertisement (CTAP 2.2 §11.5), when, how strong, and of which kind. */
const testimony = z.object({
  nonce: z.string().min(1).max(100),
  /** A NumericDate (RFC 7519 §2), which may have a fraction. */
  heardAt: z.number().positive().max(1e11),
  rssi: z.int().min(-127).max(20),
  uuid: z.enum(['FFF9', 'FDE2']),
});

/**
 * Takes the calling agent's word that a phone was near while somebody signed in at its PC. It counts once, from the agent that
 * was asked, while the sign-in is under way, and is kept with it alone.
 * @throws AccessDenied; Refused WITNESS_INVALID, WITNESS_NOT_ASKED, WITNESS_SPENT, WITNESS_LATE; RateLimited
 */
export async function reportProximity(ctx: Ctx, witness: string): Promise<void> {
  const { workspaceId, agentId } = requireAgent(ctx);
  await ctx.limits.take('witness', agentId);
  const { agent, claims } = await verifyAgentJwt(ctx, witness, 'latchkey-agent-witness+jwt', ['nonce'], workspaceId).catch(invalid);
  const { success, data } = testimony.safeParse(claims);
  if (!success) throw new Refused('WITNESS_INVALID', 'The witness must claim `nonce`, `heardAt`, `rssi` and `uuid`.');
  // What another PC's agent heard says nothing of this one.
  if (agent.id !== agentId) throw notAsked();
  const { nonce, heardAt } = data;
  const [signIn] = await ctx.db
    .select()
    .from(signIns)
    .where(and(eq(signIns.workspaceId, workspaceId), eq(signIns.listenNonce, nonce)));
  if (!signIn) throw late();
  if (signIn.agentId !== agentId) throw notAsked();
  if (signIn.heardAt !== null) throw spent();
  const now = ctx.clock.now();
  const [from, to] = [signIn.createdAt, now].map((time) => time.getTime() / 1_000) as [number, number];
  if (!listens(signIn, now) || heardAt < from - tolerance || heardAt > to + tolerance) throw late();
  const counted = await ctx.db
    .update(signIns)
    .set({ heardAt: new Date(heardAt * 1_000) })
    .where(and(theSignIn(signIn), eq(signIns.agentId, agentId), eq(signIns.listenNonce, nonce), isNull(signIns.heardAt)))
    .returning({ id: signIns.id });
  if (counted.length === 0) throw spent();
  ctx.hub.nudgeAgent(workspaceId, agentId);
}

/** Who calls has shown that already: it is the witness that does not hold. */
function invalid(error: unknown): never {
  throw error instanceof Refused ? new Refused('WITNESS_INVALID', error.message) : error;
}

const notAsked = () => new Refused('WITNESS_NOT_ASKED', 'This was asked of another agent, and that one’s word alone counts.');
const spent = () => new Refused('WITNESS_SPENT', 'A phone was reported for this sign-in already.');
const late = () => new Refused('WITNESS_LATE', 'There is no such sign-in under way, or the phone was not heard during it.');
