import { iterator, mapStream, startingWith } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import { NotFound } from '../errors.ts';
import type { EventType, LoggedEvent } from '../events/catalogue.ts';
import { toCursor } from '../events/read.ts';
import { streamEvents } from '../events/stream.ts';
import { require } from '../policy/require.ts';
import { requireAgent } from './agentActor.ts';
import type { ReaderAgent } from './agents.ts';
import { hasEnded } from './machine.ts';
import { findAgent, findTapJob, openTapJobsOf } from './readAgents.ts';
import type { TapJob } from './tapJobs.ts';

const isChange = ({ type }: LoggedEvent): boolean => type === 'tap_job.status_changed';

/**
 * What is asked of the calling agent: first what is open, then each change. While the stream is open, the agent is there.
 * @throws AccessDenied
 */
export async function watchOwnTapJobs(ctx: Ctx): Promise<AsyncIterableIterator<TapJob>> {
  const { workspaceId, agentId } = requireAgent(ctx);
  const stream = await streamEvents(ctx, workspaceId, {
    concerns: (event) => event.payload.agentId === agentId && (isChange(event) || event.type === 'reader_agent.offline'),
  });
  let leavePresence: () => void;
  try {
    leavePresence = await ctx.presence.enter(ctx, workspaceId, agentId);
  } catch (error) {
    await stream.return?.();
    throw error;
  }
  const changes = mapStream(stream, async ({ event }) => {
    if (!event) return undefined;
    if (isChange(event)) return (await findTapJob(ctx.db, workspaceId, String(event.payload.tapJobId))) ?? undefined;
    // The node that it was at before noticed late that it had left.
    await ctx.presence.sayAgain(ctx, agentId);
    return undefined;
  });
  let left = false;
  const leave = async () => {
    if (left) return;
    left = true;
    leavePresence();
    await stream.return?.();
  };
  let open: TapJob[] | null = null;
  return iterator(async () => {
    try {
      // Read after the stream was joined: a change in between comes twice rather than never.
      open ??= await openTapJobsOf(ctx.db, workspaceId, agentId);
      const item = open.shift() ?? (await changes.next()).value;
      if (item === undefined) await leave();
      return item as TapJob | undefined;
    } catch (error) {
      await leave();
      throw error;
    }
  }, leave);
}

/** One request for a tap: as it is now, then after each change, until it has ended. @throws AccessDenied, NotFound */
export const watchTapJobAsAdmin = (ctx: Ctx, tapJobId: string): Promise<AsyncIterableIterator<TapJob>> =>
  watchTapJob(ctx, require(ctx, 'tap.request'), tapJobId);

/** The same, for a caller whose right to see it was checked. @throws NotFound */
export async function watchTapJob(ctx: Ctx, workspaceId: string, tapJobId: string): Promise<AsyncIterableIterator<TapJob>> {
  const stream = await streamEvents(ctx, workspaceId, { concerns: (event) => isChange(event) && event.payload.tapJobId === tapJobId });
  const look = () => findTapJob(ctx.db, workspaceId, tapJobId);
  // Read after the stream was joined: a change in between comes twice rather than never.
  const first = await look().catch(async (error) => {
    await stream.return?.();
    throw error;
  });
  if (!first) {
    await stream.return?.();
    throw new NotFound('request for a tap');
  }
  const changes = mapStream(stream, async ({ event }) => (event ? ((await look()) ?? undefined) : undefined));
  return startingWith(first, changes, ({ status }) => hasEnded(status));
}

/** A change of an agent or its readers, as the agent is now; or the bare place in the log. */
export interface ReaderAgentChange {
  cursor: string;
  readerAgent: ReaderAgent | null;
}

const agentEvents: readonly EventType[] = [
  'reader_agent.paired',
  'reader_agent.renamed',
  'reader_agent.revoked',
  'reader_agent.online',
  'reader_agent.offline',
  'reader.connected',
  'reader.disconnected',
];

/** The changes of agents and their readers, after a cursor or from now on. @throws AccessDenied, Refused CURSOR_… */
export async function watchReaderAgents(ctx: Ctx, agentId: string | null, after: string | null): Promise<AsyncIterableIterator<ReaderAgentChange>> {
  const workspaceId = require(ctx, 'reader.read');
  const stream = await streamEvents(ctx, workspaceId, {
    after,
    concerns: ({ type, payload }) => agentEvents.includes(type) && (agentId === null || payload.agentId === agentId),
  });
  return mapStream(stream, async ({ number, event }): Promise<ReaderAgentChange> => {
    const readerAgent = event && (await findAgent(ctx.db, workspaceId, String(event.payload.agentId)));
    return { cursor: toCursor(number), readerAgent };
  });
}
