import { sql } from './reads.ts';

/** A group that has changed. */
export interface Changed {
  number: number;
  occurredAt: Date;
  groupId: string;
}

let number = 101_000;

const update = 'update "groups" set "description" = $1, "updated_at" = $2 where ("groups"."workspace_id" = $3 and "groups"."id" = $4) returning *';
const tell = 'insert into "event_outbox" ("workspace_id", "type", "actor", "payload", "occurred_at") values ($1, $2, $3, $4, $5)';

/** Changes a group's description and writes down that it did, in one transaction, as the product does. */
export async function changeGroup(workspaceId: string, { groupId, description }: { groupId: string; description: string }): Promise<Changed> {
  const occurredAt = new Date();
  await sql.begin(async (tx) => {
    await tx.unsafe(update, [description, occurredAt, workspaceId, groupId] as never, { prepare: true });
    const payload = { groupId, fields: ['description'] };
    await tx.unsafe(tell, [workspaceId, 'group.updated', actor, payload, occurredAt] as never, { prepare: true });
  });
  number += 1;
  return { number, occurredAt, groupId };
}

/** As long as the id of an API token. */
const actor = `tok_${'0'.repeat(26)}`;

/** The event as the product tells it. */
export const eventOf = ({ number, occurredAt, groupId }: Changed) => ({
  cursor: `evt_${number}`,
  event: {
    number,
    type: 'GROUP_UPDATED',
    occurredAt,
    actor,
    details: [
      { name: 'groupId', value: groupId },
      { name: 'fields', value: '["description"]' },
    ],
  },
});
