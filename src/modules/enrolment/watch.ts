import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';
import type { KeyKind } from '../../db/tables/keys.ts';
import { gathered, joined, mapStream, startingWith, untilOver } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';
import type { EventType, LoggedEvent } from '../events/catalogue.ts';
import { toCursor } from '../events/read.ts';
import { streamEvents } from '../events/stream.ts';
import type { Watch } from '../events/watch.ts';
import { require } from '../policy/require.ts';
import { type Activation, activationOf, kindOf } from './activation.ts';
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

/** The changes of enrolments' statuses. @throws AccessDenied */
export function watchEnrolments(ctx: Ctx, filter: StatusChangeFilter): Watch<StatusChange> {
  const workspaceId = require(ctx, 'enrolment.read');
  return {
    workspaceId,
    concerns: (event) =>
      event.type === 'enrolment.status_changed' &&
      (!filter.enrolmentId || event.enrolmentId === filter.enrolmentId) &&
      (!filter.userId || event.userId === filter.userId) &&
      (!filter.statuses || filter.statuses.includes(event.payload.to as EnrolmentStatus)),
    show: ({ number, event }) => {
      const cursor = toCursor(number);
      if (!event?.enrolmentId) return { cursor, change: null };
      const { from, to, kind } = event.payload as { from: EnrolmentStatus | null; to: EnrolmentStatus; kind: KeyKind };
      return { cursor, change: { workspaceId, enrolmentId: event.enrolmentId, from, to, kind, occurredAt: event.occurredAt } };
    },
  };
}

const ofEnrolment: readonly EventType[] = ['enrolment.status_changed', 'enrolment.link_sent', 'tap_job.status_changed'];

/** How many events are looked at together. */
const atOnce = 200;

/** Whether an event tells of a reader agent or a reader. Which agent is the person's is known only once it is looked up. */
const isOfReaders = ({ type }: LoggedEvent): boolean => type.startsWith('reader_agent.') || type.startsWith('reader.');

const agentIdOf = async (ctx: Ctx, enrolment: Enrolment): Promise<string | null> => (await agentOfEnrolment(ctx, enrolment))?.id ?? null;

const ended: readonly EnrolmentStatus[] = ['ACTIVATED', 'EXPIRED', 'CANCELLED'];

/**
 * What the link's holder sees of the enrolment: as it is now, then after each change, until it has ended. For a card also
 * after each change of the person's agent, of its readers, and of a request for a tap.
 * @param token the link's; without it, the browser that opened a link is meant
 * @throws as enrolmentOfLink, also later, when a newer link takes this one's place; Refused ACTIVATION_SESSION_ENDED, TOO_MANY_STREAMS
 */
export async function watchActivation(ctx: Ctx, token: string | null): Promise<AsyncIterableIterator<Activation>> {
  const session = token === null ? await sessionOfBrowser(ctx) : null;
  const enrolment = token === null ? session?.enrolment : await enrolmentOfLink(ctx, token);
  if (!enrolment) throw sessionEnded();
  const leave = ctx.limits.streams.enter('activation', session?.sessionId ?? enrolment.id);
  try {
    return untilOver(await changesOf(ctx, enrolment, token), leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function changesOf(ctx: Ctx, enrolment: Enrolment, token: string | null): Promise<AsyncIterableIterator<Activation>> {
  const { workspaceId, id } = enrolment;
  const isCard = (await kindOf(ctx, enrolment)) === 'CONTACTLESS_CARD';
  const stream = await streamEvents(ctx, workspaceId, {
    after: null,
    concerns: (event) => (event.enrolmentId === id && ofEnrolment.includes(event.type)) || (isCard && isOfReaders(event)),
  });
  const see = async () => {
    const now = await look(ctx, enrolment);
    if (token === null && now.status === 'OPENED') await requireSession(ctx, id);
    return { ...now, opened: token === null };
  };
  const [first, agent] = await joined(stream, () => Promise.all([see(), isCard ? agentIdOf(ctx, enrolment) : null]));
  let agentId = agent;
  /** Whether one of these tells of the person's agent. It may be another one since: just paired, or none after it was shut out. */
  const areTheirs = async (events: LoggedEvent[]) => {
    if (events.length === 0) return false;
    const before = agentId;
    agentId = await agentIdOf(ctx, enrolment);
    return events.some(({ type, payload }) => type === 'reader_agent.revoked' || payload.agentId === before || payload.agentId === agentId);
  };
  // What came while the last look went on is looked at together, as one look shows all of it: others' readers may come and go in crowds.
  const changes = mapStream(gathered(stream, atOnce), async (items) => {
    const events = items.flatMap(({ event }) => event ?? []);
    const [ofReaders, others] = [events.filter(isOfReaders), events.filter((event) => !isOfReaders(event))];
    if (token !== null && others.some(({ type }) => type === 'enrolment.link_sent')) await workingLink(ctx, token);
    const isSeen = others.some(({ type }) => type !== 'enrolment.link_sent') || (await areTheirs(ofReaders));
    return isSeen ? see() : undefined;
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
