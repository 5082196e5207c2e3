import type { KeyStatus } from '../../db/tables/keys.ts';

/** From which statuses a key may come to each: the state machine, read backwards, as the compare-and-set needs it. */
export const keyStatusFrom = {
  PENDING: [],
  ACTIVE: ['PENDING', 'SUSPENDED'],
  SUSPENDED: ['ACTIVE'],
  LOST: ['ACTIVE', 'SUSPENDED'],
  REVOKED: ['PENDING', 'ACTIVE', 'SUSPENDED', 'LOST'],
} as const satisfies Record<KeyStatus, readonly KeyStatus[]>;
