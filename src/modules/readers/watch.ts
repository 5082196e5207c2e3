import { iterator, joined, mapStream, startingWith, untilOver } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import { NotFound } from '../errors.ts';
import type { EventType, LoggedEvent } from '../events/catalogue.ts';
import { toCursor } from '../events/read.ts';
import { streamEvents } from '../events/stream.ts';
import type { Watch } from '../events/watch.ts';
import { require } from '../policy/require.ts';
import { requireAgent } from './agentActor.ts';
import type { ReaderAgent } from './agents.ts';
import { hasEnded } from './machine.ts';
import { findAgent, findTapJob, openTapJobsOf, openTapJobsPage } from './readAgents.ts';
import type { TapJob } from './tapJobs.ts';

const isChange = ({ type }: LoggedEvent): boolean => type === 'tap_job.status_changed';

/**
 * What is asked of the calling agent: first what is open, then each change. While the stream is open, the agent is there.
 * @throws AccessDenied, Refused TOO_MANY_STREAMS
 */
export async function watchOwnTapJobs(ctx: Ctx): Promise<AsyncIterableIterator<TapJob>> {
  const { workspaceId, agentId } = requireAgent(ctx);
  const leave = ctx.limits.streams.enter('tapJobs', agentId);
  try {
    return untilOver(await tapJobsOf(ctx, workspaceId, agentId), leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function tapJobsOf(ctx: Ctx, workspaceId: string, agentId: string): Promise<AsyncIterableIterator<TapJob>> {
  const stream = await streamEvents(ctx, workspaceId, {
    concerns: (event) => event.payload.agentId === agentId && (isChange(event) || event.type === 'reader_agent.offline'),
  });
  const leavePresence = await joined(stream, () => ctx.presence.enter(ctx, workspaceId, agentId));
  // Read after the stream was joined: a change in between comes twice rather than never.
  const open = new OpenTapJobs(ctx, workspaceId, agentId);
  const changes = mapStream(stream, async ({ event, nudged }) => {
    // Something was asked for just now, which the log tells of a moment later.
    if (nudged) return 'look' as const;
    if (!event) return undefined;
    const { payload } = event;
    if (isChange(event)) {
      if (payload.from === null && open.takeGiven(String(payload.tapJobId))) return undefined;
      return (await findTapJob(ctx.db, workspaceId, String(payload.tapJobId))) ?? undefined;
    }
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
  const next = async (): Promise<TapJob | undefined> => {
    for (;;) {
      const waiting = await open.next();
      if (waiting) return waiting;
      const { value } = await changes.next();
      if (value !== 'look') return value;
      open.look();
    }
  };
  return iterator(async () => {
    try {
      const item = await next();
      if (item === undefined) await leave();
      return item;
    } catch (error) {
      await leave();
      throw error;
    }
  }, leave);
}

/** What waits for an agent, read page by page: at first, and again whenever there is reason to look. */
class OpenTapJobs {
  #ctx: Ctx;
  #workspaceId: string;
  #agentId: string;
  #page: TapJob[] = [];
  #last: string | null = null;
  #more = true;
  /** What was given after the first look. The log tells of each of them afterwards. */
  #given: Set<string> | null = null;

  constructor(ctx: Ctx, workspaceId: string, agentId: string) {
    this.#ctx = ctx;
    this.#workspaceId = workspaceId;
    this.#agentId = agentId;
  }

  /** Looks for more. */
  look(): void {
    this.#more = true;
    this.#given ??= new Set();
  }

  /** The next one; undefined once there is no more. */
  async next(): Promise<TapJob | undefined> {
    if (this.#page.length === 0 && this.#more) {
      this.#page = await openTapJobsOf(this.#ctx.db, this.#workspaceId, this.#agentId, this.#last);
      this.#more = this.#page.length === openTapJobsPage;
    }
    const job = this.#page.shift();
    if (!job) return undefined;
    this.#last = job.id;
    this.#given?.add(job.id);
    return job;
  }

  /** Whether one was given already, when the log tells that it was asked for: it does so once. */
  takeGiven(id: string): boolean {
    return this.#given?.delete(id) ?? false;
  }
}

/** One request for a tap: as it is now, then after each change, until it has ended. @throws AccessDenied, NotFound */
export const watchTapJobAsAdmin = (ctx: Ctx, tapJobId: string): Promise<AsyncIterableIterator<TapJob>> =>
  watchTapJob(ctx, require(ctx, 'tap.request'), tapJobId);

/** The same, for a caller whose right to see it was checked. @throws NotFound */
export async function watchTapJob(ctx: Ctx, workspaceId: string, tapJobId: string): Promise<AsyncIterableIterator<TapJob>> {
  const stream = await streamEvents(ctx, workspaceId, { concerns: (event) => isChange(event) && event.payload.tapJobId === tapJobId });
  const look = () => findTapJob(ctx.db, workspaceId, tapJobId);
  const first = await joined(stream, async () => {
    const job = await look();
    if (!job) throw new NotFound('request for a tap');
    return job;
  });
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
  'reader_agent.radio_changed',
  'reader_agent.revoked',
  'reader_agent.online',
  'reader_agent.offline',
  'reader.connected',
  'reader.disconnected',
];

/** The changes of agents and their readers. @throws AccessDenied */
export function watchReaderAgents(ctx: Ctx, agentId: string | null): Watch<ReaderAgentChange> {
  const workspaceId = require(ctx, 'reader.read');
  return {
    workspaceId,
    concerns: ({ type, payload }) => agentEvents.includes(type) && (agentId === null || payload.agentId === agentId),
    show: async ({ number, event }) => {
      const readerAgent = event && (await findAgent(ctx.db, workspaceId, String(event.payload.agentId)));
      return { cursor: toCursor(number), readerAgent };
    },
  };
}
