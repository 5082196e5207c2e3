import { randomBytes } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Db } from '../../src/db/handle.ts';
import { events } from '../../src/db/tables/events.ts';
import { type Ctx, tx } from '../../src/modules/context.ts';
import type { NewEvent } from '../../src/modules/events/catalogue.ts';
import { chainMac, chainStart } from '../../src/modules/events/chain.ts';
import type { StreamItem } from '../../src/modules/events/subscriber.ts';
import type { Vault } from '../../src/modules/vault.ts';

/** Some event or other. */
export const something = (groupId = randomBytes(8).toString('hex')): NewEvent => ({ type: 'group.created', payload: { groupId } });

/** Commits events in one transaction, and waits until they have their numbers. */
export async function happen(ctx: Ctx, workspaceId: string, ...what: NewEvent[]): Promise<void> {
  await tx(ctx, async (ctx) => {
    for (const event of what) ctx.emit(workspaceId, event);
  });
  await ctx.sequencer.idle();
}

/** Commits so many events. */
export const happenTimes = (ctx: Ctx, workspaceId: string, times: number) =>
  happen(ctx, workspaceId, ...Array.from({ length: times }, () => something()));

/** A workspace's log, after it was checked: no gap in its numbers, and each MAC over the one before and the event's own text. */
export async function verifiedLog(db: Db, vault: Vault, workspaceId: string) {
  const rows = await db.select().from(events).where(eq(events.workspaceId, workspaceId)).orderBy(asc(events.number));
  expect(rows.map((row) => row.number)).toEqual(range(1, rows.length));
  const key = await vault.key(db, workspaceId, 'LOG');
  let previous = chainStart;
  for (const { mac, canonical, ...row } of rows) {
    expect(mac).toEqual(chainMac(key, previous, canonical));
    const told = JSON.parse(canonical);
    expect({ ...row, occurredAt: row.occurredAt.toISOString() }).toEqual({ ...told, payload: undefined });
    previous = mac;
  }
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.canonical).payload as Record<string, unknown> }));
}

/** The whole numbers from one to another, both included. */
export const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/** Reads a stream for as long as it goes; `end` is its error, or null where it ended in order. */
export function follow(stream: AsyncIterable<StreamItem>) {
  const items: StreamItem[] = [];
  const end = (async () => {
    for await (const item of stream) items.push(item);
    return null;
  })().catch((error: Error & { code?: string }) => error);
  return { items, end, numbers: () => items.map((item) => item.number) };
}
