import type { KeyStatus } from '../../db/tables/keys.ts';

/** Which status may follow each; the compare-and-set enforces it again in SQL. */
export const keyNext = {
  PENDING: ['ACTIVE', 'REVOKED'],
  ACTIVE: ['SUSPENDED', 'LOST', 'REVOKED'],
  SUSPENDED: ['ACTIVE', 'LOST', 'REVOKED'],
  LOST: ['REVOKED'],
  REVOKED: [],
} as const satisfies Record<KeyStatus, readonly KeyStatus[]>;
