import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';

/** Which status may follow each; the compare-and-set enforces it again in SQL. */
export const enrolmentNext = {
  PENDING: ['OPENED', 'EXPIRED', 'CANCELLED'],
  OPENED: ['ACTIVATED', 'EXPIRED', 'CANCELLED'],
  ACTIVATED: [],
  EXPIRED: [],
  CANCELLED: [],
} as const satisfies Record<EnrolmentStatus, readonly EnrolmentStatus[]>;

/** The statuses in which an enrolment still goes on. */
export const openStatuses = ['PENDING', 'OPENED'] as const;
