import { and, desc, eq, inArray, notExists, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ReaderAdapter, readerAgents, readers, tapJobs } from '../../db/tables/readers.ts';
import { newId } from '../../lib/ids.ts';
import { type Ctx, type TxCtx, tx } from '../context.ts';
import { line, parse } from '../validation.ts';
import { requireAgent } from './agentActor.ts';
import { lockAgent, type ReaderAgent, theAgent } from './agents.ts';
import { openTapStatuses } from './machine.ts';
import { aboutPerson } from './presence.ts';

export type Reader = typeof readers.$inferSelect;

const atOnce = 20;
/** How many readers that are gone an agent is remembered with. */
const remembered = 50;

const report = z.object({
  readers: z
    .array(z.object({ name: line('Reader name', { max: 200 }), adapter: z.enum(['PCSC', 'WEDGE', 'SIMULATED']) }))
    .max(atOnce, `An agent has at most ${atOnce} readers at once.`)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'Two readers must not have the same name.'),
  platform: line('Platform', { max: 100 }),
  version: line('Version', { max: 50 }),
});

/** Takes the whole list of an agent's readers: what is in it is plugged in, what is missing is not. @throws InvalidInput, AccessDenied, RateLimited */
export async function reportReaders(
  ctx: Ctx,
  input: { readers: readonly { name: string; adapter: ReaderAdapter }[]; platform: string; version: string },
): Promise<Reader[]> {
  const { workspaceId, agentId } = requireAgent(ctx);
  const { readers: seen, platform, version } = parse(report, input);
  await ctx.limits.take('agentReport', agentId);
  return tx(ctx, async (ctx) => {
    // Two reports at once take turns.
    const agent = await lockAgent(ctx, workspaceId, agentId);
    await ctx.db.update(readerAgents).set({ platform, version, lastSeenAt: ctx.clock.now() }).where(theAgent(workspaceId, agentId));
    const known = await ofAgent(ctx, agent);
    for (const reader of seen) await plugIn(ctx, agent, known, reader);
    const names = new Set(seen.map(({ name }) => name));
    for (const reader of known) if (reader.connected && !names.has(reader.name)) await unplug(ctx, agent, reader);
    await forgetOldest(ctx, agent);
    return ofAgent(ctx, agent);
  });
}

const ofAgent = (ctx: TxCtx, { workspaceId, id }: ReaderAgent): Promise<Reader[]> =>
  ctx.db
    .select()
    .from(readers)
    .where(and(eq(readers.workspaceId, workspaceId), eq(readers.agentId, id)))
    .orderBy(readers.id);

async function plugIn(
  ctx: TxCtx,
  agent: ReaderAgent,
  known: readonly Reader[],
  { name, adapter }: { name: string; adapter: ReaderAdapter },
): Promise<void> {
  const before = known.find((reader) => reader.name === name);
  if (before?.connected && before.adapter === adapter) return;
  const { workspaceId, id: agentId } = agent;
  const now = ctx.clock.now();
  const readerId = before?.id ?? newId('reader');
  await ctx.db
    .insert(readers)
    .values({ workspaceId, id: readerId, agentId, name, adapter, connected: true, createdAt: now, changedAt: now })
    .onConflictDoUpdate({ target: [readers.workspaceId, readers.id], set: { adapter, connected: true, changedAt: now } });
  ctx.emit(workspaceId, { type: 'reader.connected', ...aboutPerson(agent), payload: { agentId, readerId, adapter } });
}

async function unplug(ctx: TxCtx, agent: ReaderAgent, { workspaceId, id: readerId, agentId }: Reader): Promise<void> {
  await ctx.db
    .update(readers)
    .set({ connected: false, changedAt: ctx.clock.now() })
    .where(and(eq(readers.workspaceId, workspaceId), eq(readers.id, readerId)));
  ctx.emit(workspaceId, { type: 'reader.disconnected', ...aboutPerson(agent), payload: { agentId, readerId } });
}

/** Forgets the readers that are gone for the longest, so that an agent that makes up names fills nothing. */
async function forgetOldest(ctx: TxCtx, { workspaceId, id: agentId }: ReaderAgent): Promise<void> {
  const waiting = ctx.db
    .select({ one: sql`1` })
    .from(tapJobs)
    .where(and(eq(tapJobs.workspaceId, workspaceId), eq(tapJobs.readerId, readers.id), inArray(tapJobs.status, [...openTapStatuses])));
  const gone = await ctx.db
    .select({ id: readers.id })
    .from(readers)
    .where(and(eq(readers.workspaceId, workspaceId), eq(readers.agentId, agentId), eq(readers.connected, false), notExists(waiting)))
    .orderBy(desc(readers.changedAt), desc(readers.id))
    .offset(remembered);
  if (gone.length === 0) return;
  await ctx.db.delete(readers).where(
    and(
      eq(readers.workspaceId, workspaceId),
      inArray(
        readers.id,
        gone.map(({ id }) => id),
      ),
    ),
  );
}
