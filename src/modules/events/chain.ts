import type { eventOutbox } from '../../db/tables/events.ts';
import { hmac } from '../../lib/secrets.ts';

/** The MAC before the first event. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** The text that a MAC covers: everything that the event says, in a fixed order. */
export function canonicalText(number: number, event: typeof eventOutbox.$inferSelect): string {
  return JSON.stringify({
    number,
    workspaceId: event.workspaceId,
    type: event.type,
    actor: event.actor,
    userId: event.userId,
    keyId: event.keyId,
    enrolmentId: event.enrolmentId,
    occurredAt: event.occurredAt.toISOString(),
    payload: event.payload,
  });
}

/** The MAC of an event: over the one before it and its own text. */
export const chainMac = (key: Uint8Array, previous: Uint8Array, canonical: string): Uint8Array => hmac(key, previous, canonical);

/** A checkpoint's signature: this was the chain up to this number. */
export const checkpointSignature = (key: Uint8Array, workspaceId: string, number: number, mac: Uint8Array): Uint8Array =>
  hmac(key, `checkpoint:${workspaceId}:${number}:`, mac);
