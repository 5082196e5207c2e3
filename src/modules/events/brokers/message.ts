import { z } from 'zod';
import type { BusMessage } from '../bus.ts';
import { type EventType, eventTypes } from '../catalogue.ts';

const id = z.string().max(200);

const event = z.object({
  workspaceId: id,
  number: z.int().positive(),
  type: z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]),
  actor: id,
  userId: id.nullable(),
  keyId: id.nullable(),
  enrolmentId: id.nullable(),
  occurredAt: z.coerce.date(),
  payload: z.record(z.string(), z.unknown()),
});

const message = z.union([z.object({ events: z.array(event) }), z.object({ endedSession: id }), z.object({ nudgedAgent: id })]);

/** A message as brokers carry it. */
export const toText = (message: BusMessage): string => JSON.stringify(message);

/**
 * A message that a broker brought for a workspace; null where it is none of ours. An event of a newer version's type is one
 * such: the hub finds the gap, and reads it from the log.
 */
export function fromText(workspaceId: string, text: string): BusMessage | null {
  try {
    const read = message.parse(JSON.parse(text));
    if ('events' in read && read.events.some((event) => event.workspaceId !== workspaceId)) return null;
    return read as BusMessage;
  } catch {
    return null;
  }
}
