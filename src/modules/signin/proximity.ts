import { eq } from 'drizzle-orm';
import type { Proximity } from '../../db/tables/signIn.ts';
import { workspaces } from '../../db/tables/workspaces.ts';
import type { TxCtx } from '../context.ts';
import type { SecurityKey } from '../keys/keys.ts';
import { serves } from '../readers/agents.ts';
import { policiesOf } from '../workspace/workspaces.ts';
import { agentOfSignIn } from './agent.ts';
import type { SignIn } from './attempts.ts';
import { ProximityRequired } from './errors.ts';
import { observed } from './listening.ts';

/**
 * How near a phone is known to be that has to be near; null for every other key. The person was named first, so the options
 * listed the phone over the hybrid transport alone, by which phone and PC meet over Bluetooth before the phone signs. That
 * they did is the browser's word; that a phone was heard, this PC's agent's.
 * @throws ProximityRequired
 */
export async function proximityOf(ctx: TxCtx, signIn: SignIn, key: SecurityKey, attachment: string | null): Promise<Proximity | null> {
  if (!key.smartphone?.bluetoothProximity) return null;
  if (!signIn.named || attachment !== 'cross-platform') throw new ProximityRequired('PROXIMITY');
  const agent = await agentOfSignIn(ctx, signIn);
  // Somebody's own agent bears witness for nobody else, and one that was shut out for nobody.
  if (agent && serves(agent, key.userId) && observed(signIn, ctx.clock.now())) return 'AGENT_OBSERVED';
  const [workspace] = await ctx.db.select().from(workspaces).where(eq(workspaces.id, key.workspaceId));
  if (workspace && policiesOf(workspace).minimumProximity === 'AGENT_OBSERVED') throw new ProximityRequired('NOT_HEARD');
  return 'CLIENT_CLAIMED';
}
