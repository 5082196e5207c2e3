import { and, desc, eq, isNull } from 'drizzle-orm';
import { activationSessions } from '../../db/tables/enrolment.ts';
import type { ReaderAdapter } from '../../db/tables/readers.ts';
import { newChallenge, spendChallengeValue } from '../ceremonies/challenges.ts';
import { type Ctx, holderCtx, tx } from '../context.ts';
import { Refused } from '../errors.ts';
import { findStandingAgent, type ReaderAgent, serves } from '../readers/agents.ts';
import { type AgentEvidence, agentByEvidence } from '../readers/evidence.ts';
import { isOnline } from '../readers/online.ts';
import { type NewPairingCode, newPairingCode } from '../readers/pairing.ts';
import { agentsByEnrolment, readersByAgentIds } from '../readers/readAgents.ts';
import { type Activation, activationOf, type OpenActivation, requireActivation } from './activation.ts';
import type { Enrolment } from './enrolments.ts';

/**
 * The calling browser's activation of a card.
 * @throws Refused ACTIVATION_SESSION_ENDED, PERSON_SUSPENDED, WRONG_DEVICE for other kinds of keys
 */
export async function requireCardActivation(ctx: Ctx, activationId: string): Promise<OpenActivation> {
  const open = await requireActivation(ctx, activationId);
  if (open.key.kind !== 'CONTACTLESS_CARD') throw new Refused('WRONG_DEVICE', 'Only a contactless card is activated at a reader.');
  return open;
}

/** A nonce for the agent on the page's PC to sign, for 5 minutes and one use. @throws Refused, RateLimited */
export async function beginAgentDiscovery(ctx: Ctx, activationId: string): Promise<{ nonce: string }> {
  const { sessionId, enrolment } = await requireCardActivation(ctx, activationId);
  await ctx.limits.take('ceremony', enrolment.id);
  const nonce = await newChallenge(ctx, enrolment.workspaceId, 'READER_AGENT', sessionId);
  return { nonce: Buffer.from(nonce).toString('base64url') };
}

/**
 * Binds the agent on the page's PC to the calling browser's activation.
 * @throws InvalidInput; Refused AGENT_CODE_WRONG, AGENT_TOKEN_INVALID, CHALLENGE_SPENT, ACTIVATION_SESSION_ENDED; RateLimited
 */
export async function connectReaderAgent(
  ctx: Ctx,
  { activationId, by }: { activationId: string; by: AgentEvidence },
): Promise<{ activation: Activation }> {
  const open = await requireCardActivation(ctx, activationId);
  const { sessionId, enrolment } = open;
  await ctx.limits.take('agentCode', enrolment.id);
  const spend = (nonce: string) => spendChallengeValue(ctx, enrolment.workspaceId, 'READER_AGENT', sessionId, nonce);
  return bindAgent(ctx, open, await agentByEvidence(ctx, enrolment.workspaceId, by, spend));
}

/** Binds an agent to a browser's activation, for as long as that lasts. @throws Refused AGENT_CODE_WRONG at somebody else's own */
export async function bindAgent(ctx: Ctx, { sessionId, enrolment }: OpenActivation, agent: ReaderAgent): Promise<{ activation: Activation }> {
  if (!serves(agent, enrolment.userId)) throw new Refused('AGENT_CODE_WRONG', 'That reader is somebody’s own. Pair the one on your PC.');
  await ctx.db
    .update(activationSessions)
    .set({ agentId: agent.id })
    .where(and(eq(activationSessions.workspaceId, enrolment.workspaceId), eq(activationSessions.id, sessionId), isNull(activationSessions.endedAt)));
  return { activation: await activationOf(ctx, enrolment) };
}

/** A code that pairs an agent of the person's own, bound to this enrolment. @throws Refused, RateLimited */
export async function createPersonalPairingCode(ctx: Ctx, activationId: string): Promise<NewPairingCode> {
  const { enrolment } = await requireCardActivation(ctx, activationId);
  const { workspaceId, userId, id: enrolmentId } = enrolment;
  await ctx.limits.take('ceremony', enrolmentId);
  return tx(holderCtx(ctx, workspaceId), (ctx) => newPairingCode(ctx, workspaceId, { kind: 'PERSONAL', agentName: null, userId, enrolmentId }));
}

/**
 * The agent at which a person activates their card: the one that the browser that opened the link last has connected, while
 * it is online; or else the newest of their own that was paired by this enrolment. Null where there is none.
 */
export async function agentOfEnrolment(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  { workspaceId, id }: Pick<Enrolment, 'workspaceId' | 'id'>,
): Promise<ReaderAgent | null> {
  const [session] = await ctx.db
    .select({ agentId: activationSessions.agentId })
    .from(activationSessions)
    .where(and(eq(activationSessions.workspaceId, workspaceId), eq(activationSessions.enrolmentId, id)))
    .orderBy(desc(activationSessions.id))
    .limit(1);
  const connected = session?.agentId ? await findStandingAgent(ctx.db, workspaceId, session.agentId) : null;
  if (connected && isOnline(connected, ctx.clock.now())) return connected;
  // Whoever pairs an agent of their own does it because the other one does not answer.
  const [personal] = await agentsByEnrolment(ctx.db, workspaceId, id);
  return personal ?? connected;
}

/** A reader as the link's holder sees it. */
export interface ActivationReader {
  id: string;
  name: string;
  adapter: ReaderAdapter;
  /** Whether it is plugged in, and its agent connected. */
  connected: boolean;
}

/** The readers of an agent, by name. */
export async function readersOfAgent({ db, clock }: Pick<Ctx, 'db' | 'clock'>, agent: ReaderAgent): Promise<ActivationReader[]> {
  const online = isOnline(agent, clock.now());
  const found = await readersByAgentIds(db, agent.workspaceId, [agent.id]);
  return (found.get(agent.id) ?? []).map(({ id, name, adapter, connected }) => ({ id, name, adapter, connected: connected && online }));
}
