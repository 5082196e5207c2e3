import { joined, mapStream, startingWith } from '../../../lib/iterate.ts';
import type { Ctx } from '../../context.ts';
import type { EventType } from '../../events/catalogue.ts';
import { streamEvents } from '../../events/stream.ts';
import { requireAgent } from '../../readers/agentActor.ts';
import { keptGrants, stands } from './standing.ts';

/** What can end a grant, or let it count again. */
const turns: readonly EventType[] = ['security_key.status_changed', 'user.suspended', 'user.resumed', 'user.deleted'];

/** How many grants stand at the calling agent: now, and each time that they change. @throws AccessDenied */
export async function watchOfflineGrants(ctx: Ctx): Promise<AsyncIterableIterator<{ standing: number }>> {
  const { workspaceId, agentId } = requireAgent(ctx);
  let concerned = new Set<string | null>();
  let told = '';
  const stream = await streamEvents(ctx, workspaceId, {
    concerns: ({ type, keyId, userId }) => turns.includes(type) && (concerned.has(keyId) || concerned.has(userId)),
  });
  const look = async (): Promise<{ standing: number } | undefined> => {
    const kept = await keptGrants(ctx.db, workspaceId, agentId);
    concerned = new Set(kept.flatMap(({ key, user }) => [key.id, user.id]));
    const standing = kept.filter((one) => stands(one, ctx.clock.now()));
    const now = JSON.stringify(standing.map(({ grant }) => [grant.keyId, grant.verifier]));
    if (now === told) return undefined;
    told = now;
    return { standing: standing.length };
  };
  const first = await joined(stream, look);
  return startingWith(first ?? { standing: 0 }, mapStream(stream, look), () => false);
}
