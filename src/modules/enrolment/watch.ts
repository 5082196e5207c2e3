import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';
import { mapStream } from '../../lib/iterate.ts';
import type { Ctx } from '../context.ts';
import { Refused } from '../errors.ts';
import { toCursor } from '../events/read.ts';
import { streamEvents } from '../events/stream.ts';
import { require } from '../policy/require.ts';
import { type Activation, activationOf, activationOfSession } from './activation.ts';
import { enrolmentOfLink } from './open.ts';
import { enrolmentsByIds } from './readEnrolments.ts';

/** A change of an enrolment's status, or null: the bare place in the log. */
export interface StatusChange {
  cursor: string;
  change: { workspaceId: string; enrolmentId: string; from: EnrolmentStatus | null; to: EnrolmentStatus; kind: string; occurredAt: Date } | null;
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
    const { from, to, kind } = event.payload as { from: EnrolmentStatus | null; to: EnrolmentStatus; kind: string };
    return { cursor, change: { workspaceId, enrolmentId: event.enrolmentId, from, to, kind, occurredAt: event.occurredAt } };
  });
}

const ended: readonly EnrolmentStatus[] = ['ACTIVATED', 'EXPIRED', 'CANCELLED'];

/**
 * What the link's holder sees of the enrolment: as it is now, then after each change, until it has ended.
 * @param token the link's; without it, the browser that opened a link is meant
 * @throws as enrolmentOfLink; Refused ACTIVATION_SESSION_ENDED
 */
export async function watchActivation(ctx: Ctx, token: string | null): Promise<AsyncIterableIterator<Activation>> {
  const enrolment = token === null ? await activationOfSession(ctx) : await enrolmentOfLink(ctx, token);
  if (!enrolment) throw new Refused('ACTIVATION_SESSION_ENDED', 'No link was opened in this browser lately. Open it once more.');
  const { workspaceId, id } = enrolment;
  const stream = await streamEvents(ctx, workspaceId, {
    after: null,
    concerns: (event) => event.enrolmentId === id && event.type === 'enrolment.status_changed',
  });
  const present = async (): Promise<Activation> => {
    const [now] = await enrolmentsByIds(ctx.db, workspaceId, [id]);
    return activationOf(ctx, now ?? { ...enrolment, status: 'CANCELLED' });
  };
  const changes = mapStream(stream, ({ event }) => (event ? present() : undefined));
  let started = false;
  let over = false;
  const activations: AsyncIterableIterator<Activation> = {
    async next() {
      if (over) {
        await changes.return?.();
        return { value: undefined, done: true };
      }
      // Read after the stream was joined: a change in between comes twice rather than never.
      const { value, done } = started ? await changes.next() : { value: await present(), done: false };
      started = true;
      if (done) return { value: undefined, done: true };
      over = ended.includes(value.status);
      return { value, done: false };
    },
    async return() {
      await changes.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => activations,
  };
  return activations;
}
