import { randomBytes } from 'node:crypto';
import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import { signIns } from '../../db/tables/signIn.ts';
import { joined, mapStream, startingWith, untilOver } from '../../lib/iterate.ts';
import type { Ctx, Server } from '../context.ts';
import { streamEvents } from '../events/stream.ts';
import { requireAgent } from '../readers/agentActor.ts';
import { type SignIn, updateSignIn } from './attempts.ts';

/** As long as the browser's answer counts: nothing that is heard later could serve it. */
const life = 5 * 60_000;
/** How often is looked whether a sign-in that is listened for has ended, which nobody tells. */
const lookEvery = 1_000;

/** What an agent is asked for: to listen for a phone, and to sign this nonce with what it heard. */
export interface ProximityRequest {
  nonce: string;
  expiresAt: Date;
}

const lastMoment = ({ createdAt }: Pick<SignIn, 'createdAt'>): Date => new Date(createdAt.getTime() + life);

/** Whether a sign-in's agent is still to listen. */
export const listens = ({ listenNonce, heardAt, createdAt }: SignIn, now: Date): boolean =>
  listenNonce !== null && heardAt === null && lastMoment({ createdAt }) > now;

/** Whether the agent of a sign-in heard a phone meanwhile. */
export const observed = ({ heardAt, createdAt }: SignIn, now: Date): boolean => heardAt !== null && lastMoment({ createdAt }) > now;

/**
 * Binds an agent to a sign-in, and asks it to listen where a person was named: whoever they are, as otherwise an agent would
 * learn whose phone has to be near. What another agent heard for it counts no more.
 * @throws Refused SIGN_IN_ENDED
 */
export async function askAgentToListen(ctx: Ctx, signIn: SignIn, agentId: string): Promise<SignIn> {
  const listenNonce = signIn.named ? randomBytes(32).toString('base64url') : null;
  const asked = await updateSignIn(ctx, signIn, { agentId, listenNonce, heardAt: null });
  ctx.hub.nudgeAgent(signIn.workspaceId, agentId);
  return asked;
}

/**
 * For what sign-ins the calling agent is to listen: all that are under way now, and anew whenever that changes. It does not
 * come by the log, which must not tell of some.
 * @throws AccessDenied
 */
export async function watchProximityRequests(ctx: Ctx): Promise<AsyncIterableIterator<ProximityRequest[]>> {
  const { workspaceId, agentId } = requireAgent(ctx);
  let told = '';
  let next: NodeJS.Timeout | undefined;
  const events = await streamEvents(ctx, workspaceId, { concerns: () => false });
  const stream = untilOver(events, () => clearTimeout(next));
  const look = async () => {
    const requests = await openRequests(ctx, workspaceId, agentId);
    clearTimeout(next);
    if (requests.length > 0) next = setTimeout(() => ctx.hub.nudgeAgent(workspaceId, agentId), lookEvery).unref();
    const now = requests.map(({ nonce }) => nonce).join();
    if (now === told) return undefined;
    told = now;
    return requests;
  };
  const first = await joined(stream, look);
  return startingWith(first ?? [], mapStream(stream, look), () => false);
}

async function openRequests({ db, clock }: Ctx, workspaceId: string, agentId: string): Promise<ProximityRequest[]> {
  const asked = await db
    .select()
    .from(signIns)
    .where(and(eq(signIns.workspaceId, workspaceId), eq(signIns.agentId, agentId), isOpen(clock.now())))
    .orderBy(asc(signIns.id));
  return asked.flatMap(({ listenNonce, createdAt }) => (listenNonce === null ? [] : [{ nonce: listenNonce, expiresAt: lastMoment({ createdAt }) }]));
}

/** The same as `listens`, asked of the rows. */
const isOpen = (now: Date) => and(isNotNull(signIns.listenNonce), isNull(signIns.heardAt), gt(signIns.createdAt, new Date(now.getTime() - life)));

/** Looks which sign-ins are new, and wakes their agents’ streams here: each may have begun at another node. One statement for all. */
export function listenerRound({ db, clock, hub }: Server): () => Promise<void> {
  let known = new Set<string>();
  return async () => {
    const { workspaceId, agentId, listenNonce } = signIns;
    const rows = await db.select({ workspaceId, agentId, listenNonce }).from(signIns).where(isOpen(clock.now()));
    const fresh = rows.filter((row) => !known.has(row.listenNonce ?? ''));
    known = new Set(rows.map((row) => row.listenNonce ?? ''));
    for (const row of fresh) if (row.agentId !== null) hub.nudgeAgent(row.workspaceId, row.agentId);
  };
}
