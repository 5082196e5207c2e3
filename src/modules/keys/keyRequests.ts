import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../db/handle.ts';
import { anyOf } from '../../db/prepared.ts';
import { events } from '../../db/tables/events.ts';
import type { KeyKind } from '../../db/tables/keys.ts';
import { type Ctx, tx } from '../context.ts';
import type { EventType } from '../events/catalogue.ts';
import { toLoggedEvent } from '../events/read.ts';
import { requirePerson } from '../policy/require.ts';

/** Another key, as a person asked for it. It is open until a key is assigned to them. */
export interface KeyRequest {
  kind: KeyKind;
  requestedAt: Date;
}

/** Asks the administrators for another key. They see it in the log, and on the person's page. @throws AccessDenied, RateLimited */
export async function requestKey(ctx: Ctx, kind: KeyKind): Promise<KeyRequest> {
  const { workspaceId, userId } = requirePerson(ctx);
  await ctx.limits.take('keyRequest', userId);
  await tx(ctx, async (ctx) => ctx.emit(workspaceId, { type: 'security_key.requested', userId, payload: { kind } }));
  return { kind, requestedAt: ctx.clock.now() };
}

const askedOrAnswered: EventType[] = ['security_key.requested', 'security_key.assigned'];

/** What each of these people asked for last, where no key was assigned to them since, in one statement. */
export async function keyRequestsByUserIds(db: Db, workspaceId: string, userIds: readonly string[]): Promise<Map<string, KeyRequest>> {
  const newest = await db
    .selectDistinctOn([events.userId])
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), anyOf(events.userId, userIds), inArray(events.type, askedOrAnswered)))
    .orderBy(events.userId, desc(events.number));
  const open = newest.filter(({ type }) => type === 'security_key.requested').map(toLoggedEvent);
  return new Map(open.map(({ userId, payload, occurredAt }) => [userId ?? '', { kind: payload.kind as KeyKind, requestedAt: occurredAt }]));
}
