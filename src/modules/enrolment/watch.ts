import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';
import type { KeyKind } from '../../db/tables/keys.ts';
import { mapStream, startingWith } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';
import type { EventType, LoggedEvent } from '../events/catalogue.ts';
import { toCursor } from '../events/read.ts';
import { streamEvents } from '../events/stream.ts';
import { require } from '../policy/require.ts';
import { type Activation, activationOf, activationOfSession } from './activation.ts';
import { sessionOfBrowser } from './activationSessions.ts';
import type { Enrolment } from './enrolments.ts';
import { agentOfEnrolment } from './holderAgent.ts';
import { enrolmentOfLink, workingLink } from './open.ts';
import { enrolmentsByIds } from './readEnrolments.ts';

/** A change of an enrolment's status, or null: the bare place in the log. */
export interface StatusChange {
  cursor: string;
  change: { workspaceId: string; enrolmentId: string; from: EnrolmentStatus | null; to: EnrolmentStatus; kind: KeyKind; occurredAt: Date } | null;
}

/** Which changes are meant: all that is given must fit. */
export interface StatusChangeFilter {
  enrolmentId?: string | null | undefined;
  userId?: string | null | undefined;
  statuses?: readonly EnrolmentStatus[] | null | undefined;
}

/** The changes of enrolments' statuses, after a cursor or from now on. @throws AccessDenied, Refused CURSOR_… */
export async function watchEnrolments(ctx: Ctx, filter: StatusChangeFilter, after: string | null): Promise<AsyncIterableIterator<StatusChange>> {
  const workspaceId = require(ctx, 'enrolment.read');
  const stream = await streamEvents(ctx, workspaceId, {
    after,
    concerns: (event) =>
      event.type === 'enrolment.status_changed' &&
      (!filter.enrolmentId || event.enrolmentId === filter.enrolmentId) &&
      (!filter.userId || event.userId === filter.userId) &&
      (!filter.statuses || filter.statuses.includes(event.payload.to as EnrolmentStatus)),
  });
  return mapStream(stream, ({ number, event }): StatusChange => {
    const cursor = toCursor(number);
    if (!event?.enrolmentId) return { cursor, change: null };
    const { from, to, kind } = event.payload as { from: EnrolmentStatus | null; to: EnrolmentStatus; kind: KeyKind };
    return { cursor, change: { workspaceId, enrolmentId: event.enrolmentId, from, to, kind, occurredAt: event.occurredAt } };
  });
}

const ofEnrolment: readonly EventType[] = ['enrolment.status_changed', 'enrolment.link_sent', 'tap_job.status_changed'];

/** Whether an event tells of a reader agent or a reader. Which agent is the person's is known only once it is looked up. */
const isOfReaders = ({ type }: LoggedEvent): boolean => type.startsWith('reader_agent.') || type.startsWith('reader.');

const agentIdOf = async (ctx: Ctx, enrolment: Enrolment): Promise<string | null> => (await agentOfEnrolment(ctx, enrolment))?.id ?? null;

const ended: readonly EnrolmentStatus[] = ['ACTIVATED', 'EXPIRED', 'CANCELLED'];

/**
 * What the link's holder sees of the enrolment: as it is now, then after each change, until it has ended. For a card also
 * after each change of the person's agent, of its readers, and of a request for a tap.
 * @param token the link's; without it, the browser that opened a link is meant
 * @throws as enrolmentOfLink, also later, when a newer link takes this one's place; Refused ACTIVATION_SESSION_ENDED
 */
export async function watchActivation(ctx: Ctx, token: string | null): Promise<AsyncIterableIterator<Activation>> {
  const enrolment = token === null ? await activationOfSession(ctx) : await enrolmentOfLink(ctx, token);
  if (!enrolment) throw sessionEnded();
  const { workspaceId, id } = enrolment;
  const stream = await streamEvents(ctx, workspaceId, {
    after: null,
    concerns: (event) => (event.enrolmentId === id && ofEnrolment.includes(event.type)) || isOfReaders(event),
  });
  const see = async () => {
    const now = await look(ctx, enrolment);
    if (token === null && now.status === 'OPENED') await requireSession(ctx, id);
    return now;
  };
  // Read after the stream was joined: a change in between comes twice rather than never.
  const [first, agent] = await Promise.all([see(), agentIdOf(ctx, enrolment)]).catch(async (error) => {
    await stream.return?.();
    throw error;
  });
  let agentId = agent;
  const changes = mapStream(stream, async ({ event }) => {
    if (!event) return undefined;
    if (isOfReaders(event)) {
      if (first.kind !== 'CONTACTLESS_CARD') return undefined;
      // The agent may be another one since: one that was just paired, or none after it was shut out.
      const before = agentId;
      agentId = await agentIdOf(ctx, enrolment);
      const isTheirs = event.type === 'reader_agent.revoked' || event.payload.agentId === before || event.payload.agentId === agentId;
      return isTheirs ? see() : undefined;
    }
    if (event.type === 'enrolment.link_sent') {
      if (token !== null) await workingLink(ctx, token);
      return undefined;
    }
    return see();
  });
  return startingWith(first, changes, ({ status }) => ended.includes(status));
}

const sessionEnded = () =>
  new Refused('ACTIVATION_SESSION_ENDED', 'No link was opened in this browser lately, or another browser has it now. Open it once more.');

/** Throws where the calling browser has the enrolment open no more: what goes on is another's. */
async function requireSession(ctx: Ctx, enrolmentId: string): Promise<void> {
  const session = await sessionOfBrowser(ctx);
  if (!session || session.endedAt || session.enrolment.id !== enrolmentId) throw sessionEnded();
}

/** The enrolment as it is now. @throws Refused LINK_CANCELLED where its person was deleted */
async function look(ctx: Ctx, { workspaceId, id }: Enrolment): Promise<Activation> {
  const [now] = await enrolmentsByIds(ctx.db, workspaceId, [id]);
  if (!now) throw new Refused('LINK_CANCELLED', 'An administrator has cancelled this. Ask them if you still need a key.');
  return activationOf(ctx, now);
}
