import { customType, text, timestamp } from 'drizzle-orm/pg-core';

/** A moment, with its time zone, as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Raw bytes. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
});

/** The tenant: first in every key and index, and the key to shard by. */
export const workspaceId = () => text('workspace_id').notNull();
