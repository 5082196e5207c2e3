import type { TapJobStatus } from '../../db/tables/readers.ts';

/** Which status may follow each; the compare-and-set enforces it again in SQL. */
export const tapJobNext = {
  QUEUED: ['CLAIMED', 'EXPIRED', 'CANCELLED'],
  // Back to QUEUED when the lease ends, or another run of the agent takes over.
  CLAIMED: ['QUEUED', 'COMPLETED', 'FAILED', 'EXPIRED', 'CANCELLED'],
  COMPLETED: [],
  FAILED: [],
  EXPIRED: [],
  CANCELLED: [],
} as const satisfies Record<TapJobStatus, readonly TapJobStatus[]>;

/** The statuses in which a request for a tap still waits for its card. */
export const openTapStatuses = ['QUEUED', 'CLAIMED'] as const;

/** Whether a request for a tap has ended. */
export const hasEnded = (status: TapJobStatus): boolean => tapJobNext[status].length === 0;
