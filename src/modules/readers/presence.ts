import { and, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm';
import { readerAgents } from '../../db/tables/readers.ts';
import { type Ctx, type Server, tx } from '../context.ts';
import { lockAgent, type ReaderAgent, theAgent } from './agents.ts';

/** For how long an agent counts as there, and how long before that is over it is said again. */
const life = 30_000;
const renewBelow = 20_000;

/** An agent whose stream is open at this node. */
interface Held {
  workspaceId: string;
  agentId: string;
  streams: number;
  /** Until when this node has said that the agent is there; null while it has not. */
  until: Date | null;
  /** What is written of it, one thing after the other. */
  work: Promise<void>;
}

/** Which agents are there: those with an open stream of tap jobs at some node. This node tells of those that are here. */
export class Presence {
  #held = new Map<string, Held>();

  /** Notes an agent's stream. The returned function notes its end; call it once. */
  async enter(server: Server, workspaceId: string, agentId: string): Promise<() => void> {
    const held: Held = this.#held.get(agentId) ?? { workspaceId, agentId, streams: 0, until: null, work: Promise.resolve() };
    this.#held.set(agentId, held);
    held.streams += 1;
    const leave = () => {
      held.streams -= 1;
      // What could not be written, the sweeper finds when its time is over.
      this.#settle(server, held).catch((error) => server.log.warn({ err: error, agentId }, 'an agent’s leaving could not be written down'));
    };
    try {
      await this.#settle(server, held);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** Says again of each agent here that it is there, where that is soon over, in one statement a workspace. */
  async push(server: Server): Promise<void> {
    const now = server.clock.now();
    const due = [...this.#held.values()].filter(
      ({ streams, until }) => streams > 0 && until !== null && until.getTime() - now.getTime() <= renewBelow,
    );
    for (const [workspaceId, agents] of Map.groupBy(due, (held) => held.workspaceId)) await this.#pushIn(server, workspaceId, agents, now);
  }

  async #pushIn(server: Server, workspaceId: string, agents: readonly Held[], now: Date): Promise<void> {
    const until = new Date(now.getTime() + life);
    // Noted first, so that an agent that leaves meanwhile is found by the later time.
    for (const held of agents) held.until = until;
    const pushed = await server.db
      .update(readerAgents)
      .set({ onlineUntil: until, lastSeenAt: now })
      .where(
        and(
          eq(readerAgents.workspaceId, workspaceId),
          inArray(
            readerAgents.id,
            agents.map(({ agentId }) => agentId),
          ),
          isNotNull(readerAgents.onlineUntil),
          isNull(readerAgents.revokedAt),
        ),
      )
      .returning({ id: readerAgents.id });
    const there = new Set(pushed.map(({ id }) => id));
    for (const held of agents.filter(({ agentId }) => !there.has(agentId))) await this.#sayAnew(server, held);
  }

  /** Says that an agent here is there, after somebody else said that it had left. */
  async sayAgain(server: Server, agentId: string): Promise<void> {
    const held = this.#held.get(agentId);
    if (held?.until) await this.#sayAnew(server, held);
  }

  async #sayAnew(server: Server, held: Held): Promise<void> {
    held.until = null;
    await this.#settle(server, held);
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#held.values()].map(({ work }) => work));
  }

  /** Makes what is written agree with what is here. */
  #settle(server: Server, held: Held): Promise<void> {
    const settled = held.work.then(async () => {
      if (held.streams > 0) {
        held.until ??= await writeOnline(server, held);
        return;
      }
      try {
        if (held.until !== null) await writeOffline(server, held, held.until);
      } finally {
        held.until = null;
        // A stream that was opened meanwhile goes on with this one.
        if (held.streams === 0) this.#held.delete(held.agentId);
      }
    });
    held.work = settled.catch(() => {});
    return settled;
  }
}

async function writeOnline(server: Server, { workspaceId, agentId }: Held): Promise<Date | null> {
  return tx(callOf(server, workspaceId, agentId), async (ctx) => {
    const agent = await lockAgent(ctx, workspaceId, agentId);
    if (agent.revokedAt) return null;
    const now = ctx.clock.now();
    const until = new Date(now.getTime() + life);
    await ctx.db.update(readerAgents).set({ onlineUntil: until, lastSeenAt: now }).where(theAgent(workspaceId, agentId));
    if (agent.onlineUntil === null) ctx.emit(workspaceId, { type: 'reader_agent.online', ...aboutPerson(agent), payload: { agentId } });
    return until;
  });
}

async function writeOffline(server: Server, { workspaceId, agentId }: Held, until: Date): Promise<void> {
  await tx(callOf(server, workspaceId, agentId), async (ctx) => {
    const [left] = await ctx.db
      .update(readerAgents)
      .set({ onlineUntil: null, lastSeenAt: ctx.clock.now() })
      // A later time is another node's: the agent has come back there.
      .where(and(theAgent(workspaceId, agentId), lte(readerAgents.onlineUntil, until)))
      .returning();
    if (left) ctx.emit(workspaceId, { type: 'reader_agent.offline', ...aboutPerson(left), payload: { agentId } });
  });
}

/** Whom an event of a personal agent is about. */
export const aboutPerson = ({ userId, enrolmentId }: ReaderAgent): { userId?: string; enrolmentId?: string } => ({
  ...(userId ? { userId } : {}),
  ...(enrolmentId ? { enrolmentId } : {}),
});

const callOf = (server: Server, workspaceId: string, agentId: string): Ctx => ({
  ...server,
  actor: { type: 'agent', workspaceId, agentId },
  origin: { address: 'local', local: true, userAgent: null },
  activationToken: null,
});
